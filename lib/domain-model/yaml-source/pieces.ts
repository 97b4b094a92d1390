import { Composer, type Document } from 'yaml'
import { fromPointer, type JsonPointer } from '../json-pointer'
import { composeOptions, inspect } from './compose'
import { offsetIn } from './places'
import { scan } from './scan'
import type { Section, Source, SourceProblem, SourceWindow } from './source'

/** The text section by section and item by item; null when a piece is not valid alone. */
export function readSections(text: string, sections: Section[]): Source | null {
  const data: Record<string, unknown> = {}
  for (const section of sections) {
    if (section.items) {
      const list: unknown[] = []
      for (const { start, end } of section.items) {
        const piece = readPiece(text.slice(start, end))
        if (!Array.isArray(piece) || piece.length !== 1) return null
        list.push(piece[0])
      }
      data[section.key] = list
    } else {
      const piece = readPiece(text.slice(section.start, section.end))
      if (typeof piece !== 'object' || piece === null || Array.isArray(piece)) return null
      if (Object.keys(piece).length !== 1 || !Object.hasOwn(piece, section.key)) return null
      data[section.key] = (piece as Record<string, unknown>)[section.key]
    }
  }
  return { data, sections, offsetOf: offsetInSections(text, sections) }
}

function offsetInSections(text: string, sections: Section[]): (pointer: JsonPointer) => number {
  const byKey = new Map(sections.map((section) => [section.key, section]))
  const roots = new Map<number, unknown>()
  const rootAt = ({ start, end }: SourceWindow) => {
    if (!roots.has(start)) roots.set(start, composePiece(text.slice(start, end))?.contents)
    return roots.get(start)
  }
  return (pointer) => {
    const segments = fromPointer(pointer)
    const section = byKey.get(segments[0] ?? '')
    if (!section) return sections[0]?.start ?? 0
    const item = section.items && /^\d+$/.test(segments[1] ?? '') ? section.items[Number(segments[1])] : undefined
    if (segments.length === 1 || (section.items && !item)) return section.start
    const window = item ?? section
    const inside = item ? ['0', ...segments.slice(2)] : segments
    return window.start + (offsetIn(rootAt(window), inside) ?? 0)
  }
}

/** Pieces by their text, in two generations of one largest plan each, so that what is no longer used falls away. */
const cachedCharactersMax = 8 * 1024 * 1024
let young = new Map<string, unknown>()
let old = new Map<string, unknown>()
let youngCharacters = 0

/** The plain data of a piece; undefined when it is not valid alone. */
function readPiece(piece: string): unknown {
  if (young.has(piece)) return young.get(piece)
  // A copy: a part of a string would keep the whole plan it was cut from in memory.
  const own = old.has(piece) ? piece : (JSON.parse(JSON.stringify(piece)) as string)
  const data = old.has(piece) ? old.get(piece) : dataOf(own)
  if (data === undefined) return undefined
  if (youngCharacters + own.length > cachedCharactersMax) {
    old = young
    young = new Map()
    youngCharacters = 0
  }
  young.set(own, data)
  youngCharacters += own.length
  return data
}

function dataOf(piece: string): unknown {
  return composePiece(piece)?.toJS()
}

/** A piece as a document of its own, or null when it is not valid alone. */
function composePiece(piece: string): Document | null {
  const scanned = scan(piece)
  if ('problem' in scanned) return null
  const [document, second] = new Composer(composeOptions()).compose(scanned.tokens)
  if (!document || second || document.errors.length > 0) return null
  const problems: SourceProblem[] = []
  inspect(document.contents, [], problems)
  return problems.length > 0 ? null : document
}
