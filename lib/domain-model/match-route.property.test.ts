import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { anyPlan } from './arbitrary-hostile-plan'
import { arbitraryPlan } from './arbitrary-plan'
import { compilePlan, hostCandidates } from './compile-plan'
import type { Decision, Inquiry } from './decision'
import { manyTenantsPlan } from './examples/many-tenants'
import { matchRoute } from './match-route'
import { type Plan, planSchema } from './plan'
import type { HttpRoute, PathRule, Route } from './route'

const seed = 20260801
const hosts = fc.oneof(
  fc.constantFrom(
    'www.example.com',
    'API.example.com.',
    'example.com',
    'v2.api.example.com',
    'a.b.api.example.com',
    'example.org',
    'a-b.example.org',
    'com',
    'x.com',
    'unknown.test',
    'xn--bcher-kva.example',
    '10.0.0.1',
    '[::1]',
    'a_b.example.com',
    '',
  ),
  fc.string({ unit: 'binary', maxLength: 12 }),
)
const paths = fc.oneof(
  fc.constantFrom(
    '/',
    '/v1',
    '/v1/',
    '/v1/items',
    '/v1/items/x',
    '/v12',
    '/v2/items/abc',
    '/a/b/c',
    '/a.png',
    '/items',
    '/x/../v1',
    '//v1',
    '/%76%31',
    '/..',
    '/%',
    '*',
    '/aaa',
    '/.well-known/acme-challenge/t',
    '/.well-known/acme-challenge',
    '/v1?x=1',
  ),
  fc.string({ unit: 'binary', maxLength: 12 }).map((text) => `/${text}`),
)
const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined })
const inquiries: fc.Arbitrary<Inquiry> = fc
  .record({
    port: fc.constantFrom(443, 8443, 80, 1),
    sni: fc.option(hosts),
    host: maybe(fc.option(hosts.map((host) => `${host}:443`.slice(0, host.length + (host.length % 2 ? 4 : 0))))),
    path: maybe(paths),
    method: maybe(fc.constantFrom('GET', 'HEAD', 'POST', 'get', 'BREW')),
    clientCertificate: maybe(
      fc.oneof(
        fc.constantFrom('none' as const, 'untrusted' as const),
        fc.constantFrom({ trust: 'partners' }, { trust: 'clinics' }),
      ),
    ),
    clientAddress: maybe(
      fc.option(fc.constantFrom('127.0.0.1', '10.1.2.3', '203.0.113.9', '::ffff:127.0.0.9', '2001:db8::1', 'nonsense')),
    ),
  })
  .map(
    (inquiry) =>
      Object.fromEntries(Object.entries(inquiry).filter(([, value]) => value !== undefined)) as unknown as Inquiry,
  )

/**
 * A second matcher, written from the design's text alone: slow, without tables, without sharing code with the first. It answers
 * what can be compared: outcome, listener, route, certificate, upstream, path, status.
 */
function slowly(plan: Plan, inquiry: Inquiry): Partial<Decision> {
  const blank = { route: null, certificateFrom: null, certificate: null, upstream: null, path: null, status: null }
  const listener = plan.listeners.find(({ port }) => port === inquiry.port)
  if (!listener) return { ...blank, listener: null, outcome: 'reject' }
  const base = { ...blank, listener: listener.name }
  const routes = plan.routes.filter((route) => {
    const first = plan.listeners.find(({ name }) => name === route.listener)
    return first?.protocol === 'tls' && (listener.protocol === 'http' || first === listener)
  })

  if (listener.protocol === 'http') {
    const authority = inquiry.host === undefined ? inquiry.sni : inquiry.host
    if (!authority) return { ...base, outcome: 'reject', status: 400 }
    const host = hostOf(authority)
    const route = owner(routes, asName(host))
    if (!route) return { ...base, outcome: 'not-found', status: 404 }
    const found = { ...base, route: route.name }
    if (route.plainHttp === undefined || route.plainHttp === 'closed') return { ...found, outcome: 'reject' }
    const path = normal(inquiry.path ?? '/')
    if (path === null) return { ...found, outcome: 'reject', status: 400 }
    const first = route.mode === 'passthrough' ? route.upstream : heaviest(route.paths[0]!)
    if (path.startsWith('/.well-known/acme-challenge/')) {
      const solver = listener.acmeUpstream
      if (route.plainHttp === 'acme-only')
        return { ...found, outcome: 'forward', path, upstream: (route.mode !== 'passthrough' && solver) || first }
      if (route.plainHttp === 'redirect' && route.mode !== 'passthrough' && solver)
        return { ...found, outcome: 'forward', path, upstream: solver }
    }
    if (route.plainHttp === 'acme-only') return { ...found, outcome: 'not-found', status: 404 }
    if (route.plainHttp === 'redirect') {
      const port = plan.listeners.find(({ name }) => name === route.listener)!.port
      const authorityOfTls = port === 443 ? host : `${host}:${port}`
      return { ...found, outcome: 'redirect', status: 308, path: `https://${authorityOfTls}${inquiry.path ?? '/'}` }
    }
    if (route.plainHttp === 'forward')
      return listed(route, inquiry)
        ? { ...found, outcome: 'reject', status: 403 }
        : { ...found, outcome: 'forward', path, upstream: first }
    return { ...found, ...request(route as HttpRoute, inquiry) }
  }

  const name = inquiry.sni === null ? null : asName(lower(inquiry.sni).replace(/\.$/, ''))
  const { unmatched } = listener
  const route =
    owner(routes, name) ?? (unmatched === 'reject' ? undefined : routes.find((each) => each.name === unmatched.route))
  if (!route) return { ...base, outcome: 'reject' }
  const found = { ...base, route: route.name }
  if (route.mode === 'passthrough')
    return listed(route, inquiry)
      ? { ...found, outcome: 'reject' }
      : { ...found, outcome: 'forward', certificateFrom: 'backend', upstream: route.upstream }
  const shaken = { ...found, certificateFrom: 'edge' as const, certificate: route.certificate }
  const shown = inquiry.clientCertificate ?? 'none'
  if (route.clientAuth && shown === 'none' && route.clientAuth.mode === 'required')
    return { ...shaken, outcome: 'reject' }
  if (route.clientAuth && shown !== 'none' && (shown === 'untrusted' || shown.trust !== route.clientAuth.trust))
    return { ...shaken, outcome: 'reject' }
  const authority = inquiry.host === undefined ? name : inquiry.host
  if (!authority)
    return inquiry.host === undefined
      ? { ...shaken, outcome: 'forward' }
      : { ...shaken, outcome: 'reject', status: 400 }
  const other = owner(routes, asName(hostOf(authority)))
  const asks = (each: HttpRoute) => JSON.stringify([each.clientAuth?.mode, each.clientAuth?.trust])
  if (!other || other.mode === 'passthrough' || asks(other) !== asks(route))
    return { ...shaken, outcome: 'misdirected', status: 421 }
  return { ...shaken, route: other.name, ...request(other, inquiry) }
}

const lower = (text: string) =>
  [...text].map((sign) => (sign >= 'A' && sign <= 'Z' ? sign.toLowerCase() : sign)).join('')
const hostOf = (authority: string) =>
  lower(authority.startsWith('[') ? authority.replace(/\]:[0-9]*$/, ']') : authority.replace(/:[0-9]*$/, '')).replace(
    /\.$/,
    '',
  )

function asName(text: string): string | null {
  const labels = text.split('.')
  const fine = labels.every(
    (label) => /^[a-z0-9-]{1,63}$/.test(label) && !label.startsWith('-') && !label.endsWith('-'),
  )
  return fine && text.length <= 253 && !/^[0-9]+$/.test(labels.at(-1)!) ? text : null
}

/** Every (route, host) that matches, the most specific first; ties go to the plan's order. */
function owner(routes: readonly Route[], name: string | null): Route | undefined {
  const ranked = routes.flatMap((route, order) =>
    route.hosts.flatMap((host) => {
      if (host === '*') return [{ route, order, rank: 0 }]
      if (name === null) return []
      if (host === name) return [{ route, order, rank: 1e6 }]
      if (!host.startsWith('*.')) return []
      const parent = host.slice(2).split('.')
      const labels = name.split('.')
      const more = labels.length - parent.length
      if (more < 1 || labels.slice(more).join('.') !== parent.join('.')) return []
      if (more > 1 && route.wildcardDepth === 'one') return []
      return [{ route, order, rank: 10 * parent.length + (route.wildcardDepth === 'one' ? 1 : 0) }]
    }),
  )
  return ranked.sort((a, b) => b.rank - a.rank || a.order - b.order)[0]?.route
}

function request(route: HttpRoute, inquiry: Inquiry): Partial<Decision> {
  if (listed(route, inquiry)) return { outcome: 'reject', status: 403 }
  const path = normal(inquiry.path ?? '/')
  if (path === null) return { outcome: 'reject', status: 400 }
  const segments = (text: string) =>
    text.split('/').filter((_, index, all) => index < all.length - 1 || all[index] !== '')
  const covers = (rule: PathRule) => segments(rule.path).every((segment, index) => segments(path)[index] === segment)
  const rule =
    route.paths.find((each) => each.match === 'exact' && each.path === path) ??
    route.paths
      .filter((each) => each.match === 'prefix' && covers(each))
      .sort((a, b) => segments(b.path).length - segments(a.path).length)[0] ??
    route.paths.find((each) => each.match === 'regex' && new RegExp(`^(?:${each.path})$`).test(path))
  if (!rule) return { outcome: 'not-found', status: 404 }
  const method = inquiry.method ?? 'GET'
  const methods: readonly string[] | undefined = rule.methods
  if (methods && !methods.includes(method) && !(method === 'HEAD' && methods.includes('GET')))
    return { outcome: 'reject', status: 405 }
  return { outcome: 'forward', upstream: heaviest(rule), path: rewritten(rule, path) }
}

function rewritten(rule: PathRule, path: string): string {
  if (!rule.rewrite) return path
  if ('path' in rule.rewrite) return rule.rewrite.path
  const rest = path.split('/').slice(rule.path.replace(/\/$/, '').split('/').length)
  const kept = rest.length === 0 ? '' : `/${rest.join('/')}`
  return rule.rewrite.prefix.replace(/\/$/, '') + kept || '/'
}

function heaviest(rule: PathRule): string {
  const all = rule.upstreams ?? [{ upstream: rule.upstream!, weight: 1 }]
  const most = Math.max(...all.map(({ weight }) => weight))
  return all.find(({ weight }) => weight === most)!.upstream
}

/** Only the ranges that arbitrary plans use, read by hand. */
function listed(route: Route, { clientAddress }: Inquiry): boolean {
  if (clientAddress == null || !(route.allow || route.deny)) return false
  const plainForm = clientAddress.replace('::ffff:', '')
  if (plainForm === 'nonsense') return true
  const six = plainForm.includes(':')
  const within = (range: string) => {
    const [base = '', bits] = range.split('/')
    if (base.includes(':') !== six) return false
    if (bits === undefined) return base === plainForm
    if (six) return bits === '0' || plainForm.startsWith('2001:db8:')
    const octets = Number(bits) / 8
    return base.split('.').slice(0, octets).join('.') === plainForm.split('.').slice(0, octets).join('.')
  }
  return (route.deny ?? []).some(within) || (route.allow !== undefined && !route.allow.some(within))
}

function normal(target: string): string | null {
  let path = target.split('?')[0]!.split('#')[0]!
  if (!path.startsWith('/') || /%00|%(?![0-9a-fA-F]{2})/.test(path)) return null
  if ([...path].some((sign) => sign <= ' ' || sign === '\x7f')) return null
  path = path.replace(/%[0-9a-fA-F]{2}/g, (octet) => {
    const sign = String.fromCharCode(Number.parseInt(octet.slice(1), 16))
    return /^[A-Za-z0-9._~-]$/.test(sign) ? sign : octet.toUpperCase()
  })
  while (path.includes('//')) path = path.replace('//', '/')
  for (;;) {
    if (/^\/\.\.(\/|$)/.test(path)) return null
    const next = path.replace(/\/\.(\/|$)/, '/').replace(/\/(?!\.{1,2}(?:\/|$))[^/]+\/\.\.(\/|$)/, '/')
    if (next === path) return path
    path = next
  }
}

const comparable = ({
  outcome,
  listener,
  route,
  certificateFrom,
  certificate,
  upstream,
  path,
  status,
}: Partial<Decision>) => ({
  outcome,
  listener,
  route,
  certificateFrom,
  certificate,
  upstream,
  path,
  status,
})

describe('match-route', () => {
  it('equals a slow matcher written from the text of the design', () => {
    fc.assert(
      fc.property(arbitraryPlan(), fc.array(inquiries, { minLength: 20, maxLength: 60 }), (plan, asked) => {
        const compiled = compilePlan(plan)
        for (const inquiry of asked)
          expect(comparable(matchRoute(compiled, inquiry)), JSON.stringify(inquiry)).toEqual(
            comparable(slowly(plan, inquiry)),
          )
      }),
      { seed, numRuns: 400 },
    )
  })

  it('never throws, and always gives a reason, for half-written and hostile plans', () => {
    fc.assert(
      fc.property(anyPlan(), fc.array(inquiries, { minLength: 10, maxLength: 20 }), (plan, asked) => {
        const compiled = compilePlan(plan)
        for (const inquiry of asked) expect(matchRoute(compiled, inquiry).reason).not.toBe('')
      }),
      { seed, numRuns: 200 },
    )
  })

  it('does not depend on the order of routes where each host has one owner', () => {
    fc.assert(
      fc.property(
        arbitraryPlan({ runnable: true }),
        fc.array(inquiries, { minLength: 10, maxLength: 30 }),
        (plan, asked) => {
          const forward = compilePlan(plan)
          const backward = compilePlan({ ...plan, routes: [...plan.routes].reverse() })
          for (const inquiry of asked) {
            const { routeIndex: _, ...one } = matchRoute(forward, inquiry)
            const { routeIndex: __, ...other } = matchRoute(backward, inquiry)
            expect(other).toEqual(one)
          }
        },
      ),
      { seed, numRuns: 200 },
    )
  })

  it('gives a host that two routes name to the first one', () => {
    fc.assert(
      fc.property(arbitraryPlan(), (plan) => {
        const compiled = compilePlan(plan)
        for (const tables of compiled.listeners)
          for (const entry of [...tables.exact.values(), ...tables.oneLabel.values(), ...tables.anyDepth.values()]) {
            const first = plan.routes.findIndex(
              (route) =>
                (tables.listener.protocol === 'http'
                  ? route.listener !== 'http'
                  : route.listener === tables.listener.name) &&
                route.hosts.includes(entry.host) &&
                (!entry.host.startsWith('*') || route.wildcardDepth === entry.route.wildcardDepth),
            )
            expect(entry.index).toBe(first)
          }
      }),
      { seed, numRuns: 200 },
    )
  })
})

/** Counts what a piece of work asks of maps: a measure of its growth that no slow machine can blur. */
function countMapOperations(work: () => void): number {
  const kept = { get: Map.prototype.get, has: Map.prototype.has, set: Map.prototype.set }
  let count = 0
  const counted = <K extends keyof typeof kept>(name: K) =>
    function (this: Map<unknown, unknown>, ...input: unknown[]) {
      count++
      return (kept[name] as (...input: unknown[]) => unknown).apply(this, input)
    }
  Object.assign(Map.prototype, { get: counted('get'), has: counted('has'), set: counted('set') })
  try {
    work()
  } finally {
    Object.assign(Map.prototype, kept)
  }
  return count
}

describe('growth', () => {
  const plans = [100, 1000, 10_000].map((count) => planSchema.parse(manyTenantsPlan(count)))

  it('of compiling is linear: as many table operations per route, whatever the number of routes', () => {
    const perRoute = plans.map((plan) => countMapOperations(() => compilePlan(plan)) / plan.routes.length)
    expect(Math.max(...perRoute) / Math.min(...perRoute)).toBeLessThan(1.1)
  })

  it('of a decision is nil', () => {
    const inquiry = { port: 443, sni: 'tenant-00077.example.com', path: '/a/b/c/d' }
    const counts = plans.map((plan) => {
      const compiled = compilePlan(plan)
      return countMapOperations(() => matchRoute(compiled, inquiry))
    })
    expect(new Set(counts).size).toBe(1)
  })

  it('of an unmatched decision is nil, too: no list of routes is walked', () => {
    const reads = plans.map((plan) => {
      let count = 0
      const routes = new Proxy(plan.routes, {
        get(target, key, receiver) {
          count++
          return Reflect.get(target, key, receiver)
        },
      })
      const listeners = plan.listeners.map((listener) =>
        listener.protocol === 'tls' ? { ...listener, unmatched: { route: plan.routes.at(-1)!.name } } : listener,
      )
      const compiled = compilePlan({ ...plan, listeners, routes })
      count = 0
      expect(matchRoute(compiled, { port: 443, sni: 'unknown.example' }).route).toBe(plan.routes.at(-1)!.name)
      return count
    })
    expect(reads).toEqual([0, 0, 0])
  })

  it('of a look-up follows the labels of the name, not the paths or hosts of the plan', () => {
    const compiled = compilePlan(plans[1]!)
    const deep = `${'a.'.repeat(100)}example.com`
    expect(countMapOperations(() => hostCandidates(compiled.listeners[0]!, deep))).toBeLessThan(210)
    const long = { port: 443, sni: 'tenant-00001.example.com', path: `/${'a/'.repeat(30_000)}` }
    expect(countMapOperations(() => matchRoute(compiled, long))).toBeLessThan(20)
  })
})
