import { expect, test } from 'vitest'
import { FakeWorker } from '../test-support/fake-worker'
import { deltaBetween } from './delta'
import { startWorkerLane } from './worker-lane'

function start() {
  const workers: FakeWorker[] = []
  const lane = startWorkerLane(() => {
    const made = new FakeWorker()
    workers.push(made)
    return made as never
  })
  const ask = (text: string, signal?: AbortSignal) => lane.ask({ do: 'judge', text }, signal)
  return { workers, lane, ask, worker: () => workers.at(-1) as FakeWorker }
}

const texts = ({ asked }: FakeWorker) => asked.map(({ question }) => (question === 'cancel' ? 'cancel' : question.text))

test('one question is under way at a time, in the order they came', async () => {
  const { ask, worker } = start()
  const answers = [ask('a'), ask('b')]
  expect(texts(worker())).toEqual(['a'])
  worker().answer({ id: 1, ok: true, delta: deltaBetween(null, { of: 'a' }) })
  expect(texts(worker())).toEqual(['a', 'b'])
  worker().answer({ id: 2, ok: true, delta: deltaBetween({ of: 'a' }, { of: 'b' }) })
  expect(await Promise.all(answers)).toEqual([{ of: 'a' }, { of: 'b' }])
})

test('what nobody waits for any more is not asked, and the newest goes next', async () => {
  const { ask, worker } = start()
  const first = new AbortController()
  const second = new AbortController()
  const dropped = [ask('a', first.signal), ask('b', second.signal)].map((answer) => answer.catch(({ name }) => name))
  second.abort()
  const third = ask('c')
  first.abort()
  expect(await Promise.all(dropped)).toEqual(['AbortError', 'AbortError'])
  expect(worker().asked.at(-1)).toEqual({ id: 1, question: 'cancel' })
  worker().answer({ id: 1, ok: false, message: 'cancelled' })
  expect(texts(worker())).toEqual(['a', 'cancel', 'c'])
  worker().answer({ id: 3, ok: true, delta: { kind: 'value', value: 'of c' } })
  expect(await third).toBe('of c')
})

test('an answer that came too late is still what the next one builds on', async () => {
  const { ask, worker } = start()
  const late = new AbortController()
  ask('a', late.signal).catch(() => {})
  late.abort()
  worker().answer({ id: 1, ok: true, delta: { kind: 'value', value: { routes: ['x'], name: 'a' } } })
  const next = ask('b')
  worker().answer({
    id: 2,
    ok: true,
    delta: deltaBetween({ routes: ['x'], name: 'a' }, { routes: ['x'], name: 'b' }),
  })
  expect(await next).toEqual({ routes: ['x'], name: 'b' })
})

test('what stays the same keeps its objects from answer to answer', async () => {
  const { ask, worker } = start()
  const before = { routes: [{ name: 'x' }, { name: 'y' }], name: 'a' }
  const first = ask('a')
  worker().answer({ id: 1, ok: true, delta: deltaBetween(null, before) })
  const second = ask('b')
  worker().answer({
    id: 2,
    ok: true,
    delta: deltaBetween(before, { routes: [{ name: 'x' }, { name: 'z' }], name: 'a' }),
  })
  const [one, other] = (await Promise.all([first, second])) as (typeof before)[]
  expect(other?.routes[1]).toEqual({ name: 'z' })
  expect(other?.routes[0]).toBe(one?.routes[0])
})

test('a worker that dies answers what it owes, and another one goes on from nothing', async () => {
  const { ask, worker, workers } = start()
  const first = ask('a').catch(({ message }) => message)
  const second = ask('b')
  worker().die('out of memory')
  expect(await first).toBe('out of memory')
  expect(workers).toHaveLength(2)
  expect(workers[0]?.isDead).toBe(true)
  worker().answer({ id: 2, ok: true, delta: deltaBetween(null, 'of b') })
  expect(await second).toBe('of b')
})

test('nothing is asked once nobody listens', async () => {
  const { ask, workers } = start()
  await expect(ask('a', AbortSignal.abort())).rejects.toThrow()
  expect(workers).toEqual([])
})
