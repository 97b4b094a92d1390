import { expect, test } from 'vitest'
import { paced } from './paced'

function* steps(count: number, done: number[]): Generator<undefined, string> {
  for (let step = 0; step < count; step++) {
    done.push(step)
    yield
  }
  return 'ready'
}

/** A clock that each look moves on. */
const clock = (milliseconds: number) => {
  let time = 0
  return () => {
    time += milliseconds
    return time
  }
}

test('short work takes no turns', async () => {
  let turns = 0
  const turn = async () => void turns++
  expect(await paced(steps(5, []), () => false, turn, clock(1))).toEqual({ value: 'ready' })
  expect(turns).toBe(0)
})

test('long work lets messages in between its steps', async () => {
  let turns = 0
  const turn = async () => void turns++
  expect(await paced(steps(5, []), () => false, turn, clock(10))).toEqual({ value: 'ready' })
  expect(turns).toBe(5)
})

test('it stops where a message says that nobody waits', async () => {
  const done: number[] = []
  let isCancelled = false
  const turn = async () => {
    isCancelled = done.length === 2
  }
  expect(await paced(steps(5, done), () => isCancelled, turn, clock(10))).toBe('cancelled')
  expect(done).toEqual([0, 1])
})

test('a real turn lets a message in that was sent before it', async () => {
  const { port1, port2 } = new MessageChannel()
  let isCancelled = false
  port1.onmessage = () => {
    isCancelled = true
    port1.close()
  }
  port2.postMessage('cancel')
  expect(await paced(steps(100, []), () => isCancelled, undefined, clock(10))).toBe('cancelled')
})
