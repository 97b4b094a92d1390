import { fireEvent, render, screen, waitFor } from '@testing-library/react'
import { expect, test, vi } from 'vitest'
import { ConflictDialog } from './conflict-dialog'
import { type JudgedMerge, mergeJudged } from './merge-judged'

const planText = (host: string, upstream = 'api') => `version: 1
name: edge
routes:
  - { name: api, listener: https, hosts: [${host}], mode: terminate, upstream: ${upstream} }
`
const of = {
  base: planText('a.example.com'),
  mine: planText('mine.example.com'),
  theirs: planText('theirs.example.com'),
}

/** A dialog whose merges are answered by hand, one after the other, as a busy worker does. */
async function openDialog(answerOf: (merged: JudgedMerge) => JudgedMerge = (merged) => merged) {
  const held: (() => void)[] = []
  const onSettle = vi.fn<(merged: JudgedMerge) => void>()
  const merge = (versions: typeof of, choices: Record<string, 'mine' | 'theirs'>) =>
    new Promise<void>((resolve) => held.push(resolve)).then(() =>
      answerOf(mergeJudged({ of: versions, choices, selection: null })),
    )
  render(<ConflictDialog open onOpenChange={() => {}} version={2} of={of} merge={merge} onSettle={onSettle} />)
  const answer = async () => {
    await waitFor(() => expect(held).not.toHaveLength(0))
    for (const one of held.splice(0)) one()
  }
  await answer()
  return { answer, onSettle, radio: await screen.findByRole('radio', { name: 'Keep mine' }) }
}

const button = () => screen.getByRole('button', { name: 'Merge and save' })

test('“Merge and save” pressed in the moment after the last choice waits for its merge, and saves that', async () => {
  const { answer, onSettle, radio } = await openDialog()
  fireEvent.click(radio)
  fireEvent.click(button())
  expect(onSettle).not.toHaveBeenCalled()
  await answer()
  await waitFor(() => expect(onSettle).toHaveBeenCalledOnce())
  expect(onSettle.mock.calls[0]?.[0].text).toContain('mine.example.com')
})

test('errors that only the last choice brings are shown before anything is saved', async () => {
  const danger = { rule: 'names/undefined', severity: 'error', path: '/routes/0', message: 'Together they break.' }
  const { answer, onSettle, radio } = await openDialog((merged) =>
    merged.conflicts.some(({ choice }) => choice) ? { ...merged, dangers: [danger as never] } : merged,
  )
  fireEvent.click(radio)
  fireEvent.click(button())
  await answer()
  expect(await screen.findByText('Together they break.')).toBeDefined()
  expect(onSettle).not.toHaveBeenCalled()
  fireEvent.click(button())
  await waitFor(() => expect(onSettle).toHaveBeenCalledOnce())
})

test('a merge that fails behind the press leaves the choice between the whole texts', async () => {
  const { answer, onSettle, radio } = await openDialog((merged) => {
    if (merged.conflicts.some(({ choice }) => choice)) throw new Error('out of memory')
    return merged
  })
  fireEvent.click(radio)
  fireEvent.click(button())
  await answer()
  fireEvent.click(await screen.findByRole('button', { name: 'Keep my whole text' }))
  expect(screen.getByText(/could not be merged \(out of memory\)/)).toBeDefined()
  expect(onSettle).not.toHaveBeenCalled()
})
