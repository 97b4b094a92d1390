// A loss that a target declares is a verdict with a source, not a disagreement; and a plan for a cluster is proved on stand-ins too.
import { describe, expect, test } from 'vitest'
import type { Proof } from '../../lib/diagnostics/proof-report'
import type { Plan } from '../../lib/domain-model/plan'
import { type EngineId, engineVersion } from '../../lib/preview/proof/engine-process'
import { prove } from '../../lib/preview/proof/prove'
import { emitForInstalled } from '../../lib/targets/emit-for-installed'
import { buildPlan, servers } from './build-plan'
import { engineIds } from './engine-tests'

const limits = { names: 6, pathsPerRoute: 12, pairs: 3 }
const proofOf = (plan: Plan, engines: readonly EngineId[]) =>
  prove(plan, { engines, emit: emitForInstalled, version: '0', limits })
const knownIn = ({ probes }: Proof, id: EngineId) =>
  new Set(probes.flatMap(({ seen }) => seen[id]?.differences.flatMap(({ known }) => (known ? [known.id] : [])) ?? []))
const disagreeing = ({ probes }: Proof) => probes.filter(({ agree }) => !agree)

describe('what a target declared is a verdict', () => {
  // PCRE unfolds repeated groups and would refuse to: HAProxy's target leaves the rule out and says so.
  const tooLarge = buildPlan({
    upstreams: [{ name: 'app' }, { name: 'large' }],
    routes: [
      {
        name: 'www',
        paths: [
          { path: '/v[0-9](/x{0,200}){0,200}', match: 'regex', upstream: 'large' },
          { path: '/other', upstream: 'app' },
        ],
      },
    ],
  })
  const sick = buildPlan({
    upstreams: [{ name: 'app', servers: servers(2), health: { kind: 'http', path: '/healthz', expect: 204 } }],
    routes: [
      { name: 'www', rateLimit: { requests: 5, per: 'second', burst: 5 } },
      { name: 'pass', mode: 'passthrough' },
    ],
  })

  test.skipIf(engineVersion('haproxy') === null && !process.env.CI)(
    'a path rule that HAProxy cannot hold',
    async () => {
      const proof = await proofOf(tooLarge, ['embedded', 'haproxy'])
      expect(disagreeing(proof)).toEqual([])
      expect(knownIn(proof, 'haproxy')).toContain('loss/path.regex')
      expect(knownIn(proof, 'embedded')).toEqual(new Set())
    },
  )

  test('a check that NGINX does not make; the others take a sick server out and back', async () => {
    const engines = engineIds.filter((id) => id === 'embedded' || engineVersion(id) !== null)
    const proof = await proofOf(sick, engines)
    expect(disagreeing(proof)).toEqual([])
    const row = proof.probes.find(({ id }) => id === 'health/app/sick')
    for (const id of engines) {
      const known = row?.seen[id]?.differences[0]?.known
      if (id === 'nginx')
        expect(known).toMatchObject({ id: 'loss/upstream.health.http', source: expect.stringMatching(/nginx/) })
      else expect(row?.seen[id]).toMatchObject({ text: 'as expected', agrees: true, differences: [] })
    }
  })

  test('only where it follows from the loss', async () => {
    // The same loss, but the edge runs a plan with another upstream for everything: nothing excuses that.
    const changed = {
      ...tooLarge,
      routes: tooLarge.routes.map((route) => ({ ...route, hosts: ['other.example.com'] })),
    } as Plan
    const proof = await prove(tooLarge, {
      engines: engineIds.filter((id) => id === 'haproxy' && engineVersion(id) !== null),
      emit: (plan, program, folder) => ({
        ...emitForInstalled({ ...plan, routes: changed.routes }, program, folder),
        losses: emitForInstalled(plan, program, folder).losses,
      }),
      version: '0',
      limits,
    })
    if (proof.engines.length > 0) expect(disagreeing(proof).length).toBeGreaterThan(5)
  })
})

test('the limit of one path is tried by itself, beside that of its route', async () => {
  const plan = buildPlan({
    routes: [
      {
        name: 'www',
        rateLimit: { requests: 60, per: 'second', burst: 40 },
        paths: [
          { path: '/login', upstream: 'app', rateLimit: { requests: 2, per: 'minute', burst: 2 }, methods: ['POST'] },
          { path: '/', upstream: 'app' },
        ],
      },
    ],
  })
  const engines = engineIds.filter((id) => id === 'embedded' || engineVersion(id) !== null)
  const { probes } = await proofOf(plan, engines)
  const limited = probes.filter(({ kind }) => kind === 'rate-limit')
  expect(limited.map(({ id }) => id)).toEqual(['rate-limit/www', 'rate-limit/www/1'])
  expect(limited.filter(({ agree }) => !agree)).toEqual([])
  expect(limited[1]?.command).toContain('-X POST')
})

test('an upstream that is only a Kubernetes service is proved on a stand-in', async () => {
  const plan = buildPlan({
    upstreams: [{ name: 'app', servers: [], service: { name: 'app', port: 8080 } }],
    routes: [{ name: 'www' }, { name: 'pass', mode: 'passthrough' }],
  })
  const proof = await proofOf(plan, ['embedded'])
  expect(disagreeing(proof)).toEqual([])
  expect(proof.probes.filter(({ seen }) => / from app /.test(seen.embedded?.text ?? '')).length).toBeGreaterThan(10)
})
