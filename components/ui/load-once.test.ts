import { act, renderHook } from '@testing-library/react'
import { expect, test, vi } from 'vitest'
import { loadOnce } from './load-once'

test('it is asked for once, and everybody gets the same', async () => {
  const load = vi.fn(async () => ({ part: 1 }))
  const later = loadOnce(load)
  const { result } = renderHook(() => later.use())
  expect(result.current).toBeNull()
  const [one, other] = await act(() => Promise.all([later.load(), later.load()]))
  expect(one).toBe(other)
  expect(result.current).toBe(one)
  expect(later.loaded()).toBe(one)
  expect(load).toHaveBeenCalledTimes(1)
})

test('a failure is said, and the next who asks tries again', async () => {
  const answers = [Promise.reject(new Error('offline')), Promise.resolve('part')]
  const later = loadOnce(() => answers.shift() as Promise<string>)
  const { result } = renderHook(() => ({ part: later.use(), hasFailed: later.useHasFailed() }))
  await act(() => expect(later.load()).rejects.toThrow('offline'))
  expect(result.current).toEqual({ part: null, hasFailed: true })
  await act(() => later.load())
  expect(result.current).toEqual({ part: 'part', hasFailed: false })
})
