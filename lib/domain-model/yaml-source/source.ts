import type { JsonPointer } from '../json-pointer'

/** What keeps a text from being one plain mapping, and where. */
export interface SourceProblem {
  code: 'syntax' | 'many-documents' | 'aliases' | 'not-a-mapping' | 'schema'
  message: string
  fix: string
  offset: number
  /** Set where the place has a name in the data. */
  path?: JsonPointer
}

/** A part of the text whose nodes stand at their own offsets plus `start`, and the pointer of the node that `root` is. */
export interface SourceWindow {
  start: number
  end: number
}

/** The text as plain data, read once; places are looked up in the piece of text that holds them. */
export interface Source {
  /** Plain data, shared between readings of like text: never change it. */
  data: Record<string, unknown>
  /** The offset of a pointer, or of its nearest parent in the text. */
  offsetOf(pointer: JsonPointer): number
  /** The pieces the text was read in; null when it was read as a whole. */
  sections: Section[] | null
}

export type SourceReading = { ok: true; source: Source } | { ok: false; problems: SourceProblem[] }

/** A top-level member of the mapping. A block list is cut into its items. */
export interface Section {
  key: string
  start: number
  end: number
  items: SourceWindow[] | null
}
