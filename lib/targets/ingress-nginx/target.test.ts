import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { anyPlan, hostileText } from '../../domain-model/arbitrary-hostile-plan'
import { planExamples } from '../../domain-model/examples/catalogue'
import { type Plan, type PlanInput, planSchema } from '../../domain-model/plan'
import { parsePlanText } from '../../domain-model/plan-document'
import type { Upstream } from '../../domain-model/upstream'
import { emitTarget } from '../emit'
import type { Artifact } from '../target'
import { toData } from './ast'
import { lower } from './lower'
import { parseYaml } from './parse'
import { printYaml } from './print'
import { ingressNginx } from './target'
import { annotationValidators, configMapSchema, ingressSchema } from './test-support/kubernetes-objects'

const prefix = 'nginx.ingress.kubernetes.io/'
/** Fixed, so that a failure is the same for everybody; another by SEED. */
const seed = Number(process.env.SEED ?? 20_261_121)

interface Ingress {
  kind: string
  metadata: { name: string; namespace: string; annotations?: Record<string, string> }
  spec: {
    tls?: { hosts: string[]; secretName: string }[]
    rules: {
      host?: string
      http: { paths: { path: string; pathType: string; backend: { service: { name: string } } }[] }
    }[]
  }
  data?: Record<string, string>
}

function planOf(parts: Partial<PlanInput>): Plan {
  return planSchema.parse({
    apiVersion: 'signalbox/v1',
    kind: 'Plan',
    name: 'test',
    listeners: [
      { name: 'https', port: 443, protocol: 'tls' },
      { name: 'http', port: 80, protocol: 'http' },
    ],
    certificates: [{ name: 'site', hosts: ['a.example.com'], secret: 'site-tls' }],
    trust: [{ name: 'clients', secret: 'clients-ca' }],
    upstreams: [
      { name: 'web', service: { name: 'web', port: 80 } },
      { name: 'next', service: { name: 'web-next', port: 80 } },
      { name: 'bare', servers: [{ host: '10.0.0.1', port: 80 }] },
    ],
    ...parts,
  })
}

/** Random plans name servers; an Ingress needs services. */
const serve = (upstream: Upstream, index: number): Upstream =>
  index === 3
    ? upstream
    : { ...upstream, service: { name: `service-${index}`, port: 80, ...(index === 2 ? { namespace: 'other' } : {}) } }

type RouteInput = NonNullable<PlanInput['routes']>[number]

const terminated = (more: object = {}): RouteInput =>
  ({
    name: 'site',
    listener: 'https',
    hosts: ['a.example.com'],
    mode: 'terminate',
    certificate: 'site',
    paths: [{ path: '/', upstream: 'web' }],
    plainHttp: 'redirect',
    ...more,
  }) as RouteInput

const reencrypted = (upstreamTls: object, more: object = {}): RouteInput =>
  terminated({ mode: 'reencrypt', upstreamTls, ...more })

const passed = (more: object = {}): RouteInput =>
  ({
    name: 'vault',
    listener: 'https',
    hosts: ['v.example.com'],
    mode: 'passthrough',
    upstream: 'web',
    ...more,
  }) as RouteInput

function emit(parts: Partial<PlanInput>, version = '1.15') {
  const { artifacts, losses, verdicts } = emitTarget(planOf(parts), ingressNginx, { version })
  const text = (path: string) => artifacts.find((artifact) => artifact.path === path)?.text ?? ''
  const objects = (parseYaml(text('ingress.yaml')) ?? []) as Ingress[]
  const values = parseYaml(text('values.yaml'))?.[0] as {
    controller: { extraArgs?: Record<string, string>; service: Record<string, unknown>; config: Record<string, string> }
  }
  const annotation = (key: string, index = 0) =>
    objects.filter((object) => object.kind === 'Ingress')[index]?.metadata.annotations?.[`${prefix}${key}`]
  return { objects, values, losses, verdicts, annotation, text, reasons: losses.map((loss) => loss.reason).join('\n') }
}

/** Every object passes the API server's validation, every annotation the controller's, and names are used once. */
function expectSound(artifacts: readonly Artifact[]): void {
  for (const artifact of artifacts) {
    expect(artifact.provenance).toHaveLength(artifact.text.split('\n').length - 1)
    expect(artifact.text.endsWith('\n')).toBe(true)
    // Line feeds and printable ASCII alone: nothing hides, nothing turns direction.
    expect(/[^\n\x20-\x7e]/.test(artifact.text)).toBe(false)
    if (artifact.language === 'yaml') expect(parseYaml(artifact.text, '1.1')).toEqual(parseYaml(artifact.text, '1.2'))
  }
  expectSoundObjects(artifacts[0]?.text ?? '')
}

function expectSoundObjects(text: string): void {
  const objects = (parseYaml(text) ?? []).filter(
    (object) => object !== null && Object.keys(object as object).length > 0,
  )
  for (const object of objects as Ingress[]) {
    const schema = object.kind === 'ConfigMap' ? configMapSchema : ingressSchema
    expect(schema.safeParse(object).error?.issues ?? []).toEqual([])
    for (const [key, value] of Object.entries(object.metadata.annotations ?? {})) {
      const validator = annotationValidators[key.replace(prefix, '')]
      if (validator) expect(value, key).toMatch(validator)
    }
  }
  const names = (objects as Ingress[]).map(
    (object) => `${object.kind} ${object.metadata.namespace}/${object.metadata.name}`,
  )
  expect(new Set(names).size).toBe(names.length)
}

describe('ingress-nginx', () => {
  it.each(planExamples.map((example) => [example.id, example] as const))(
    'writes sound objects for the example %s',
    (_, example) => {
      const { plan } = parsePlanText(example.text())
      for (const version of ingressNginx.versions)
        expectSound(emitTarget(plan as Plan, ingressNginx, { version }).artifacts)
    },
  )

  it('keeps sound objects in every golden file', () => {
    const folder = join(import.meta.dirname, 'golden')
    for (const name of readdirSync(folder)) expectSoundObjects(readFileSync(join(folder, name, 'ingress.yaml'), 'utf8'))
  })

  it('says loudly that it is retired: summary, head of both files, loss', () => {
    const { text, reasons } = emit({ routes: [terminated()] })
    expect(ingressNginx.summary).toContain('RETIRED')
    for (const path of ['ingress.yaml', 'values.yaml', 'PREREQUISITES.txt'])
      expect(text(path).split('\n')[0]).toContain('RETIRED')
    expect(reasons).toContain('RETIRED')
  })

  it('passes exact hosts through on / alone and asks for the flag', () => {
    const { objects, annotation, values, reasons, text } = emit({ routes: [passed()] })
    expect(annotation('ssl-passthrough')).toBe('true')
    expect(objects[0]?.spec.rules).toEqual([
      {
        host: 'v.example.com',
        http: {
          paths: [{ path: '/', pathType: 'Prefix', backend: { service: { name: 'web', port: { number: 80 } } } }],
        },
      },
    ])
    expect(values.controller.extraArgs).toEqual({ 'enable-ssl-passthrough': '' })
    expect(text('PREREQUISITES.txt')).toContain('--enable-ssl-passthrough')
    expect(reasons).toContain('#12746')
  })

  it('leaves wildcards and catch-alls on passthrough out, which would be accepted and never match', () => {
    const { objects, verdicts, values } = emit({ routes: [passed({ hosts: ['*.example.com', '*'] })] })
    expect(objects).toEqual([])
    expect(values.controller.extraArgs).toBeUndefined()
    expect(verdicts.filter(({ verdict }) => verdict === 'broken').map(({ feature }) => feature)).toEqual([
      'host.wildcard-one.passthrough',
      'host.catch-all.passthrough',
    ])
  })

  it('writes exact and prefix paths plainly as long as nothing makes the host regular expressions', () => {
    const { objects, annotation } = emit({
      routes: [
        terminated({
          paths: [
            { path: '/v1/', upstream: 'web' },
            { path: '/v1/x', match: 'exact', upstream: 'next' },
          ],
        }),
      ],
    })
    expect(annotation('use-regex')).toBeUndefined()
    expect(objects[0]?.spec.rules[0]?.http.paths.map(({ path, pathType }) => [path, pathType])).toEqual([
      ['/v1', 'Prefix'],
      ['/v1/x', 'Exact'],
    ])
  })

  it('gives paths with different annotations an Ingress each, and keeps names apart', () => {
    const { objects, losses } = emit({
      routes: [
        terminated({
          name: 'Site_1',
          rateLimit: { requests: 10, burst: 20 },
          paths: [
            { path: '/', upstream: 'web' },
            { path: '/a', upstream: 'web', rewrite: { prefix: '/b' } },
          ],
        }),
        terminated({ name: 'site-1', hosts: ['b.example.com'] }),
      ],
    })
    expect(objects.map((object) => object.metadata.name)).toEqual(['site-1', 'site-1-2', 'site-1-3'])
    expect(losses.filter((loss) => loss.feature === 'name')).toHaveLength(2)
    expect(losses.find((loss) => loss.feature === 'rate-limit.route')?.reason).toContain('each counts by itself')
  })

  it('divides a path between two upstreams by a canary, and reports a third', () => {
    const upstreams = [
      { upstream: 'web', weight: 3 },
      { upstream: 'next', weight: 1 },
    ]
    const two = emit({ routes: [terminated({ paths: [{ path: '/', upstreams }] })] })
    expect(two.objects.map((object) => object.metadata.name)).toEqual(['site', 'site-canary'])
    expect(two.annotation('canary-weight', 1)).toBe('1')
    expect(two.annotation('canary-weight-total', 1)).toBe('4')
    const three = emit({
      routes: [terminated({ paths: [{ path: '/', upstreams: [...upstreams, { upstream: 'web', weight: 1 }] }] })],
    })
    expect(three.reasons).toContain('one canary')
  })

  it('checks the upstream for re-encrypt and never falls back to not checking', () => {
    const named = emit({ routes: [reencrypted({ trust: 'clients', serverName: 'in.example.com' })] })
    expect(named.annotation('backend-protocol')).toBe('HTTPS')
    expect(named.annotation('proxy-ssl-verify')).toBe('on')
    expect(named.annotation('proxy-ssl-name')).toBe('in.example.com')
    expect(named.annotation('proxy-ssl-secret')).toBe('default/clients-ca')
    const bare = emit({ routes: [reencrypted({})] })
    expect(bare.annotation('proxy-ssl-verify')).toBe('on')
    expect(bare.annotation('proxy-ssl-secret')).toBe('default/site-upstream-tls')
    expect(bare.annotation('proxy-ssl-name')).toBe('web.default.svc')
    expect(bare.losses.filter((loss) => loss.path === '/routes/0/upstreamTls')).toHaveLength(2)
    expect(emit({ routes: [reencrypted({ verify: false })] }).annotation('proxy-ssl-verify')).toBeUndefined()
  })

  it('asks for client certificates and limits rates with the status of the plan', () => {
    const { annotation, values } = emit({
      namespace: 'edge',
      routes: [
        terminated({
          clientAuth: { mode: 'required', trust: 'clients' },
          rateLimit: { requests: 120, per: 'hour', burst: 4 },
        }),
      ],
    })
    expect(annotation('auth-tls-secret')).toBe('edge/clients-ca')
    expect(annotation('auth-tls-verify-client')).toBe('on')
    expect(annotation('limit-rpm')).toBe('2')
    expect(annotation('limit-burst-multiplier')).toBe('2')
    expect(values.controller.config['limit-req-status-code']).toBe('429')
  })

  it('sets response headers and HSTS by ConfigMap from 1.11 on, and says so before', () => {
    const routes = [
      terminated({ hsts: { maxAgeSeconds: 60 }, responseHeaders: { set: { 'X-Price': '5$ "a"' }, remove: ['X-Old'] } }),
    ]
    const now = emit({ routes })
    expect(now.objects[0]?.data).toEqual({ 'X-Price': '5$ "a"', 'Strict-Transport-Security': 'max-age=60' })
    expect(now.annotation('custom-headers')).toBe('default/site-headers')
    expect(now.values.controller.config['global-allowed-response-headers']).toBe('Strict-Transport-Security,X-Price')
    expect(now.values.controller.config.hsts).toBe('false')
    expect(now.reasons).toContain('X-Old')
    const before = emit({ routes }, '1.10')
    expect(before.objects.map((object) => object.kind)).toEqual(['Ingress'])
    expect(before.values.controller.config['hsts-max-age']).toBe('60')
    expect(before.losses.map((loss) => loss.feature)).toContain('headers.response')
  })

  it('blocks with the firewall for the whole controller, and switches it off where nobody asked', () => {
    const { annotation, values, reasons } = emit({
      routes: [
        terminated({ hosts: ['b.example.com'] }),
        terminated({ name: 'shop', waf: { mode: 'block' } }),
        terminated({ name: 'look', hosts: ['c.example.com'], waf: { mode: 'detect' } }),
      ],
    })
    expect([0, 1, 2].map((index) => annotation('enable-modsecurity', index))).toEqual(['false', 'true', 'true'])
    expect(values.controller.config['modsecurity-snippet']).toBe('SecRuleEngine On')
    expect(reasons).toContain('this one blocks too')
  })

  it('answers 503 for a path without a service, instead of letting it fall to another rule', () => {
    const { objects, losses } = emit({
      routes: [
        terminated({
          paths: [
            { path: '/', upstream: 'web' },
            { path: '/bare', upstream: 'bare' },
            { path: '/gone', upstream: '9.gone' },
            { path: '/odd', upstream: 'web', rewrite: { path: '/a;b' } },
          ],
        }),
      ],
    })
    const services = objects.flatMap((object) =>
      object.spec.rules[0]?.http.paths.map((path) => path.backend.service.name),
    )
    expect(services.sort()).toEqual(['bare', 'left-out-by-signalbox', 'upstream-9-gone', 'web'])
    expect(losses.filter((loss) => loss.feature === 'upstream.service').map((loss) => loss.path)).toEqual([
      '/routes/0/paths/1/upstream',
      '/routes/0/paths/2/upstream',
    ])
    expect(losses.some((loss) => loss.path === '/routes/0/paths/3/rewrite')).toBe(true)
  })

  it('leaves out passthrough without a service, which would be terminated otherwise', () => {
    const { objects, losses } = emit({ routes: [passed({ upstream: 'bare' })] })
    expect(objects).toEqual([])
    expect(losses.map((loss) => loss.path)).toContain('/routes/0/upstream')
  })

  it('gives a catch-all and the route for unmatched names a rule without a host and the default certificate', () => {
    const { objects, values } = emit({ routes: [terminated({ hosts: ['*', 'a.example.com'] })] })
    expect(objects[0]?.spec.rules.map((rule) => rule.host)).toEqual([undefined, 'a.example.com'])
    expect(values.controller.extraArgs?.['default-ssl-certificate']).toBe('default/site-tls')
    expect(values.controller.config['ssl-reject-handshake']).toBeUndefined()
    const fallback = emit({
      listeners: [{ name: 'https', port: 443, protocol: 'tls', unmatched: { route: 'site' } }],
      routes: [terminated()],
    })
    expect(fallback.objects[0]?.spec.rules.map((rule) => rule.host)).toEqual(['a.example.com', undefined])
  })

  it('serves ACME challenges of the edge from an Ingress that is not redirected', () => {
    const { objects, annotation } = emit({
      listeners: [
        { name: 'https', port: 443, protocol: 'tls' },
        { name: 'http', port: 80, protocol: 'http', acmeUpstream: 'next' },
      ],
      routes: [terminated()],
    })
    expect(objects[1]?.spec.rules[0]?.http.paths[0]?.path).toBe('/.well-known/acme-challenge/')
    expect(annotation('ssl-redirect', 1)).toBe('false')
  })

  it('takes extra annotations and settings, and reports lines that are neither', () => {
    const { annotation, values, losses } = emit({
      routes: [terminated()],
      extras: [
        { target: 'ingress-nginx', place: 'annotations/site', lines: ['proxy-body-size: 8m', 'what is this'] },
        { target: 'ingress-nginx', place: 'annotations/other', lines: ['a: b'] },
        { target: 'ingress-nginx', place: 'config', lines: ['use-gzip: "true" # x'] },
      ],
    })
    expect(annotation('proxy-body-size')).toBe('8m')
    expect(values.controller.config['use-gzip']).toBe('"true" # x')
    expect(losses.filter((loss) => loss.feature === 'extras').map((loss) => loss.path)).toEqual([
      '/extras/0/lines/1',
      '/extras/1/place',
    ])
  })

  it.each(['e0', 'e12', 'e-0', 'yes', 'null', 'y', 'on'])(
    'keeps a service called %s a text for every reader of YAML',
    (name) => {
      const { objects, text } = emit({
        upstreams: [{ name: 'web', service: { name, port: 80 } }],
        routes: [terminated()],
      })
      const [older] = (parseYaml(text('ingress.yaml'), '1.1') ?? []) as Ingress[]
      for (const object of [objects[0], older])
        expect(object?.spec.rules[0]?.http.paths[0]?.backend.service.name).toBe(name)
    },
  )

  it(`writes sound objects for any plan the schema accepts, in every version, twice alike; seed ${seed}`, () => {
    fc.assert(
      fc.property(anyPlan(), fc.constantFrom(...ingressNginx.versions), (plan, version) => {
        const extraless = { ...plan, extras: [], upstreams: plan.upstreams.map(serve) }
        const { artifacts } = emitTarget(extraless, ingressNginx, { version })
        expectSound(artifacts)
        expect(emitTarget(extraless, ingressNginx, { version }).artifacts).toEqual(artifacts)
        const { manifests, values } = lower(plan, version)
        const full = manifests.filter((document) => document.root.entries.length > 0)
        expect(parseYaml(printYaml(manifests).text)).toEqual(full.map((document) => toData(document.root)))
        expect(parseYaml(printYaml([values]).text, '1.2')).toEqual([toData(values.root)])
      }),
      { seed, numRuns: 200 },
    )
  }, 60_000)

  it(`keeps its structure when text that no schema saw stands in every field; seed ${seed}`, () => {
    const places = [
      ['name'],
      ['namespace'],
      ['routes', 0, 'name'],
      ['routes', 0, 'hosts', 0],
      ['routes', 0, 'paths', 0, 'path'],
      ['routes', 0, 'responseHeaders', 'set', 'A'],
      ['routes', 0, 'allow', 0],
      ['certificates', 0, 'secret'],
      ['trust', 0, 'secret'],
      ['upstreams', 0, 'health', 'path'],
      ['extras', 0, 'lines', 0],
    ]
    const put = (plan: object, place: (string | number)[], text: string) => {
      let holder = plan as Record<string | number, unknown>
      for (const segment of place.slice(0, -1)) holder = holder[segment] as Record<string | number, unknown>
      holder[place.at(-1) ?? ''] = text
    }
    fc.assert(
      fc.property(hostileText, fc.constantFrom(...places), (text, place) => {
        const plan = planOf({
          upstreams: [{ name: 'web', service: { name: 'web', port: 80 }, health: { kind: 'http' } }],
          routes: [
            terminated({
              allow: ['10.0.0.0/8'],
              clientAuth: { mode: 'required', trust: 'clients' },
              responseHeaders: { set: { A: 'b' } },
            }),
          ],
          extras: [{ target: 'ingress-nginx', place: 'annotations/site', lines: ['x: y'] }],
        })
        put(plan, place, text)
        const { manifests, values } = lower(plan, '1.15')
        const printed = printYaml(manifests)
        // Half a surrogate pair cannot be written, and is replaced.
        const whole = (value: unknown) =>
          JSON.parse(JSON.stringify(value).replace(/\\ud[89a-f][0-9a-f]{2}/gi, '\ufffd'))
        const full = manifests.filter((document) => document.root.entries.length > 0)
        expect(parseYaml(printed.text)).toEqual(whole(full.map((document) => toData(document.root))))
        expect(parseYaml(printYaml([values]).text)).toEqual(whole([toData(values.root)]))
        expect(printed.provenance).toHaveLength(printed.text.split('\n').length - 1)
      }),
      { seed, numRuns: 300 },
    )
  }, 60_000)
})
