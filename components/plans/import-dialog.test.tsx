import { fireEvent, render, screen, waitFor } from '@testing-library/react'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { readText } from '../plan-editor/document/text-reading'
import { type FakeWorker, fakeWorkers } from '../plan-editor/test-support/fake-worker'
import { ImportDialog } from './import-dialog'

let workers: FakeWorker[] = []
beforeEach(() => {
  workers = fakeWorkers()
  answered.clear()
})
afterEach(() => vi.unstubAllGlobals())

/** The worker answers what it was asked last. */
async function answer() {
  await waitFor(() => expect(isAsking()).toBe(true))
  const last = questions().at(-1)
  if (!last) throw new Error('nothing was asked')
  answered.add(last.id)
  workers.at(-1)?.answer({ id: last.id, ok: true, delta: { kind: 'value', value: readText(last.text) } })
}

const answered = new Set<number>()
const questions = () =>
  (workers.at(-1)?.asked ?? []).flatMap(({ id, question }) =>
    question === 'cancel' ? [] : [{ id, text: question.text }],
  )
const isAsking = () => questions().some(({ id }) => !answered.has(id))

const plan = 'apiVersion: signalbox/v1\nkind: Plan\nname: from-text\n'

async function openDialog() {
  const onCreate = vi.fn()
  render(<ImportDialog onClose={() => {}} onCreate={onCreate} isBusy={false} problem={null} />)
  await screen.findByRole('textbox', { name: 'Or paste the text' })
  return {
    onCreate,
    type: (text: string) => fireEvent.change(screen.getByRole('textbox'), { target: { value: text } }),
  }
}

const button = (name: string) => screen.getByRole('button', { name })

test('“Make the plan” pressed before the text has been read makes it once it has', async () => {
  const { onCreate, type } = await openDialog()
  type(plan)
  fireEvent.click(button('Make the plan'))
  expect(onCreate).not.toHaveBeenCalled()
  expect(button('Reading the text…')).toBeDefined()
  await answer()
  await waitFor(() => expect(onCreate).toHaveBeenCalledWith({ name: 'from-text', text: plan }))
  expect(onCreate).toHaveBeenCalledOnce()
})

test('pressed too early for a text that is no plan, it shows why instead', async () => {
  const { onCreate, type } = await openDialog()
  type('kind: [oops')
  fireEvent.click(button('Make the plan'))
  await answer()
  expect(await screen.findByText(/problems? in this text/)).toBeDefined()
  expect(onCreate).not.toHaveBeenCalled()
  fireEvent.click(button('Make it and mend it there'))
  expect(onCreate).toHaveBeenCalledWith({ name: 'pasted', text: 'kind: [oops' })
})

test('a long paste is not laid out line by line, and can be taken out again', async () => {
  const { onCreate, type } = await openDialog()
  const before = '# typed before\n'
  const long = `${plan}${'# a line of a long plan\n'.repeat(12_000)}`
  fireEvent.paste(screen.getByRole('textbox'), { clipboardData: { getData: () => long } })
  expect(screen.queryByRole('textbox')).toBeNull()
  expect(screen.getByText(/0\.3 million characters/)).toBeDefined()
  fireEvent.click(button('Take it out'))
  expect(screen.getByRole('textbox')).toHaveProperty('value', '')
  expect(document.activeElement).toBe(screen.getByLabelText('File'))
  expect(button('Make the plan')).toHaveProperty('disabled', true)
  type(before)
  const field = screen.getByRole<HTMLTextAreaElement>('textbox')
  field.setSelectionRange(before.length, before.length)
  fireEvent.paste(field, { clipboardData: { getData: () => long } })
  fireEvent.click(button('Make the plan'))
  // The worker ends what it was asked first, though nobody waits for it.
  await answer()
  await answer()
  await waitFor(() => expect(onCreate).toHaveBeenCalledWith({ name: 'from-text', text: before + long }))
})

const choose = (...files: File[]) => fireEvent.change(screen.getByLabelText('File'), { target: { files } })
const field = () => screen.getByRole<HTMLTextAreaElement>('textbox').value

test('a file takes the place of what was typed, which comes back with a click, and so does the file', async () => {
  const { type } = await openDialog()
  type('# typed\n# by hand\n')
  choose(new File([plan], 'edge.yaml'))
  await waitFor(() => expect(field()).toBe(plan))
  expect(screen.getByText(/Another text stood here before, 2 lines/)).toBeDefined()
  fireEvent.click(button('Bring it back'))
  expect(field()).toBe('# typed\n# by hand\n')
  fireEvent.click(button('Bring it back'))
  expect(field()).toBe(plan)
})

test('what is typed while a file is being read is kept as well', async () => {
  const { type } = await openDialog()
  let read = (_: ArrayBuffer) => {}
  const bytes = new Promise<ArrayBuffer>((resolve) => {
    read = resolve
  })
  choose(Object.assign(new File([''], 'edge.yaml'), { arrayBuffer: () => bytes }))
  type('# typed meanwhile')
  read(new TextEncoder().encode(plan).buffer as ArrayBuffer)
  await waitFor(() => expect(field()).toBe(plan))
  fireEvent.click(button('Bring it back'))
  expect(field()).toBe('# typed meanwhile')
})

test('a long file that is taken out leaves what was typed before it', async () => {
  const { type } = await openDialog()
  type('# typed\n')
  choose(new File(['# a line of a long plan\n'.repeat(12_000)], 'edge.yaml'))
  fireEvent.click(await screen.findByRole('button', { name: 'Take it out' }))
  expect(field()).toBe('# typed\n')
})

test.each([
  ['is no UTF-8 text', new File([Uint8Array.of(0xff, 0xfe, 0x61, 0)], 'edge.yaml'), /edge\.yaml is no UTF-8 text/],
  ['is too large', new File([new Uint8Array(9 * 1024 * 1024)], 'edge.yaml'), /has 9 MiB; at most 8 MiB are read/],
  [
    'is gone',
    Object.assign(new File([''], 'edge.yaml'), { arrayBuffer: () => Promise.reject(new Error()) }),
    /cannot be/,
  ],
])('a file that %s leaves everything as it was and says why', async (_, file, says) => {
  const { type } = await openDialog()
  type('# typed\n')
  choose(file)
  expect(await screen.findByText(says)).toBeDefined()
  expect(field()).toBe('# typed\n')
  expect(screen.queryByText(/stood here before/)).toBeNull()
})

test('a file that was refused, or mended meanwhile, can be chosen again', async () => {
  await openDialog()
  const input = screen.getByLabelText<HTMLInputElement>('File')
  // jsdom keeps no path; that the field is emptied is what lets a browser tell of the same file again.
  const emptied = vi.fn()
  Object.defineProperty(input, 'value', { set: emptied, get: () => '' })
  choose(new File([Uint8Array.of(0xff)], 'edge.yaml'))
  await screen.findByText(/no UTF-8 text/)
  expect(emptied).toHaveBeenCalledWith('')
  emptied.mockClear()
  fireEvent.click(input)
  expect(emptied).toHaveBeenCalledWith('')
})
