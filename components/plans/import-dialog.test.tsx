import { fireEvent, render, screen, waitFor } from '@testing-library/react'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { readText } from '../plan-editor/document/text-reading'
import { ImportDialog } from './import-dialog'

/** What the worker was asked, until it is let answer. */
let held: { tell: (event: { data: unknown }) => void; id: number; text: string }[] = []

beforeEach(() => {
  held = []
  vi.stubGlobal(
    'Worker',
    class {
      #tell: (event: { data: unknown }) => void = () => {}
      addEventListener(name: string, tell: (event: { data: unknown }) => void) {
        if (name === 'message') this.#tell = tell
      }
      postMessage({ id, question }: { id: number; question: { text: string } | 'cancel' }) {
        if (question !== 'cancel') held.push({ tell: this.#tell, id, text: question.text })
      }
      terminate() {}
    },
  )
})
afterEach(() => vi.unstubAllGlobals())

async function answer() {
  await waitFor(() => expect(held).not.toHaveLength(0))
  for (const { tell, id, text } of held.splice(0))
    tell({ data: { id, ok: true, delta: { kind: 'value', value: readText(text) } } })
}

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
