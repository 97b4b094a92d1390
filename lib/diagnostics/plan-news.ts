/** What became of a plan since a version that somebody knows. */
export type PlanNews = { kind: 'same' } | { kind: 'newer'; version: number; text: string } | { kind: 'gone' }

/** What the server sent, or null when that is no news at all. */
export function readPlanNews(value: unknown): PlanNews | null {
  if (typeof value !== 'object' || value === null) return null
  const { kind, version, text } = value as Record<string, unknown>
  if (kind === 'same' || kind === 'gone') return { kind }
  return kind === 'newer' && typeof version === 'number' && typeof text === 'string' ? { kind, version, text } : null
}
