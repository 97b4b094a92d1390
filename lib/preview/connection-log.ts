import type { ClientHello } from './client-hello'
import { ja4 } from './ja4'

/** One passthrough connection, one request on a terminated one, or one refusal, and why it went where it went. */
export interface ConnectionEntry {
  id: number
  /** Requests on one connection share its number. */
  connection: number
  /** Milliseconds since the epoch. */
  startedAt: number
  listener: string
  client: string
  sni: string | null
  alpn: string[]
  ja4: string | null
  /** Whether a ClientHello came, or a part of one. Its bytes may be gone meanwhile. */
  hasHello: boolean
  host: string | null
  method: string | null
  path: string | null
  route: string | null
  mode: string | null
  /** What the edge did: forward, redirect, reject and so on; null while it is not decided. */
  outcome: string | null
  reason: string
  upstream: string | null
  /** The server as the plan names it, `host:port`. */
  server: string | null
  status: number | null
  bytesUp: number
  bytesDown: number
  /** Null while it is open. */
  durationMs: number | null
  ending: string | null
  /** What went wrong, in a few words. */
  detail: string | null
}

export interface RouteTotals {
  connections: number
  open: number
  refused: number
  failed: number
  bytesUp: number
  bytesDown: number
}

export interface ConnectionRecord extends Omit<ConnectionEntry, 'ja4' | 'alpn'> {
  hello: ClientHello | null
  /** Who counts the bytes while it is open, where that is not the record itself. */
  counter: { readonly bytesUp: number; readonly bytesDown: number } | null
}

/** Remembers open connections and the last finished ones, and tells subscribers. */
export class ConnectionLog {
  #nextId: number
  #open = new Map<number, ConnectionRecord>()
  #finished: ConnectionRecord[] = []
  #at = 0
  #totals = new Map<string, RouteTotals>()
  #listeners = new Set<(record: ConnectionRecord, phase: 'opened' | 'closed') => void>()

  constructor(
    readonly entriesMax: number,
    firstId = 1,
  ) {
    this.#nextId = firstId
  }

  /** The number of the next connection. */
  nextConnection(): number {
    return this.#nextId++
  }

  open(
    about: Partial<ConnectionRecord> & Pick<ConnectionRecord, 'connection' | 'listener' | 'client'>,
  ): ConnectionRecord {
    const record: ConnectionRecord = {
      id: this.#nextId++,
      startedAt: Date.now(),
      sni: null,
      hello: null,
      hasHello: false,
      counter: null,
      host: null,
      method: null,
      path: null,
      route: null,
      mode: null,
      outcome: null,
      reason: '',
      upstream: null,
      server: null,
      status: null,
      bytesUp: 0,
      bytesDown: 0,
      durationMs: null,
      ending: null,
      detail: null,
      ...about,
    }
    if (record.hello) record.hasHello = true
    this.#open.set(record.id, record)
    const totals = this.#totalsOf(record)
    totals.connections += 1
    totals.open += 1
    for (const listener of this.#listeners) listener(record, 'opened')
    return record
  }

  close(
    record: ConnectionRecord,
    ending: string,
    more?: { detail?: string | null; bytesUp?: number; bytesDown?: number },
  ): void {
    if (record.ending !== null) return
    if (more) Object.assign(record, more)
    record.ending = ending
    record.durationMs = Date.now() - record.startedAt
    // A remembered connection holds on to nothing.
    record.counter = null
    this.#open.delete(record.id)
    const totals = this.#totalsOf(record)
    totals.open -= 1
    totals.bytesUp += record.bytesUp
    totals.bytesDown += record.bytesDown
    if (record.outcome === 'reject' || record.outcome === 'misdirected') totals.refused += 1
    else if (record.detail !== null) totals.failed += 1
    if (this.entriesMax > 0) {
      this.#finished[this.#at] = record
      this.#at = (this.#at + 1) % this.entriesMax
    }
    for (const listener of this.#listeners) listener(record, 'closed')
  }

  /** Newest first: what is open, then what was. */
  entries(countMax = this.entriesMax): ConnectionEntry[] {
    const finished = [...this.#finished.slice(this.#at), ...this.#finished.slice(0, this.#at)].reverse()
    const all = [...[...this.#open.values()].reverse(), ...finished]
    return all.slice(0, countMax).map(entryOf)
  }

  get openCount(): number {
    return this.#open.size
  }

  /** Totals by route name; what no route took stands under the empty name. A long download counts while it lasts. */
  totals(): Record<string, RouteTotals> {
    const sums = new Map([...this.#totals].map(([route, totals]) => [route, { ...totals }]))
    for (const record of this.#open.values()) {
      const totals = sums.get(record.route ?? '')
      const { bytesUp, bytesDown } = record.counter ?? record
      if (!totals) continue
      totals.bytesUp += bytesUp
      totals.bytesDown += bytesDown
    }
    return Object.fromEntries(sums)
  }

  subscribe(listener: (record: ConnectionRecord, phase: 'opened' | 'closed') => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  #totalsOf({ route }: ConnectionRecord): RouteTotals {
    const known = this.#totals.get(route ?? '')
    if (known) return known
    const fresh = { connections: 0, open: 0, refused: 0, failed: 0, bytesUp: 0, bytesDown: 0 }
    this.#totals.set(route ?? '', fresh)
    return fresh
  }
}

/** Those of `now` that are not as they were. */
export function changedTotals(
  before: Readonly<Record<string, RouteTotals>>,
  now: Readonly<Record<string, RouteTotals>>,
): Record<string, RouteTotals> {
  return Object.fromEntries(
    Object.entries(now).filter(([route, sums]) => {
      const old = before[route]
      return !old || Object.entries(sums).some(([key, value]) => old[key as keyof RouteTotals] !== value)
    }),
  )
}

/** A record as it is shown. The fingerprint is computed here: only what somebody looks at costs a hash. */
export function entryOf({ hello, counter, ...record }: ConnectionRecord): ConnectionEntry {
  const { bytesUp, bytesDown } = counter ?? record
  return { ...record, bytesUp, bytesDown, alpn: hello?.alpn ?? [], ja4: hello ? fingerprintOf(hello) : null }
}

/** Requests on one connection share its hello. */
const fingerprints = new WeakMap<ClientHello, string>()

function fingerprintOf(hello: ClientHello): string {
  const known = fingerprints.get(hello)
  if (known !== undefined) return known
  const made = ja4(hello)
  fingerprints.set(hello, made)
  return made
}
