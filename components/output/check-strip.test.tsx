import { cleanup, render, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterEach, expect, test, vi } from 'vitest'
import type { NativeCheckReport } from '@/lib/diagnostics/native-check-report'
import { CheckStrip } from './check-strip'

afterEach(cleanup)

function show(report: NativeCheckReport, isStale = false) {
  const onOpen = vi.fn()
  render(
    <CheckStrip
      title="haproxy -c"
      state={{ isRunning: false, report, failure: null, question: { text: '', target: 'haproxy', version: '3.0' } }}
      isStale={isStale}
      placeWords={(pointer) => pointer}
      onOpen={onOpen}
      onOpenPlace={() => {}}
      onDismiss={() => {}}
    />,
  )
  return onOpen
}

test('where the program is missing, it says how to get it and how to check elsewhere', async () => {
  show({
    available: false,
    program: 'haproxy',
    targetVersion: '3.0',
    install: ['apt-get install haproxy'],
    byHand: ['haproxy -c -f {dir}/haproxy.cfg'],
  })
  expect(screen.getByRole('status').textContent).toContain(
    'haproxy is not installed on the machine that serves this page',
  )
  expect(screen.getByText('apt-get install haproxy')).toBeTruthy()
  expect(screen.getByText('haproxy -c -f ./haproxy.cfg')).toBeTruthy()
  expect(screen.getAllByRole('button', { name: 'Copy the command' })).toHaveLength(2)
})

test('a message leads to its line, and an older answer says that it is old', async () => {
  const onOpen = show(
    {
      available: true,
      program: 'haproxy',
      targetVersion: '3.0',
      engineVersion: '2.6.12',
      isOlder: true,
      outcome: 'refused',
      messages: [
        { severity: 'error', file: 'haproxy.cfg', line: 7, message: 'unknown keyword' },
        { severity: 'warning', file: null, line: null, message: 'something else' },
      ],
      output: 'all of it',
      stopped: null,
      leftOut: ['/extras/0'],
    },
    true,
  )
  expect(screen.getByRole('status').textContent).toContain('2.6.12 is older than 3.0')
  expect(screen.getByRole('status').textContent).toContain('check again')
  await userEvent.click(screen.getByRole('button', { name: 'haproxy.cfg, line 7' }))
  expect(onOpen).toHaveBeenCalledWith('haproxy.cfg', 7)
  expect(screen.getByText('all of it')).toBeTruthy()
  expect(screen.getByText('/extras/0')).toBeTruthy()
})
