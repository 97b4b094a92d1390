/** One phase: its time at each size, in milliseconds. */
export interface Row {
  name: string
  growsWithPlan: boolean
  times: readonly number[]
}

/**
 * A Markdown table: times of this run, the ratio of each size to the one before, and that ratio against n·log n (or against no growth at
 * all). A growth well above 1 asks for a look; the times themselves only say something about this machine at this moment.
 */
export function printTable(sizes: readonly number[], rows: readonly Row[]): string {
  const head = [
    'phase',
    ...sizes.map((size) => `${size} routes`),
    ...sizes.slice(1).map((size, index) => `${sizes[index]} → ${size}`),
    'growth',
  ]
  const body = rows.map(({ name, growsWithPlan, times }) => {
    const ratios = times.slice(1).map((time, index) => time / (times[index] || Number.MIN_VALUE))
    return [
      name,
      ...times.map(printMs),
      ...ratios.map((ratio) => `× ${ratio.toFixed(ratio < 10 ? 1 : 0)}`),
      printGrowth(growsWithPlan, sizes, times),
    ]
  })
  const lines = [head, head.map((_, index) => (index === 0 ? '---' : '---:')), ...body]
  return `${lines.map((cells) => `| ${cells.join(' | ')} |`).join('\n')}\n`
}

/** From the second size on, where fixed costs no longer hide the growth. */
function printGrowth(growsWithPlan: boolean, sizes: readonly number[], times: readonly number[]): string {
  const [from, to] = [sizes.at(-2) ?? 1, sizes.at(-1) ?? 1]
  const ratio = (times.at(-1) ?? 0) / (times.at(-2) || Number.MIN_VALUE)
  const expected = growsWithPlan ? (to * Math.log(to)) / (from * Math.log(from)) : 1
  return `${(ratio / expected).toFixed(2)} of ${growsWithPlan ? 'n·log n' : 'none'}`
}

function printMs(ms: number): string {
  if (ms >= 100) return `${Math.round(ms)} ms`
  return ms >= 1 ? `${ms.toFixed(1)} ms` : `${(ms * 1000).toFixed(ms >= 0.1 ? 0 : 2)} µs`
}
