import { configure, render, screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, test, vi } from 'vitest'
import { Button } from './button'
import { Dialog } from './dialog'
import { Menu, MenuItem } from './menu'

// The parts are compiled when they are first asked for, which takes a busy machine seconds.
configure({ asyncUtilTimeout: 20_000 })

test('a dialog that opens before its code has come opens once it has', async () => {
  render(<Dialog open onOpenChange={() => {}} title="Delete it?" description="Undo brings it back." />)
  expect(await screen.findByRole('dialog', { name: 'Delete it?' })).toHaveProperty('isConnected', true)
})

test('the button of a menu is there at once, and the first click opens it', async () => {
  const save = vi.fn()
  render(
    <Menu trigger={<Button>Download</Button>}>
      <MenuItem onSelect={save}>The open file</MenuItem>
    </Menu>,
  )
  const button = screen.getByRole('button', { name: 'Download' })
  expect(button.getAttribute('aria-haspopup')).toBe('menu')
  expect(screen.queryByRole('menuitem')).toBeNull()
  await userEvent.click(button)
  await userEvent.click(await screen.findByRole('menuitem', { name: 'The open file' }))
  expect(save).toHaveBeenCalledTimes(1)
  await waitFor(() => expect(screen.queryByRole('menuitem')).toBeNull())
})

test('the arrow opens it, too', async () => {
  render(
    <Menu trigger={<Button>Download</Button>}>
      <MenuItem onSelect={() => {}}>The open file</MenuItem>
    </Menu>,
  )
  screen.getByRole('button', { name: 'Download' }).focus()
  await userEvent.keyboard('{ArrowDown}')
  expect(await screen.findByRole('menuitem', { name: 'The open file' })).toHaveProperty('isConnected', true)
})
