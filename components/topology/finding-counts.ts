import type { Finding } from '@/lib/diagnostics/finding'
import type { JsonPointer } from '@/lib/domain-model/json-pointer'
import type { SeverityCounts } from '../findings/severity-sign'
import { thingAt } from '../plan-editor/edits/things'

export const noCounts: SeverityCounts = { error: 0, warning: 0, hint: 0 }

/** Findings per thing: where they are, and the other things that take part. */
export function countsByThing(findings: readonly Finding[]): Map<JsonPointer, SeverityCounts> {
  const counts = new Map<JsonPointer, SeverityCounts>()
  for (const { path, related, severity } of findings) {
    for (const pointer of new Set([path, ...related].flatMap((place) => thingAt(place)?.pointer ?? []))) {
      const own = counts.get(pointer) ?? { ...noCounts }
      own[severity]++
      counts.set(pointer, own)
    }
  }
  return counts
}

export function sumCounts(list: readonly SeverityCounts[]): SeverityCounts {
  const sum = { ...noCounts }
  for (const { error, warning, hint } of list) {
    sum.error += error
    sum.warning += warning
    sum.hint += hint
  }
  return sum
}

/** `1 error, 2 hints`; empty when there is nothing. */
export function countWords({ error, warning, hint }: SeverityCounts): string {
  const many = (count: number, one: string) => (count === 0 ? [] : [`${count} ${one}${count === 1 ? '' : 's'}`])
  return [...many(error, 'error'), ...many(warning, 'warning'), ...many(hint, 'hint')].join(', ')
}
