import { expect, test } from 'vitest'
import type { ProbeReport } from '@/lib/diagnostics/proof-report'
import type { ProofRun } from '@/lib/diagnostics/proof-run'
import { fitsFilter, noFilter, noRoute, type ProofFilter, runWords } from './proof-words'

const seen = { text: '200 from api', certificate: 'edge', agrees: true, differences: [] } as const
const difference = { aspect: 'alert', expected: 'a', seen: 'b', known: { id: 'k', says: 's', source: 'r' } }
const probe: ProbeReport = {
  id: 'path/7',
  route: 'api',
  kind: 'path',
  title: 'api.example.com /v1',
  expected: 'forward by api',
  seen: { embedded: { ...seen, differences: [] }, haproxy: { ...seen, differences: [difference] } },
  agree: true,
  command: 'curl',
}
const wrong: ProbeReport = { ...probe, agree: false, seen: { nginx: { ...seen, agrees: false, differences: [] } } }

test.each<[Partial<ProofFilter>, ProbeReport, boolean]>([
  [{}, probe, true],
  [{ text: 'V1 forward' }, probe, true],
  [{ text: 'v2' }, probe, false],
  [{ route: 'api', kind: 'path' }, probe, true],
  [{ route: noRoute }, probe, false],
  [{ route: noRoute }, { ...probe, route: null }, true],
  [{ kind: 'name' }, probe, false],
  [{ verdict: 'known' }, probe, true],
  [{ verdict: 'disagrees' }, probe, false],
  [{ verdict: 'disagrees' }, wrong, true],
])('filter %j', (filter, row, fits) => {
  expect(fitsFilter(row, { ...noFilter, ...filter })).toBe(fits)
})

test('a run is told in a sentence', () => {
  const run: ProofRun = {
    id: '1',
    state: 'running',
    message: null,
    contentHash: '',
    startedAt: 0,
    endedAt: null,
    engines: ['embedded'],
    progress: {},
    probes: [probe, wrong],
    proof: null,
    leftOut: [],
    places: {},
  }
  const embedded = { id: 'embedded', version: '1', available: true, reason: null } as const
  expect(runWords(null)).toContain('Not proved')
  expect(runWords(run)).toBe('Proving…')
  expect(runWords({ ...run, state: 'cancelled', message: 'Nobody watched.' })).toBe('Cancelled. Nobody watched.')
  expect(runWords({ ...run, state: 'done', proof: { engines: [embedded], disagreements: 0 } })).toBe(
    'All agree with the plan in 2 probes.',
  )
  expect(runWords({ ...run, state: 'done', proof: { engines: [embedded], disagreements: 1 } })).toBe(
    '1 of 2 probes found an engine that does otherwise.',
  )
  const absent = { ...embedded, available: false, reason: 'gone' }
  expect(runWords({ ...run, state: 'done', proof: { engines: [absent], disagreements: 0 } })).toBe(
    'No engine could be asked.',
  )
})
