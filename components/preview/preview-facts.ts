import type { ActionError, ActionResult } from '@/lib/diagnostics/action-result'
import type { SeenHello } from '@/lib/diagnostics/hello-report'
import type { EngineName } from '@/lib/diagnostics/proof-report'
import type { ProofRun } from '@/lib/diagnostics/proof-run'

/** One connection or request as the preview tells it. */
export interface Entry {
  id: number
  /** Requests on one connection share its number. */
  connection: number
  startedAt: number
  listener: string
  sni: string | null
  alpn: string[]
  ja4: string | null
  hasHello: boolean
  host: string | null
  method: string | null
  path: string | null
  route: string | null
  mode: string | null
  outcome: string | null
  reason: string
  upstream: string | null
  status: number | null
  bytesUp: number
  bytesDown: number
  durationMs: number | null
  ending: string | null
  detail: string | null
}

export interface Totals {
  connections: number
  open: number
  refused: number
  failed: number
  bytesUp: number
  bytesDown: number
}

/** What a route carries now, per second. */
export interface Rate {
  connections: number
  bytesUp: number
  bytesDown: number
}

export interface Snapshot {
  state: 'stopped' | 'running' | 'failed'
  message: string | null
  contentHash: string | null
  listeners: { name: string; protocol: 'tls' | 'http'; planPort: number; host: string; port: number }[]
  problems: string[]
  /** What the plan that was applied last changed. */
  changes: string[]
  entries: Entry[]
  totals: Record<string, Totals>
  rates: Record<string, Rate>
}

interface Activity {
  entries: Entry[]
  left: number
  /** Of routes whose totals changed. */
  totals: Record<string, Totals>
  /** Of all routes that carry anything now. */
  rates: Record<string, Rate>
}

export type News = { type: 'snapshot'; snapshot: Snapshot } | { type: 'activity'; activity: Activity }

export interface TestAnswer {
  asked: string
  expected: string
  seen: string
  agrees: boolean
  differences: string[]
}

/** What the page can ask the server for. */
export interface PreviewActions {
  prove: (input: { id: string; engines: EngineName[] }) => Promise<ActionResult<ProofRun>>
  cancelProof: (input: { id: string }) => Promise<ActionResult<ProofRun | null>>
  start: (input: { id: string }) => Promise<ActionResult<Snapshot>>
  apply: (input: { id: string }) => Promise<ActionResult<Snapshot>>
  stop: (input: { id: string }) => Promise<ActionResult<Snapshot>>
  ask: (input: { id: string; route: string }) => Promise<ActionResult<TestAnswer>>
  inspect: (input: { id: string; connection: number }) => Promise<ActionResult<SeenHello>>
}

/** No browser tab shall grow without end. */
export const entriesMax = 300

/** What is shown after one more piece of news: newest first, each connection once. */
export function withNews(snapshot: Snapshot, news: News): Snapshot {
  if (news.type === 'snapshot') return news.snapshot
  const { entries, totals, rates } = news.activity
  const byId = new Map([...snapshot.entries, ...entries].map((entry) => [entry.id, entry]))
  const kept = [...byId.values()].sort((one, other) => other.id - one.id).slice(0, entriesMax)
  return { ...snapshot, entries: kept, totals: { ...snapshot.totals, ...totals }, rates }
}

/** Whether an entry holds every word of the filter somewhere. */
export function matchesFilter(entry: Entry, filter: string): boolean {
  const { sni, host, path, route, mode, upstream, outcome, ending, reason, ja4, alpn, status } = entry
  const text = [sni, host, path, route, mode, upstream, outcome, ending, reason, ja4, status, ...alpn]
    .join(' ')
    .toLowerCase()
  return filter
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word))
}

export function bytesText(bytes: number): string {
  if (bytes < 1024) return `${bytes} B`
  if (bytes < 1024 ** 2) return `${(bytes / 1024).toFixed(1)} KiB`
  return `${(bytes / 1024 ** 2).toFixed(1)} MiB`
}

/** What a route carries, in words; empty when that is nothing. */
export function rateText(rate: Rate | undefined): string {
  if (!rate) return ''
  const bytes = rate.bytesUp + rate.bytesDown
  const connections = rate.connections >= 10 ? Math.round(rate.connections) : Math.round(rate.connections * 10) / 10
  return `${connections}/s, ${bytesText(Math.round(bytes))}/s`
}

/** The server is gone, or the way to it. */
export const noAnswer: ActionError = {
  code: 'unexpected',
  message: 'The studio does not answer.',
  wayOut: 'See whether it still runs, then try again.',
  fields: {},
  reference: null,
}
