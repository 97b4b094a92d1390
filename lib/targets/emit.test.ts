import { describe, expect, test } from 'vitest'
import { planSchema } from '../domain-model/plan'
import { emitTarget } from './emit'
import { targets } from './registry'

const planWith = (upstream: object) =>
  planSchema.parse({
    apiVersion: 'signalbox/v1',
    kind: 'Plan',
    name: 'places',
    listeners: [{ name: 'https', port: 443, protocol: 'tls' }],
    upstreams: [{ name: 'app', ...upstream }],
    routes: [
      {
        name: 'app',
        listener: 'https',
        hosts: ['app.example.com'],
        mode: 'passthrough',
        upstream: 'app',
        plainHttp: 'closed',
      },
    ],
  })
const servers = [{ host: '10.0.0.1', port: 8443 }]
const service = { name: 'app', port: 443 }

describe.each(targets.map((target) => [target.id, target] as const))('%s', (_, target) => {
  const placeLosses = (upstream: object) =>
    emitTarget(planWith(upstream), target).losses.filter(({ feature }) => /^upstream\.(servers|service)$/.test(feature))

  test('an upstream with servers and a service can be reached: neither is a loss', () => {
    expect(placeLosses({ servers, service })).toEqual([])
  })

  test('an upstream without what the target follows is a loss', () => {
    expect([...placeLosses({ servers }), ...placeLosses({ service })].length).toBeGreaterThan(0)
  })
})
