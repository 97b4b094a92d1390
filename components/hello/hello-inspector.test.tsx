import { fireEvent, render, screen } from '@testing-library/react'
import { expect, test, vi } from 'vitest'
import { HelloInspector } from './hello-inspector'

function open() {
  const inspect = vi.fn()
  render(<HelloInspector inspect={inspect} />)
  return { inspect, field: screen.getByRole<HTMLTextAreaElement>('textbox', { name: 'Paste' }) }
}

const paste = (text: string) => fireEvent.paste(screen.getByRole('textbox'), { clipboardData: { getData: () => text } })

test('a paste that is too long is not cut off, but refused with what to do', () => {
  const { field } = open()
  fireEvent.change(field, { target: { value: '16 03 01' } })
  // The event was cancelled, so the browser puts nothing in.
  expect(paste('16'.repeat(600_000))).toBe(false)
  expect(screen.getByText(/has 1\.2 million characters; at most 1 million are read here/)).toBeDefined()
  expect(screen.getByText(/Save it as a file and upload that/)).toBeDefined()
  expect(field.value).toBe('16 03 01')
  expect(paste('16 03 01')).toBe(true)
})

test('a file that is gone when it is read says so', async () => {
  const { inspect } = open()
  const file = Object.assign(new File([''], 'hello.bin'), { arrayBuffer: () => Promise.reject(new Error()) })
  fireEvent.change(screen.getByLabelText('Or upload'), { target: { files: [file] } })
  expect(await screen.findByText(/hello\.bin cannot be read: it is gone/)).toBeDefined()
  expect(screen.getByText('Choose it again.')).toBeDefined()
  expect(inspect).not.toHaveBeenCalled()
})
