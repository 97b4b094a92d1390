import { act, renderHook } from '@testing-library/react'
import { beforeEach, expect, test, vi } from 'vitest'
import { valueAt } from '@/lib/domain-model/json-pointer'
import { judge } from './document/judgement'
import { usePlanDocument } from './use-plan-document'

/** The kit as the page has it: there, on its way, or not to be had. */
const kit = vi.hoisted(() => ({
  loaded: vi.fn<() => unknown>(),
  load: vi.fn<() => Promise<unknown>>(),
}))
vi.mock('./editing-kit', () => ({ editingKit: kit, kitIsMissing: 'reload the page' }))
vi.mock('./document/worker-engine', () => ({
  startWorkerEngine: () => ({ judge: () => new Promise(() => {}), emit: () => new Promise(() => {}), close: () => {} }),
}))

const start = 'apiVersion: signalbox/v1\nkind: Plan\nname: plan # kept\ndescription: old\n'
const text = start
const replace = (path: `/${string}`, value: string) => [{ op: 'replace' as const, path, value }]

async function open(text: string = start) {
  const current = judge(text)
  const { editingTools } = await vi.importActual<typeof import('./editing-tools')>('./editing-tools')
  const { result } = renderHook(() => usePlanDocument(text, { current, good: current, failure: null }))
  return { result, editingTools }
}

beforeEach(() => {
  kit.loaded.mockReturnValue(null)
  kit.load.mockReturnValue(new Promise(() => {}))
})

test('an edit is in the text and in the form at once', async () => {
  const { result, editingTools } = await open()
  kit.loaded.mockReturnValue(editingTools)
  act(() => result.current.apply(replace('/name', 'other'), null))
  expect(result.current.text).toBe(text.replace('name: plan', 'name: other'))
  expect(valueAt(result.current.data, '/name')).toBe('other')
})

test('two edits of one moment are both made, and undone one by one', async () => {
  const { result, editingTools } = await open()
  kit.loaded.mockReturnValue(editingTools)
  act(() => {
    result.current.apply(replace('/name', 'other'), null)
    result.current.apply(replace('/description', 'new'), null)
  })
  expect(result.current.text).toBe(text.replace('name: plan', 'name: other').replace('old', 'new'))
  expect(result.current.data).toMatchObject({ name: 'other', description: 'new' })
  act(() => result.current.undo())
  expect(result.current.text).toBe(text.replace('name: plan', 'name: other'))
})

test('edits made before the kit is there wait for it and start from the newest text', async () => {
  const { result, editingTools } = await open()
  let arrive: (tools: unknown) => void = () => {}
  kit.load.mockReturnValue(
    new Promise((resolve) => {
      arrive = resolve
    }),
  )
  act(() => {
    result.current.apply(replace('/name', 'other'), null)
    result.current.apply(replace('/description', 'new'), null)
  })
  expect(result.current.text).toBe(text)
  act(() => result.current.write(`${text}# typed meanwhile\n`, 'text'))
  await act(async () => arrive(editingTools))
  expect(result.current.text).toBe(
    `${text.replace('name: plan', 'name: other').replace('old', 'new')}# typed meanwhile\n`,
  )
})

test('an edit that was made for a text before the newest is not written into another thing', async () => {
  const listed = `${text}routes:\n  - { name: api, hosts: [a.example.com] }\n  - { name: web, hosts: [b.example.com] }\n`
  const { result, editingTools } = await open(listed)
  kit.loaded.mockReturnValue(editingTools)
  const typed = listed.replace('routes:\n', 'routes:\n  - { name: new, hosts: [c.example.com] }\n')
  act(() => result.current.write(typed, 'text'))
  act(() => result.current.apply(replace('/routes/1/hosts/0', 'x.example.com'), null))
  expect(result.current.text).toBe(typed)
  expect(result.current.refusal).toMatch(/may stand elsewhere/)
  // What stands where it stood is written, and the refusal goes.
  act(() => result.current.apply(replace('/description', 'new'), null))
  expect(result.current.text).toBe(typed.replace('old', 'new'))
  expect(result.current.data).toMatchObject({
    description: 'new',
    routes: [{ name: 'new' }, { name: 'api' }, { name: 'web' }],
  })
  expect(result.current.refusal).toBeNull()
})

test('a kit that cannot be had is said, and nothing is lost', async () => {
  const { result } = await open()
  kit.load.mockRejectedValue(new Error('offline'))
  await act(async () => result.current.apply(replace('/name', 'other'), null))
  expect(result.current.refusal).toBe('reload the page')
  expect(result.current.text).toBe(text)
})
