// Prints how the work grows with the plan: `npm run bench`, or `npm run bench -- --quick`. It measures and never judges: a slow
// machine fails nothing. Growth is asserted elsewhere, by counting operations (lib/domain-model/match-route.property.test.ts).
import { cpus, totalmem } from 'node:os'
import { phases, type Subject, subjectOf } from './phases'
import { printTable, type Row } from './table'

const quick = process.argv.includes('--quick')
const sizes = quick ? [10, 100, 1000] : [10, 1000, 10_000]

const rows: Row[] = []
const subjects: Subject[] = sizes.map(subjectOf)
for (const { name, growsWithPlan, measure } of phases) {
  if (process.stderr.isTTY) process.stderr.write(`${name} …\n`)
  const times = subjects.map((subject) => measure(subject, roundsFor(subject)))
  rows.push({ name, growsWithPlan, times })
}

const [cpu] = cpus()
console.log(`${printTable(sizes, rows)}
${cpu?.model.trim() ?? 'unknown processor'} × ${cpus().length}, ${Math.round(totalmem() / 2 ** 30)} GiB, Node ${process.versions.node}, ${process.platform} ${process.arch}. Medians of ${subjects.map(roundsFor).join(', ')} rounds after one unmeasured; one process, one core.`)

function roundsFor({ routes }: Subject): number {
  return quick ? 5 : routes >= 10_000 ? 5 : routes >= 1000 ? 9 : 25
}
