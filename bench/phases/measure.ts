/** The median time of several rounds in milliseconds. One round first, unmeasured, so that no phase pays for the compiler alone. */
export function medianMs(rounds: number, work: () => unknown): number {
  work()
  const times: number[] = []
  for (let round = 0; round < rounds; round++) {
    const start = performance.now()
    work()
    times.push(performance.now() - start)
  }
  times.sort((a, b) => a - b)
  return times[Math.floor(times.length / 2)] ?? 0
}

/** The time of the first round alone: what a fresh process or a text never seen before costs. */
export function onceMs(work: () => unknown): number {
  const start = performance.now()
  work()
  return performance.now() - start
}
