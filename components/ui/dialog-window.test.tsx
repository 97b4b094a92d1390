import { fireEvent, render, screen, waitFor } from '@testing-library/react'
import { useState } from 'react'
import { expect, test } from 'vitest'
import { DialogWindow } from './dialog-window'

function Page() {
  const [open, setOpen] = useState(false)
  return (
    <>
      <button type="button" onClick={() => setOpen(true)}>
        opener
      </button>
      <input aria-label="elsewhere" />
      <DialogWindow open={open} onOpenChange={setOpen} title="Title" description="About." />
    </>
  )
}

function openAndClose() {
  render(<Page />)
  const opener = screen.getByRole('button', { name: 'opener' })
  opener.focus()
  fireEvent.click(opener)
  fireEvent.keyDown(screen.getByRole('dialog'), { key: 'Escape' })
  expect(screen.queryByRole('dialog')).toBeNull()
  return opener
}

/** Longer than the moment by which Radix tells of the closing late. */
const later = () => new Promise((resolve) => setTimeout(resolve, 20))

test('the focus goes back to what opened the dialog', async () => {
  const opener = openAndClose()
  await waitFor(() => expect(document.activeElement).toBe(opener))
})

test('what got the focus right after the dialog closed keeps it', async () => {
  openAndClose()
  const elsewhere = screen.getByRole('textbox', { name: 'elsewhere' })
  elsewhere.focus()
  await later()
  expect(document.activeElement).toBe(elsewhere)
})
