/** The one name that a slip of the keyboard away from `wanted`; null when there is none or a choice. */
export function nearestName(wanted: string, names: Iterable<string>): string | null {
  const limit = Math.min(2, Math.floor(wanted.length / 3))
  let best: string[] = []
  let bestDistance = limit
  for (const name of names) {
    const distance = name.toLowerCase() === wanted.toLowerCase() ? 0 : editDistance(wanted, name, bestDistance)
    if (distance > bestDistance) continue
    best = distance < bestDistance ? [name] : [...best, name]
    bestDistance = distance
  }
  return best.length === 1 ? (best[0] ?? null) : null
}

/** Levenshtein distance, given up above `limit`. */
function editDistance(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) > limit) return limit + 1
  let row = Array.from({ length: b.length + 1 }, (_, index) => index)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++) {
      const substitution = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1)
      next[j] = Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, substitution)
    }
    if (Math.min(...next) > limit) return limit + 1
    row = next
  }
  return row[b.length] ?? limit + 1
}
