/** Which versions the tabs of this browser saved, as far as they told each other. */
const known = new Map<string, Set<number>>()

export function noteVersionOfHere(planId: string, version: number): void {
  known.set(planId, (known.get(planId) ?? new Set()).add(version))
}

export function cameFromHere(planId: string, version: number): boolean {
  return known.get(planId)?.has(version) ?? false
}
