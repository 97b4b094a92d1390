// What match-route does not decide: which server of an upstream answers, what a failing or sick one costs, and which certificates are
// believed and shown behind the edge.
import { describe, expect, test } from 'vitest'
import type { EngineId } from '../../lib/preview/proof/engine-process'
import type { EngineOnStage } from '../../lib/preview/proof/stage'
import { ask, askTimes, countWords, wordFor } from './ask'
import { buildPlan, servers } from './build-plan'
import { describeEngine, engineIds } from './engine-tests'
import { onStage } from './on-stage'

for (const id of engineIds)
  describeEngine(id, () => {
    balancing(id)
    backups(id)
    healthChecks(id)
    upstreamCertificates(id)
    ownCertificate(id)
  })

function balancing(id: EngineId) {
  describe.each(['terminate', 'passthrough'] as const)('balancing, %s', (mode) => {
    const plan = buildPlan({
      upstreams: [
        { name: 'turns', servers: servers(3) },
        { name: 'weighted', servers: servers(2, (index) => ({ weight: index === 0 ? 1 : 3 })) },
        { name: 'drained', servers: servers(3, (index) => ({ weight: index === 1 ? 0 : 1 })) },
        { name: 'by-source', servers: servers(3), balance: 'source' },
        { name: 'least', servers: servers(3), balance: 'least-connections' },
      ],
      routes: ['turns', 'weighted', 'drained', 'by-source', 'least'].map((name) =>
        mode === 'passthrough'
          ? { name, mode, upstream: name }
          : { name, mode, paths: [{ path: '/', upstream: name }] },
      ),
    })
    const stage = onStage(id, plan)
    const count = async (name: string, times: number, from?: string) =>
      countWords(await askTimes(stage(), times, { host: `${name}.example.com`, ...(from ? { from } : {}) }))

    test('in turn reaches all servers about equally', async () => {
      const counts = await count('turns', 30)
      expect(Object.keys(counts).sort()).toEqual(['turns/0', 'turns/1', 'turns/2'])
      for (const times of Object.values(counts)) expect(times).toBeGreaterThanOrEqual(6)
    })

    test('weights share the traffic', async () => {
      const counts = await count('weighted', 40)
      expect(counts['weighted/1']).toBeGreaterThan(2 * (counts['weighted/0'] ?? 0))
      expect(counts['weighted/0']).toBeGreaterThanOrEqual(5)
    })

    test('a server of weight 0 gets nothing', async () => {
      expect(Object.keys(await count('drained', 12)).sort()).toEqual(['drained/0', 'drained/2'])
    })

    test('by source one client stays, and many spread', async () => {
      expect(Object.keys(await count('by-source', 10, '127.0.0.30'))).toHaveLength(1)
      const many = await Promise.all(
        Array.from({ length: 30 }, (_, index) =>
          ask(stage(), { host: 'by-source.example.com', from: `127.0.${index}.${50 + index}` }),
        ),
      )
      expect(Object.keys(countWords(many)).length).toBeGreaterThan(1)
    })

    test('to the least busy reaches all servers', async () => {
      expect(Object.keys(await count('least', 12)).sort()).toEqual(['least/0', 'least/1', 'least/2'])
    })
  })
}

function backups(id: EngineId) {
  describe.each(['terminate', 'passthrough'] as const)('backup servers, %s', (mode) => {
    const plan = buildPlan({
      upstreams: [
        {
          name: 'app',
          servers: servers(2, (index) => ({ backup: index === 1 })),
          health: { kind: 'tcp', intervalSeconds: 1, timeoutSeconds: 10, rise: 1, fall: 1 },
        },
      ],
      routes: [mode === 'passthrough' ? { name: 'www', mode } : { name: 'www' }],
    })
    const stage = onStage(id, plan)

    test('a backup serves only while the others are down', async () => {
      expect(countWords(await askTimes(stage(), 6, { host: 'www.example.com' }))).toEqual({ 'app/0': 6 })
      await stage().backends.setUp('app', 0, false)
      await eventually(stage(), 'app/1')
      expect(countWords(await askTimes(stage(), 6, { host: 'www.example.com' }))).toEqual({ 'app/1': 6 })
      await stage().backends.setUp('app', 0, true)
      await eventually(stage(), 'app/0')
    })
  })
}

function healthChecks(id: EngineId) {
  describe('health checks', () => {
    const plan = buildPlan({
      upstreams: [
        {
          name: 'app',
          servers: servers(2),
          health: {
            kind: 'http',
            path: '/healthz',
            expect: 204,
            intervalSeconds: 1,
            timeoutSeconds: 10,
            rise: 1,
            fall: 1,
          },
        },
      ],
      routes: [{ name: 'www' }],
    })
    const stage = onStage(id, plan)

    test('a server that refuses connections costs no request', async () => {
      await stage().backends.setUp('app', 0, false)
      const counts = countWords(await askTimes(stage(), 10, { host: 'www.example.com' }))
      await stage().backends.setUp('app', 0, true)
      expect(counts).toEqual({ 'app/1': 10 })
    })

    if (id !== 'nginx')
      test('a server whose check fails leaves the rotation and comes back', async () => {
        stage().backends.setHealthy('app', 0, false)
        await eventually(stage(), 'app/1', 6)
        stage().backends.setHealthy('app', 0, true)
        await eventually(stage(), 'app/0')
      })
    // NGINX open source has passive checks only; active ones are commercial (nginx.org, ngx_http_upstream_hc_module).
    else
      test('a server whose check would fail keeps its traffic: there are no active checks', async () => {
        stage().backends.setHealthy('app', 0, false)
        await pause(2500)
        await eventually(stage(), 'app/0')
        expect(Object.keys(countWords(await askTimes(stage(), 8, { host: 'www.example.com' }))).sort()).toEqual([
          'app/0',
          'app/1',
        ])
        stage().backends.setHealthy('app', 0, true)
      })
  })
}

function upstreamCertificates(id: EngineId) {
  const upstreamTls = { verify: true, trust: 'internal', serverName: 'backend.internal.example' }
  const routes = [
    { name: 'checked', mode: 'reencrypt' as const, upstreamTls },
    { name: 'unchecked', mode: 'reencrypt' as const, upstreamTls: { verify: false } },
  ]
  const faults = [
    ['of an authority outside the bundle', { distrusted: ['internal'] }],
    ['without the name', { misnamed: ['backend.internal.example'] }],
  ] as const
  describe.each(faults)('an upstream certificate %s', (_, fault) => {
    const stage = onStage(id, buildPlan({ routes }), fault)

    test('is refused where the plan checks it', async () => {
      expect(wordFor(await ask(stage(), { host: 'checked.example.com' }))).toMatch(/^50[23]$/)
    })

    test('is taken where the plan does not check it', async () => {
      expect(wordFor(await ask(stage(), { host: 'unchecked.example.com' }))).toBe('app/0')
    })
  })
}

function ownCertificate(id: EngineId) {
  describe('the certificate of the edge towards an upstream', () => {
    const upstreamTls = { verify: true, trust: 'internal', serverName: 'backend.internal.example' }
    const stage = onStage(
      id,
      buildPlan({
        routes: [
          { name: 'shows', mode: 'reencrypt', upstreamTls: { ...upstreamTls, clientCertificate: 'shows' } },
          { name: 'shows-none', mode: 'reencrypt', upstreamTls },
        ],
      }),
    )

    test('is shown where the plan says so, and nowhere else', async () => {
      const shown = async (host: string) => {
        const { seen } = await ask(stage(), { host })
        return seen.kind === 'http' ? (seen.backend?.clientCertificate ?? null) : seen
      }
      expect(await shown('shows.example.com')).toBe('shows')
      expect(await shown('shows-none.example.com')).toBe(null)
      expect(await shown('shows.example.com')).toBe('shows')
    })
  })
}

const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds))

/** Asks until `times` answers in a row are the wanted one; checks need a moment. */
async function eventually(stage: EngineOnStage, wanted: string, times = 1): Promise<void> {
  let row = 0
  const seen: string[] = []
  for (let waited = 0; waited < 15_000; waited += 200) {
    const word = wordFor(await ask(stage, { host: 'www.example.com' }))
    seen.push(word)
    row = word === wanted ? row + 1 : 0
    if (row >= times) return
    await pause(row > 0 ? 20 : 200)
  }
  expect.fail(`never ${wanted}, but ${[...new Set(seen)].join(', ')}`)
}
