import { toPointer } from '../json-pointer'
import { isRecord } from '../same-data'
import type { Source } from '../yaml-source/source'
import { identityOf, keysOf } from './identity'

/** The ids of all items that begin between two offsets of a text, at any depth. */
export function itemsAt({ data, sections, offsetOf }: Source, from: number, to: number): string[] {
  const found: string[] = []
  const visit = (value: unknown, path: readonly string[], at: readonly (string | number)[]) => {
    if (isRecord(value)) for (const [key, member] of Object.entries(value)) visit(member, [...path, key], [...at, key])
    const identity = Array.isArray(value) ? identityOf(path) : null
    if (!Array.isArray(value) || !identity) return
    // Of a long list only the pieces that are asked for are read.
    const windows = path.length === 1 ? sections?.find(({ key }) => key === path[0])?.items : null
    for (const [index, key] of keysOf(value, identity).entries()) {
      const window = windows?.[index]
      if (window && (window.end <= from || window.start >= to)) continue
      const offset = offsetOf(toPointer([...at, index]))
      if (offset >= from && offset < to) found.push(toPointer([...path, key]))
      visit(value[index], [...path, key], [...at, index])
    }
  }
  visit(data, [], [])
  return found
}
