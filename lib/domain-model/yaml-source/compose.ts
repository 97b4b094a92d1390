import { Document, isMap, isSeq, type Node, type Schema } from 'yaml'
import { toPointer } from '../json-pointer'
import { keyOf } from './places'
import type { SourceProblem } from './source'

/** One schema for all pieces: building it costs more than reading a small piece. */
let sharedSchema: Schema | undefined

export function composeOptions() {
  sharedSchema ??= new Document(null, { version: '1.2' }).schema
  // Keys are compared in `inspect` in linear time; the library compares each with each.
  return { schema: sharedSchema, uniqueKeys: false, stringKeys: true, prettyErrors: false, logLevel: 'error' } as const
}

/** What the library lets pass: keys that stand twice, and the one key that JavaScript objects treat otherwise. */
export function inspect(node: unknown, path: (string | number)[], problems: SourceProblem[]): void {
  if (isSeq(node)) for (const [index, item] of node.items.entries()) inspect(item, [...path, index], problems)
  if (!isMap(node)) return
  const seen = new Set<string>()
  for (const pair of node.items) {
    const key = keyOf(pair)
    const offset = (pair.key as Node | null)?.range?.[0] ?? 0
    if (seen.has(key))
      problems.push({
        code: 'syntax',
        message: `This is not valid YAML or JSON: ${JSON.stringify(key.slice(0, 80))} stands twice in one mapping.`,
        fix: 'Keep one of them.',
        offset,
      })
    if (key === '__proto__')
      problems.push({
        code: 'schema',
        message: 'There is no field __proto__ here.',
        fix: 'Remove it.',
        offset,
        path: toPointer([...path, key]),
      })
    seen.add(key)
    inspect(pair.value, [...path, key], problems)
  }
}
