import { expect, test } from 'vitest'
import { smallHello } from './hello-fixtures'
import { HelloRing } from './hello-ring'

const hello = smallHello('ring.example.com')

test('a hello comes back as it was sent, and what stood behind it does not', () => {
  const ring = new HelloRing(65_536)
  ring.keep(1, [hello.subarray(0, 40), hello.subarray(40), Buffer.from('early data')], 1)
  ring.keep(2, [hello.subarray(0, 40)], null)
  expect(ring.find(1)).toEqual(hello)
  expect(ring.find(2)).toEqual(hello.subarray(0, 40))
  expect(ring.find(3)).toBeNull()
})

test('an answer is a copy: what comes later does not change it', () => {
  const ring = new HelloRing(hello.length)
  ring.keep(1, [hello], 1)
  const found = ring.find(1)
  ring.keep(2, [smallHello('other.example.com').subarray(0, 60)], null)
  expect(found).toEqual(hello)
  expect(ring.find(1)).toBeNull()
})

test('each is whole or gone, however many came: the newest that fit into the size are there', () => {
  const size = 65_536
  const ring = new HelloRing(size)
  const said = (connection: number) => Buffer.alloc(1 + ((connection * 7919) % 3000), connection & 255)
  for (let connection = 1; connection <= 20_000; connection++) ring.keep(connection, [said(connection)], null)
  let bytes = 0
  let connection = 20_000
  for (; ring.find(connection); connection--) {
    expect(ring.find(connection)).toEqual(said(connection))
    bytes += said(connection).length
  }
  expect(ring.count).toBe(20_000 - connection)
  expect(bytes).toBeLessThanOrEqual(size)
  // At most one hello's length is lost where the end is reached, and one where the next did not fit.
  expect(bytes).toBeGreaterThan(size - 6000)
  for (const gone of [connection, connection - 1, 1]) expect(ring.find(gone)).toBeNull()
})

test('what is larger than the ring is not kept and harms nothing', () => {
  const ring = new HelloRing(hello.length)
  ring.keep(1, [hello], 1)
  ring.keep(2, [Buffer.alloc(hello.length + 1)], null)
  expect(ring.find(2)).toBeNull()
  expect(ring.find(1)).toEqual(hello)
})
