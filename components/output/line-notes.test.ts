import { expect, test } from 'vitest'
import { notesOfEmission, notesOnLines } from './line-notes'

const file = {
  provenance: [
    [],
    ['/routes/0/hosts/0', '/routes/0/mode'],
    ['/routes/0/paths/0'],
    ['/routes/10/hosts/0'],
    ...Array.from({ length: 9 }, () => ['/listeners/0/port']),
  ],
}
const lines = (path: string) => notesOnLines(file, [{ path, severity: 'error', message: 'm' }]).map(({ line }) => line)

test.each([
  ['/routes/0/hosts/0', [2]],
  ['/routes/0/paths', [3]],
  ['/routes/0/paths/0/upstream', [3]],
  ['/routes/0/rateLimit', [2]],
  ['/routes/0', [2]],
  ['/routes/1', []],
  ['/listeners/0/port', [5, 6, 7, 8]],
  ['/name', []],
  ['', []],
])('%s is marked on %j', (path, wanted) => {
  expect(lines(path)).toEqual(wanted)
})

test('losses and switches are hints in words', () => {
  const verdict = { target: 'x', version: '1', feature: 'hsts', path: '/routes/0', source: '' } as const
  const notes = notesOfEmission('HAProxy 2.6', {
    losses: [{ path: '/routes/0', feature: 'waf', reason: 'No module.', fix: null }],
    verdicts: [
      { ...verdict, verdict: 'needs-switch', reason: 'Start it so.' } as never,
      { ...verdict, verdict: 'native', reason: '' } as never,
    ],
  })
  expect(notes.map(({ severity, message }) => `${severity}: ${message}`)).toEqual([
    'hint: Lost on HAProxy 2.6: No module.',
    'hint: HAProxy 2.6 needs a switch for this: Start it so.',
  ])
})
