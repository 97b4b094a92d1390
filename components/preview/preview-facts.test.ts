import { expect, test } from 'vitest'
import {
  bytesText,
  type Entry,
  entriesMax,
  matchesFilter,
  type News,
  rateText,
  type Snapshot,
  withNews,
} from './preview-facts'

const entry = (id: number, more: Partial<Entry> = {}): Entry => ({
  id,
  connection: id,
  startedAt: 0,
  listener: 'tls',
  sni: 'api.example.com',
  alpn: ['h2'],
  ja4: null,
  hasHello: true,
  host: null,
  method: null,
  path: null,
  route: 'api',
  mode: 'terminate',
  outcome: 'forward',
  reason: 'exact name',
  upstream: 'api',
  status: 200,
  bytesUp: 0,
  bytesDown: 0,
  durationMs: null,
  ending: null,
  detail: null,
  ...more,
})
const empty: Snapshot = {
  state: 'running',
  message: null,
  contentHash: null,
  listeners: [],
  problems: [],
  changes: [],
  entries: [],
  totals: {},
  rates: {},
}
const activity = (entries: Entry[]) => ({
  type: 'activity' as const,
  activity: { entries, left: 0, totals: {}, rates: {} },
})

test('each connection is shown once, newest first, with its last state', () => {
  const before = withNews(empty, activity([entry(1), entry(2)]))
  const after = withNews(before, activity([entry(1, { ending: 'done' }), entry(3)]))
  expect(after.entries.map(({ id, ending }) => [id, ending])).toEqual([
    [3, null],
    [2, null],
    [1, 'done'],
  ])
})

test('a flood leaves no more than the bound', () => {
  const many = Array.from({ length: entriesMax + 50 }, (_, index) => entry(index + 1))
  const { entries } = withNews(empty, activity(many))
  expect(entries).toHaveLength(entriesMax)
  expect(entries[0]?.id).toBe(entriesMax + 50)
})

test('a filter wants every word, whatever its case', () => {
  expect(matchesFilter(entry(1), 'API terminate')).toBe(true)
  expect(matchesFilter(entry(1), 'api passthrough')).toBe(false)
  expect(matchesFilter(entry(1), '')).toBe(true)
})

test('bytes are told in the unit that fits', () => {
  expect([12, 2048, 3 * 1024 ** 2].map(bytesText)).toEqual(['12 B', '2.0 KiB', '3.0 MiB'])
})

test('totals come as differences, rates as a whole', () => {
  const sums = (connections: number) => ({ connections, open: 0, refused: 0, failed: 0, bytesUp: 0, bytesDown: 0 })
  const rate = { connections: 2, bytesUp: 0, bytesDown: 0 }
  const tell = (totals: Snapshot['totals'], rates: Snapshot['rates']): News => ({
    type: 'activity',
    activity: { entries: [], left: 0, totals, rates },
  })
  const before = withNews(empty, tell({ api: sums(1), web: sums(1) }, { api: rate, web: rate }))
  const after = withNews(before, tell({ api: sums(2) }, { api: rate }))
  expect(after.totals).toEqual({ api: sums(2), web: sums(1) })
  expect(after.rates).toEqual({ api: rate })
})

test('a rate is told in connections and bytes', () => {
  expect(rateText({ connections: 0.25, bytesUp: 1000, bytesDown: 1048 })).toBe('0.3/s, 2.0 KiB/s')
  expect(rateText({ connections: 123.4, bytesUp: 0, bytesDown: 0 })).toBe('123/s, 0 B/s')
  expect(rateText(undefined)).toBe('')
})
