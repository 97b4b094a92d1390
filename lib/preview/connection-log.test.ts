import { expect, test } from 'vitest'
import { ConnectionLog, changedTotals } from './connection-log'

const about = { connection: 1, listener: 'https', client: '127.0.0.1', route: 'api', outcome: 'forward' }

test('bytes count while a connection lasts, and once', () => {
  const log = new ConnectionLog(10)
  const record = log.open(about)
  const counter = { bytesUp: 0, bytesDown: 0 }
  record.counter = counter
  Object.assign(counter, { bytesUp: 10, bytesDown: 2000 })
  expect(log.totals()).toMatchObject({ api: { connections: 1, open: 1, bytesUp: 10, bytesDown: 2000 } })
  expect(log.entries()).toMatchObject([{ bytesUp: 10, bytesDown: 2000, durationMs: null }])
  expect(log.entries()[0]).not.toHaveProperty('counter')
  log.close(record, 'finished', { bytesUp: 10, bytesDown: 3000 })
  expect(log.totals()).toMatchObject({ api: { connections: 1, open: 0, bytesUp: 10, bytesDown: 3000 } })
  expect(record.counter).toBeNull()
})

test('a request counts its own bytes; what no route took stands under the empty name', () => {
  const log = new ConnectionLog(10)
  log.open({ ...about, route: null }).bytesDown = 5
  expect(log.totals()).toMatchObject({ '': { bytesDown: 5, open: 1 } })
})

test('more than the bound is forgotten, the oldest first; a connection ends once', () => {
  const log = new ConnectionLog(2)
  const records = [1, 2, 3].map((connection) => log.open({ ...about, connection }))
  for (const record of records) log.close(record, 'finished')
  log.close(records[0]!, 'again')
  expect(log.entries().map(({ connection }) => connection)).toEqual([3, 2])
  expect(log.totals().api?.open).toBe(0)
})

test('only totals that changed are told again', () => {
  const log = new ConnectionLog(2)
  const record = log.open(about)
  log.open({ ...about, route: 'web' })
  const before = log.totals()
  expect(Object.keys(changedTotals({}, before))).toEqual(['api', 'web'])
  expect(changedTotals(before, log.totals())).toEqual({})
  record.counter = { bytesUp: 1, bytesDown: 0 }
  const now = log.totals()
  expect(changedTotals(before, now)).toEqual({ api: now.api })
})
