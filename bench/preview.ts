// The preview worker against HAProxy, NGINX and sniproxy where they are installed, one thread each, and against no proxy at all: one run, alternating, medians of rounds.
// Run it with `npm run bench -- preview [rounds] [measure…]`.
import { fork } from 'node:child_process'
import { type AddressInfo, createServer } from 'node:net'
import { cpus } from 'node:os'
import { type Backends, type Contender, processorSeconds, residentKb, startContenders } from './preview/engines'
import { connections, download, idle, latency, requests, upload } from './preview/load'

const [roundsWanted = '3', ...wanted] = process.argv.slice(2)
const rounds = Number(roundsWanted)

interface Measure {
  name: string
  unit: string
  /** Whether more is better. */
  more: boolean
  /** How long a throughput is measured, where processor time per unit says something. */
  seconds?: number
  run(contender: Contender): Promise<number | null>
}

const tails = new Map<string, number[]>()
const measures: Measure[] = [
  { name: 'download', seconds: 1.65, unit: 'GB/s', more: true, run: ({ port }) => download(port, 1500) },
  { name: 'upload', seconds: 1.7, unit: 'GB/s', more: true, run: ({ port }) => upload(port, 1500) },
  { name: 'connections', seconds: 2, unit: '1/s', more: true, run: ({ port }) => connections(port, 2000) },
  {
    name: 'latency p50',
    unit: 'µs',
    more: false,
    run: async ({ name, port }) => {
      const { p50, p99 } = await latency(port, 6000)
      tails.set(name, [...(tails.get(name) ?? []), p99])
      return p50
    },
  },
  { name: 'latency p99', unit: 'µs', more: false, run: async ({ name }) => tails.get(name)?.at(-1) ?? null },
  {
    name: 'requests',
    seconds: 3.2,
    unit: '1/s',
    more: true,
    run: async ({ terminates, port }) => (terminates ? requests(port, 3000) : null),
  },
  {
    name: 'memory',
    unit: 'KB per idle connection',
    more: false,
    run: async ({ pid, port }) => {
      if (pid === null) return null
      // The first thousand warm up pools; what the next ones add is what a connection costs.
      const first = await idle(port, 1000)
      await new Promise((resolve) => setTimeout(resolve, 300))
      const before = residentKb(pid)
      const count = 4000
      const close = await idle(port, count)
      await new Promise((resolve) => setTimeout(resolve, 500))
      const cost = (residentKb(pid) - before) / count
      close()
      first()
      await new Promise((resolve) => setTimeout(resolve, 300))
      return cost
    },
  },
]

const costs = new Map<string, Map<string, number[]>>()
function costsOf(name: string): Map<string, number[]> {
  const known = costs.get(name) ?? new Map<string, number[]>()
  costs.set(name, known)
  return known
}

const median = (values: number[]) => [...values].sort((a, b) => a - b)[values.length >> 1] ?? 0

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}

const backend = fork('bench/preview/backend.ts', [], { execArgv: ['--import', 'tsx'] })
const backends = await new Promise<Backends>((resolve) =>
  backend.once('message', (message) => resolve(message as Backends)),
)
const contenders = await startContenders(backends, freePort)
const results = new Map<string, Map<string, number[]>>()
try {
  // Compilers warm up unmeasured, and so does everybody else.
  for (const measure of measures) {
    if (!measure.seconds || (wanted.length > 0 && !wanted.some((word) => measure.name.startsWith(word)))) continue
    for (const contender of contenders) for (let turn = 0; turn < 2; turn++) await measure.run(contender)
  }
  for (let round = 0; round < rounds; round++)
    for (const measure of measures) {
      if (wanted.length > 0 && !wanted.some((word) => measure.name.startsWith(word))) continue
      // Memory is the same every time.
      if (measure.name === 'memory' && round > 0) continue
      const row = results.get(measure.name) ?? new Map<string, number[]>()
      results.set(measure.name, row)
      for (const contender of contenders) {
        const before = contender.pid === null ? 0 : processorSeconds(contender.pid)
        const value = await measure.run(contender)
        if (value !== null && measure.seconds && contender.pid !== null) {
          const perUnit = (processorSeconds(contender.pid) - before) / (value * measure.seconds)
          const costs = costsOf(measure.name)
          costs.set(contender.name, [...(costs.get(contender.name) ?? []), perUnit])
        }
        if (value !== null) row.set(contender.name, [...(row.get(contender.name) ?? []), value])
      }
    }
} finally {
  for (const contender of contenders) contender.stop()
  backend.disconnect()
}

const others = contenders.flatMap(({ name }) => (name === 'worker' ? [] : [name]))
console.log(`${cpus().length} × ${cpus()[0]?.model}, Node ${process.version}, ${rounds} rounds, medians`)
for (const { name, unit, more } of measures) {
  const row = results.get(name)
  if (!row) continue
  const value = (contender: string) => median(row.get(contender) ?? [])
  const ratio = (other: string) =>
    row.has(other) && row.has('worker') ? (value('worker') / value(other)).toFixed(2) : '–'
  const shown = [...row]
    .map(([contender, values]) => `${contender} ${median(values).toFixed(median(values) < 100 ? 2 : 0)}`)
    .join('  ')
  console.log(
    `${name.padEnd(12)} ${shown}  ${unit}${more ? '' : ', less is better'}  worker = ${others.map((other) => `${ratio(other)} × ${other}`).join(', ')}`,
  )
}
console.log(
  '\nThe same by processor time, which other work on the machine does not spoil: units per second of one core.',
)
for (const [name, row] of costs) {
  const rate = (contender: string) => 1 / median(row.get(contender) ?? [])
  const shown = [...row.keys()]
    .map((contender) => `${contender} ${rate(contender).toFixed(rate(contender) < 100 ? 2 : 0)}`)
    .join('  ')
  console.log(
    `${name.padEnd(12)} ${shown}  worker = ${[...row.keys()].flatMap((other) => (other === 'worker' ? [] : [`${(rate('worker') / rate(other)).toFixed(2)} × ${other}`])).join(', ')}`,
  )
}
process.exit(0)
