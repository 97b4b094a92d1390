// Prints how the work grows with the plan: `npm run bench -- phases`, with `--quick` in seconds. Growth is asserted elsewhere, by counting operations (lib/domain-model/match-route.property.test.ts).
import { phases, subjectOf } from './phases/catalogue'
import { printTable, type Row } from './phases/table'
import { machine } from './shared/machine'

const quick = process.argv.includes('--quick')
const sizes = quick ? [10, 100, 1000] : [10, 1000, 10_000]

// Size by size, so that a small plan is not measured beside the memory of a large one.
const times = new Map<string, number[]>()
for (const size of sizes) {
  const subject = subjectOf(size)
  for (const { name, measure } of phases) {
    if (process.stderr.isTTY) process.stderr.write(`${size} routes: ${name} …\n`)
    times.set(name, [...(times.get(name) ?? []), measure(subject, roundsFor(size))])
  }
}
const rows: Row[] = phases.map(({ name, growsWithPlan }) => ({ name, growsWithPlan, times: times.get(name) ?? [] }))

console.log(`${printTable(sizes, rows)}
${machine()}. Medians of ${sizes.map(roundsFor).join(', ')} rounds after one unmeasured; one process, one core.`)

function roundsFor(routes: number): number {
  return quick ? 5 : routes >= 10_000 ? 5 : routes >= 1000 ? 9 : 25
}
