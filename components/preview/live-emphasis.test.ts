import { expect, test } from 'vitest'
import { findExample } from '@/lib/domain-model/examples/catalogue'
import { parsePlanText } from '@/lib/domain-model/plan-document'
import { topologyGraph } from '../topology/topology-graph'
import { liveEmphasis } from './live-emphasis'
import type { Entry } from './preview-facts'

const { plan } = parsePlanText(findExample('finance-saas')?.text() ?? '')
const topology = topologyGraph(plan!, [], { grouping: 'none', expanded: new Set() })
const rate = { connections: 2, bytesUp: 0, bytesDown: 2048 }
const entry = (more: Partial<Entry>) => ({ id: 1, route: null, upstream: null, listener: 'https', ...more }) as Entry
const titles = (lit: ReadonlySet<string> | null) =>
  topology.nodes.filter(({ id }) => lit?.has(id)).map(({ title }) => title)

test('while nothing passes nothing is lit and nothing is dim', () => {
  expect(liveEmphasis(plan!, topology, {}, [])).toEqual({ lit: null, notes: new Map() })
})

test('a route that carries something lights its way, and says how much', () => {
  const entries = [entry({ route: 'payments', upstream: 'payment-service' })]
  const { lit, notes } = liveEmphasis(plan!, topology, { payments: rate }, entries)
  expect(titles(lit)).toEqual(['Clients', 'https', 'SNI switch', 'payments', 'payment-service'])
  expect([...notes.values()]).toEqual(['2/s, 2.0 KiB/s', '2/s, 2.0 KiB/s'])
})

test('what no route takes ends at the switch', () => {
  expect(titles(liveEmphasis(plan!, topology, { '': rate }, [entry({})]).lit)).toEqual([
    'Clients',
    'https',
    'SNI switch',
  ])
})

test('a route of a plan that is drawn no more lights nothing that it does not have', () => {
  expect(titles(liveEmphasis(plan!, topology, { gone: rate }, []).lit)).toEqual([])
})

test('plain HTTP lights the answer of the route there, not the route', () => {
  const { lit } = liveEmphasis(plan!, topology, { api: rate }, [entry({ route: 'api', listener: 'http' })])
  expect(titles(lit)).toContain('Host switch')
  expect(titles(lit)).not.toContain('api')
})
