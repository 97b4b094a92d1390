import { act, renderHook } from '@testing-library/react'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { Emission } from '@/lib/targets/emit'
import type { Judgement } from './judgement'
import type { PlanEngine } from './plan-engine'
import { useEmission } from './use-emission'
import { type Judged, useJudgement } from './use-judgement'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

const judgement = (text: string) =>
  ({
    text,
    plan: text.startsWith('broken') ? null : { name: text },
    data: {},
    findings: [],
    lines: [],
  }) as unknown as Judgement
const emission = (text: string) => ({ artifacts: [], losses: [], verdicts: [], of: text }) as unknown as Emission
const nothing: Judged = { current: null, good: null, failure: null }

/** An engine whose answers the test gives, by text. */
function fakeEngine() {
  const asked = new Map<string, { answer: (value: unknown) => void; fail: (error: Error) => void }>()
  const wishes = new Map<string, AbortSignal | undefined>()
  const ask = (key: string, signal?: AbortSignal) =>
    new Promise<never>((resolve, reject) => {
      asked.set(key, { answer: (value) => resolve(value as never), fail: reject })
      wishes.set(key, signal)
    })
  const engine: PlanEngine = {
    judge: (text, signal) => ask(`judge ${text}`, signal),
    emit: (text, _target, _version, signal) => ask(`emit ${text}`, signal),
    read: (text, signal) => ask(`read ${text}`, signal),
    close: () => {},
  }
  return {
    engine,
    asked: () => [...asked.keys()],
    isUnwanted: (key: string) => wishes.get(key)?.aborted,
    judged: (text: string) => act(async () => asked.get(`judge ${text}`)?.answer(judgement(text))),
    printed: (text: string) =>
      act(async () => asked.get(`emit ${text}`)?.answer(text.startsWith('broken') ? null : emission(text))),
    fails: (key: string) => act(async () => asked.get(key)?.fail(new Error('no'))),
  }
}

function startStudio() {
  const fake = fakeEngine()
  const { result, rerender } = renderHook(
    ({ text }) => {
      const judged = useJudgement(fake.engine, text, nothing)
      return { judged, output: useEmission(fake.engine, text, judged, 'haproxy', '3.0') }
    },
    { initialProps: { text: 'one' } },
  )
  return {
    ...fake,
    type: (text: string) => rerender({ text }),
    seen: () => ({
      current: result.current.judged.current?.text ?? null,
      good: result.current.judged.good?.text ?? null,
      output: result.current.output.text,
    }),
    failure: () => result.current.judged.failure ?? result.current.output.failure,
  }
}

test('text, findings and files come without waiting for a pause', async () => {
  const studio = startStudio()
  expect(studio.asked()).toEqual(['judge one', 'emit one'])
  await studio.judged('one')
  await studio.printed('one')
  expect(studio.seen()).toEqual({ current: 'one', good: 'one', output: 'one' })
})

test('a newer text takes the place of an older one, and late answers are dropped', async () => {
  const studio = startStudio()
  await studio.judged('one')
  await studio.printed('one')
  studio.type('two')
  studio.type('three')
  expect(studio.isUnwanted('judge two')).toBe(true)
  expect(studio.isUnwanted('emit two')).toBe(true)
  expect(studio.isUnwanted('judge three')).toBe(false)
  await studio.judged('three')
  await studio.printed('three')
  await studio.judged('two')
  await studio.printed('two')
  expect(studio.seen()).toEqual({ current: 'three', good: 'three', output: 'three' })
})

test('files wait for the judgement of their text', async () => {
  const studio = startStudio()
  await studio.judged('one')
  await studio.printed('one')
  studio.type('two')
  await studio.printed('two')
  expect(studio.seen()).toEqual({ current: 'one', good: 'one', output: 'one' })
  await studio.judged('two')
  expect(studio.seen()).toEqual({ current: 'two', good: 'two', output: 'two' })
})

test('that a text is no plan is said when the typing pauses', async () => {
  const studio = startStudio()
  await studio.judged('one')
  await studio.printed('one')
  studio.type('broken')
  await studio.judged('broken')
  await studio.printed('broken')
  expect(studio.seen().current).toBe('one')
  studio.type('broken still')
  await act(async () => vi.advanceTimersByTime(10_000))
  expect(studio.seen().current).toBe('one')
  await studio.judged('broken still')
  await act(async () => vi.advanceTimersByTime(1000))
  expect(studio.seen()).toEqual({ current: 'broken still', good: 'one', output: 'one' })
  expect(studio.asked().filter((key) => key === 'emit one')).toHaveLength(1)
})

test('a first text that is broken is said at once', async () => {
  const studio = startStudio()
  studio.type('broken')
  await studio.judged('broken')
  expect(studio.seen()).toEqual({ current: 'broken', good: null, output: null })
})

test('a failure of the engine is said, and over with the next text', async () => {
  const studio = startStudio()
  await studio.fails('judge one')
  expect(studio.failure()).toBe('Error: no')
  studio.type('two')
  await studio.judged('two')
  await studio.printed('two')
  expect(studio.failure()).toBeNull()
})
