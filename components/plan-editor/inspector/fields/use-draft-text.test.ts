import { act, renderHook } from '@testing-library/react'
import { beforeEach, expect, test, vi } from 'vitest'
import { loadOnce } from '../../../ui/load-once'
import { useDraftText } from './use-draft-text'

function promised() {
  let resolve: (value: unknown) => void = () => {}
  let reject: (error: Error) => void = () => {}
  const promise = new Promise<unknown>((yes, no) => {
    resolve = yes
    reject = no
  })
  return { promise, resolve, reject }
}

let arrival = promised()
const form = vi.hoisted(() => ({ data: { name: 'plan', description: 'old' } as unknown, apply: vi.fn() }))
const kit = vi.hoisted(() => ({ now: null as unknown }))
vi.mock('../../editing-kit', () => ({
  get editingKit() {
    return kit.now
  },
  kitIsMissing: 'reload the page',
}))
vi.mock('./plan-form', () => ({ usePlanForm: () => form }))

const plain = { print: (value: unknown) => String(value ?? ''), read: (text: string) => text || undefined }
const tools = { fieldProblem: (_: string, value: unknown) => (value === 'bad' ? 'Not this.' : null) }

beforeEach(() => {
  form.data = { name: 'plan', description: 'old' }
  form.apply.mockReset().mockImplementation(([{ value }]) => {
    form.data = { name: 'plan', description: value }
  })
  arrival = promised()
  kit.now = loadOnce(() => arrival.promise)
})

const start = () => renderHook(() => useDraftText('/description', plain)).result

test('what is typed before it can be judged stays in the field and is taken over afterwards', async () => {
  const field = start()
  act(() => field.current.change('n'))
  act(() => field.current.change('new'))
  act(() => field.current.settle())
  expect(field.current.text).toBe('new')
  expect(form.apply).not.toHaveBeenCalled()
  await act(async () => arrival.resolve(tools))
  expect(form.apply.mock.calls).toEqual([[[{ op: 'replace', path: '/description', value: 'new' }], '/description']])
  expect(field.current.text).toBe('new')
})

test('what turns out to be wrong stays with its reason', async () => {
  const field = start()
  act(() => field.current.change('bad'))
  await act(async () => arrival.resolve(tools))
  expect(field.current).toMatchObject({ text: 'bad', problem: 'Not this.' })
  expect(form.apply).not.toHaveBeenCalled()
})

test('what can never be judged says so', async () => {
  const field = start()
  act(() => field.current.change('new'))
  await act(async () => arrival.reject(new Error('offline')))
  expect(field.current).toMatchObject({ text: 'new', problem: 'reload the page' })
})
