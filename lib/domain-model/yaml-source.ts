import { cut } from './yaml-source/cut'
import { readSections } from './yaml-source/pieces'
import type { SourceReading } from './yaml-source/source'
import { readWhole } from './yaml-source/whole'

/**
 * Reads YAML 1.2 (of which JSON is a part) as one plain mapping. Ordinary plans are read top-level item by item, and an item
 * whose text was read before is not read again: while somebody types, the work is that of one route. Whatever is out of the
 * ordinary is read as a whole, which decides alone what is an error.
 */
export function readSource(text: string): SourceReading {
  if (last?.text === text) return last.reading
  const sections = cut(text)
  const source = sections && readSections(text, sections)
  const reading: SourceReading = source ? { ok: true, source } : readWhole(text)
  last = { text, reading }
  return reading
}

/** An edit reads the text before and after it, and the text after it is the one before the next. */
let last: { text: string; reading: SourceReading } | undefined
