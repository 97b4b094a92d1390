import { describe, expect, it } from 'vitest'
import { compilePlan } from './compile-plan'
import type { Decision, Inquiry } from './decision'
import { matchRoute } from './match-route'
import { planSchema } from './plan'

/** One plan that holds every situation of the design's section on routing. */
const plan = planSchema.parse({
  apiVersion: 'signalbox/v1',
  kind: 'Plan',
  name: 'semantics',
  listeners: [
    { name: 'https', port: 443, protocol: 'tls' },
    { name: 'fallback', port: 8443, protocol: 'tls', unmatched: { route: 'rest' } },
    { name: 'dangling', port: 9443, protocol: 'tls', unmatched: { route: 'nobody' } },
    { name: 'open', port: 7443, protocol: 'tls', unmatched: { route: 'blind' } },
    { name: 'any', port: 6443, protocol: 'tls' },
    { name: 'inner', port: 5443, address: '10.0.0.1', protocol: 'tls' },
    { name: 'inner-six', port: 5443, address: '2001:db8::1', protocol: 'tls' },
    { name: 'outer', port: 5443, address: '0.0.0.0', protocol: 'tls' },
    { name: 'http', port: 80, protocol: 'http', acmeUpstream: 'acme' },
    { name: 'http-no-acme', port: 81, protocol: 'http' },
  ],
  certificates: ['edge', 'mtls', 'wild', 'other'].map((name) => ({ name, file: `/etc/ssl/edge/${name}.pem` })),
  trust: [
    { name: 'partners', file: '/p' },
    { name: 'clinics', file: '/c' },
  ],
  upstreams: ['web', 'v1', 'items', 'exact', 'png', 'pay', 'acme', 'canary', 'wild', 'deep', 'deeper', 'rest'].map(
    (name) => ({ name, servers: [{ host: '10.0.0.1', port: 80 }] }),
  ),
  routes: [
    {
      name: 'www',
      listener: 'https',
      hosts: ['www.example.com'],
      mode: 'terminate',
      certificate: 'edge',
      plainHttp: 'redirect',
      paths: [
        { path: '/.*\\.png', match: 'regex', upstream: 'png' },
        { path: '/v1/.*', match: 'regex', upstream: 'web' },
        { path: '/v1', match: 'prefix', upstream: 'v1', rewrite: { prefix: '/api' } },
        { path: '/v1/items/', match: 'prefix', upstream: 'items' },
        { path: '/v1/items', match: 'exact', upstream: 'exact', rewrite: { path: '/one' } },
        { path: '/form', match: 'prefix', upstream: 'web', methods: ['GET', 'POST'] },
        {
          path: '/split',
          match: 'prefix',
          upstreams: [
            { upstream: 'web', weight: 1 },
            { upstream: 'canary', weight: 9 },
          ],
        },
      ],
    },
    ...(
      [
        ['pay', 'pay.example.com', 'passthrough'],
        ['plain', 'plain.example.com', 'terminate'],
        ['served', 'served.example.com', 'terminate', 'serve'],
        ['handed', 'handed.example.com', 'terminate', 'forward'],
        ['acme', 'acme.example.com', 'terminate', 'acme-only'],
        ['shut', 'shut.example.com', 'terminate', 'closed'],
        ['pay-redirect', 'pay-redirect.example.com', 'passthrough', 'redirect'],
        ['pay-handed', 'pay-handed.example.com', 'passthrough', 'forward'],
        ['pay-acme', 'pay-acme.example.com', 'passthrough', 'acme-only'],
        ['pay-shut', 'pay-shut.example.com', 'passthrough', 'closed'],
        ['again', 'again.example.com', 'reencrypt', 'redirect'],
      ] as const
    ).map(([name, host, mode, plainHttp]) => ({
      name,
      listener: 'https',
      hosts: [host],
      mode,
      ...(plainHttp ? { plainHttp } : {}),
      ...(mode === 'passthrough'
        ? { upstream: 'pay' }
        : { certificate: 'edge', paths: [{ path: '/', upstream: 'web' }] }),
      ...(mode === 'reencrypt' ? { upstreamTls: {} } : {}),
    })),
    ...(
      [
        ['partners-required', 'required', 'partners'],
        ['partners-optional', 'optional', 'partners'],
        ['clinics-required', 'required', 'clinics'],
        ['partners-too', 'required', 'partners'],
      ] as const
    ).map(([name, mode, trust]) => ({
      name,
      listener: 'https',
      hosts: [`${name}.example.com`],
      mode: 'terminate' as const,
      certificate: 'mtls',
      clientAuth: { mode, trust },
      paths: [{ path: '/', upstream: 'web' }],
    })),
    {
      name: 'guarded',
      listener: 'https',
      hosts: ['guarded.example.com'],
      mode: 'terminate',
      certificate: 'edge',
      allow: ['10.0.0.0/8', 'fe80::/10'],
      deny: ['10.9.0.0/16'],
      paths: [{ path: '/', upstream: 'web' }],
      plainHttp: 'serve',
    },
    {
      name: 'pay-guarded',
      listener: 'https',
      hosts: ['pay-guarded.example.com'],
      mode: 'passthrough',
      upstream: 'pay',
      deny: ['10.9.0.0/16'],
    },
    // wildcards: one label, any depth, and a longer one below
    {
      name: 'one',
      listener: 'https',
      hosts: ['*.wild.example'],
      mode: 'terminate',
      certificate: 'wild',
      paths: [{ path: '/', upstream: 'wild' }],
    },
    {
      name: 'deep',
      listener: 'https',
      hosts: ['*.deep.example'],
      wildcardDepth: 'any',
      mode: 'passthrough',
      upstream: 'deep',
    },
    {
      name: 'deeper',
      listener: 'https',
      hosts: ['*.a.deep.example'],
      wildcardDepth: 'any',
      mode: 'passthrough',
      upstream: 'deeper',
    },
    { name: 'deep-exact', listener: 'https', hosts: ['x.a.deep.example'], mode: 'passthrough', upstream: 'pay' },
    { name: 'deep-one', listener: 'https', hosts: ['*.deep.example'], mode: 'passthrough', upstream: 'wild' },
    // the same host twice
    { name: 'pay-late', listener: 'https', hosts: ['pay.example.com'], mode: 'passthrough', upstream: 'rest' },
    // other listeners
    {
      name: 'rest',
      listener: 'fallback',
      hosts: ['rest.example.com'],
      mode: 'terminate',
      certificate: 'other',
      paths: [{ path: '/', upstream: 'rest' }],
    },
    { name: 'blind', listener: 'open', hosts: ['blind.example.com'], mode: 'passthrough', upstream: 'pay' },
    {
      name: 'all',
      listener: 'any',
      hosts: ['*'],
      mode: 'terminate',
      certificate: 'other',
      paths: [{ path: '/', upstream: 'rest' }],
      plainHttp: 'serve',
    },
    { name: 'all-but', listener: 'any', hosts: ['but.example.com'], mode: 'passthrough', upstream: 'pay' },
    {
      name: 'inner',
      listener: 'inner',
      hosts: ['in.example.com'],
      mode: 'passthrough',
      upstream: 'pay',
      plainHttp: 'redirect',
    },
    { name: 'inner-six', listener: 'inner-six', hosts: ['in.example.com'], mode: 'passthrough', upstream: 'deep' },
    { name: 'outer', listener: 'outer', hosts: ['in.example.com'], mode: 'passthrough', upstream: 'rest' },
    { name: 'nowhere', listener: 'missing', hosts: ['nowhere.example.com'], mode: 'passthrough', upstream: 'pay' },
    { name: 'on-http', listener: 'http', hosts: ['on-http.example.com'], mode: 'passthrough', upstream: 'pay' },
  ],
})
const compiled = compilePlan(plan)

const check = (inquiry: Partial<Inquiry>, expected: Partial<Decision>) =>
  expect(matchRoute(compiled, { port: 443, sni: null, ...inquiry })).toMatchObject(expected)
const cases = (table: [string, Partial<Inquiry>, Partial<Decision>][]) =>
  it.each(table)('%s', (_, inquiry, expected) => check(inquiry, expected))

const refusedByAlert = { outcome: 'reject', route: null, certificateFrom: null, status: null } as const
const www = 'www.example.com'

describe('1. a port belongs to a listener, and the SNI is read as routing sees it', () => {
  cases([
    [
      'a port without listener',
      { port: 1, sni: www },
      { outcome: 'reject', listener: null, reason: 'nothing listens on port 1' },
    ],
    ['the listener of the port', { sni: www }, { listener: 'https', route: 'www' }],
    ['a host of another listener', { sni: 'rest.example.com' }, refusedByAlert],
    ['upper case', { sni: 'WWW.Example.COM', path: '/v1' }, { outcome: 'forward', route: 'www' }],
    ['a trailing dot', { sni: 'www.example.com.', path: '/v1' }, { outcome: 'forward', route: 'www' }],
    ['an IP literal counts as no SNI', { sni: '10.0.0.1' }, refusedByAlert],
    ['a bad name counts as no SNI', { sni: 'a_b.example.com' }, refusedByAlert],
    ['an IP literal falls to *', { port: 6443, sni: '10.0.0.1' }, { outcome: 'forward', route: 'all' }],
    [
      'the exact address first',
      { port: 5443, address: '10.0.0.1', sni: 'in.example.com' },
      { listener: 'inner', upstream: 'pay' },
    ],
    [
      'any spelling of it',
      { port: 5443, address: '2001:DB8:0::1', sni: 'in.example.com' },
      { listener: 'inner-six', upstream: 'deep' },
    ],
    [
      'an IPv4-mapped spelling',
      { port: 5443, address: '::ffff:10.0.0.1', sni: 'in.example.com' },
      { listener: 'inner' },
    ],
    [
      'then 0.0.0.0',
      { port: 5443, address: '10.0.0.2', sni: 'in.example.com' },
      { listener: 'outer', upstream: 'rest' },
    ],
    [
      '0.0.0.0 takes no IPv6',
      { port: 5443, address: '2001:db8::2', sni: 'in.example.com' },
      { outcome: 'reject', listener: null },
    ],
    ['no address asked: the first of the port', { port: 5443, sni: 'in.example.com' }, { listener: 'inner' }],
    ['a listener without address takes all', { address: '192.0.2.1', sni: www }, { listener: 'https' }],
    ['a route on no listener answers nowhere', { sni: 'nowhere.example.com' }, refusedByAlert],
    ['a route on an http listener answers nowhere', { port: 80, sni: 'on-http.example.com' }, { route: 'all' }],
  ])
})

describe('2. exact beats the longest wildcard beats *', () => {
  cases([
    [
      'exact before wildcards',
      { sni: 'x.a.deep.example' },
      {
        route: 'deep-exact',
        runnerUp: {
          route: 'deeper',
          host: '*.a.deep.example',
          reason: '*.a.deep.example of route deeper also matches x.a.deep.example, but is less specific',
        },
      },
    ],
    [
      'the longest wildcard',
      { sni: 'y.a.deep.example' },
      { route: 'deeper', runnerUp: expect.objectContaining({ route: 'deep' }) },
    ],
    [
      'of equal length, one label before any depth',
      { sni: 'y.deep.example' },
      { route: 'deep-one', runnerUp: expect.objectContaining({ route: 'deep' }) },
    ],
    ['any depth', { sni: 'a.b.c.deep.example' }, { route: 'deep', upstream: 'deep' }],
    ['one label is one label', { sni: 'a.wild.example' }, { route: 'one' }],
    ['and not two', { sni: 'a.b.wild.example' }, refusedByAlert],
    ['never the apex, one label', { sni: 'wild.example' }, refusedByAlert],
    ['never the apex, any depth', { sni: 'deep.example' }, refusedByAlert],
    ['never a longer name with the same end', { sni: 'evilwild.example' }, refusedByAlert],
    ['* for any name', { port: 6443, sni: 'some.example' }, { route: 'all', certificate: 'other' }],
    [
      'exact before *',
      { port: 6443, sni: 'but.example.com' },
      { route: 'all-but', runnerUp: expect.objectContaining({ route: 'all', host: '*' }) },
    ],
    [
      'the first of two with one host',
      { sni: 'pay.example.com' },
      {
        route: 'pay',
        runnerUp: {
          route: 'pay-late',
          host: 'pay.example.com',
          reason: 'route pay-late names pay.example.com too, but stands later in the plan',
        },
      },
    ],
  ])
})

describe('3. no SNI', () => {
  cases([
    [
      'is refused',
      {},
      {
        ...refusedByAlert,
        reason: 'no route has "*", and the client sent no SNI; the listener refuses it with a TLS alert',
      },
    ],
    [
      'falls to *',
      { port: 6443 },
      { outcome: 'forward', route: 'all', certificateFrom: 'edge', certificate: 'other', upstream: null },
    ],
    [
      'falls to the unmatched route, passed through',
      { port: 7443 },
      { outcome: 'forward', route: 'blind', upstream: 'pay', certificateFrom: 'backend' },
    ],
    [
      'falls to the unmatched route, terminated',
      { port: 8443 },
      { outcome: 'forward', route: 'rest', certificate: 'other', upstream: null },
    ],
    [
      'and then the host decides',
      { port: 8443, host: 'rest.example.com' },
      { outcome: 'forward', route: 'rest', upstream: 'rest' },
    ],
    ['a dangling unmatched route refuses', { port: 9443 }, refusedByAlert],
    [
      'an unknown name is refused',
      { sni: 'unknown.example' },
      { ...refusedByAlert, reason: 'no route has unknown.example; the listener refuses it with a TLS alert' },
    ],
    [
      'an unknown name goes to the unmatched route',
      { port: 7443, sni: 'unknown.example' },
      {
        route: 'blind',
        outcome: 'forward',
        reason:
          'no route has unknown.example; the listener gives unmatched names to route blind; passthrough: the backend ends TLS',
      },
    ],
    // Its certificate shows, but no host has the name: the authority belongs to nobody.
    [
      "terminated, its authority is nobody's",
      { port: 8443, sni: 'unknown.example' },
      { outcome: 'misdirected', status: 421, route: 'rest' },
    ],
    ['a dangling unmatched route refuses names', { port: 9443, sni: 'unknown.example' }, refusedByAlert],
  ])
})

describe('4. the mode decides, then the authority is matched again', () => {
  cases([
    [
      'passthrough',
      { sni: 'pay-shut.example.com', path: '/x' },
      {
        outcome: 'forward',
        mode: 'passthrough',
        certificateFrom: 'backend',
        certificate: null,
        upstream: 'pay',
        path: null,
        status: null,
      },
    ],
    ['passthrough sees no authority', { sni: 'pay.example.com', host: www }, { outcome: 'forward', route: 'pay' }],
    [
      'passthrough asks no client certificate',
      { sni: 'pay.example.com', clientCertificate: 'untrusted' },
      { outcome: 'forward' },
    ],
    [
      'terminate',
      { sni: 'plain.example.com' },
      {
        outcome: 'forward',
        mode: 'terminate',
        certificateFrom: 'edge',
        certificate: 'edge',
        upstream: 'web',
        path: '/',
      },
    ],
    [
      'reencrypt',
      { sni: 'again.example.com' },
      { outcome: 'forward', mode: 'reencrypt', certificateFrom: 'edge', upstream: 'web' },
    ],
    [
      'another terminated host of the listener',
      { sni: 'plain.example.com', host: `${www}:443`, path: '/v1' },
      { outcome: 'forward', route: 'www', upstream: 'v1', certificate: 'edge' },
    ],
    [
      'a terminated wildcard',
      { sni: 'plain.example.com', host: 'a.wild.example' },
      { outcome: 'forward', route: 'one' },
    ],
    [
      '421: an authority that is passed through',
      { sni: 'plain.example.com', host: 'pay.example.com' },
      { outcome: 'misdirected', status: 421, upstream: null, certificateFrom: 'edge' },
    ],
    [
      '421: by a passthrough wildcard',
      { sni: 'plain.example.com', host: 'z.deep.example' },
      { outcome: 'misdirected', status: 421 },
    ],
    [
      '421: an authority of no host',
      { sni: 'plain.example.com', host: 'unknown.example' },
      { outcome: 'misdirected', status: 421 },
    ],
    [
      '421: an authority of another listener',
      { sni: 'plain.example.com', host: 'rest.example.com' },
      { outcome: 'misdirected', status: 421 },
    ],
    ['421: an address', { sni: 'plain.example.com', host: '10.0.0.1:443' }, { outcome: 'misdirected', status: 421 }],
    [
      '421: no certificate asked → required',
      { sni: 'plain.example.com', host: 'partners-required.example.com' },
      { outcome: 'misdirected', status: 421 },
    ],
    [
      '421: required → no certificate asked',
      { sni: 'partners-required.example.com', host: 'plain.example.com', clientCertificate: { trust: 'partners' } },
      { outcome: 'misdirected', status: 421 },
    ],
    [
      '421: optional → required',
      {
        sni: 'partners-optional.example.com',
        host: 'partners-required.example.com',
        clientCertificate: { trust: 'partners' },
      },
      { outcome: 'misdirected', status: 421 },
    ],
    [
      '421: required → optional',
      {
        sni: 'partners-required.example.com',
        host: 'partners-optional.example.com',
        clientCertificate: { trust: 'partners' },
      },
      { outcome: 'misdirected', status: 421 },
    ],
    [
      '421: other trust',
      {
        sni: 'partners-required.example.com',
        host: 'clinics-required.example.com',
        clientCertificate: { trust: 'partners' },
      },
      { outcome: 'misdirected', status: 421 },
    ],
    [
      'the same class may share',
      {
        sni: 'partners-required.example.com',
        host: 'partners-too.example.com',
        clientCertificate: { trust: 'partners' },
      },
      { outcome: 'forward', route: 'partners-too' },
    ],
    ['* takes any authority', { port: 6443, sni: 'a.example', host: '10.0.0.1' }, { outcome: 'forward', route: 'all' }],
    [
      'but none that is passed through',
      { port: 6443, sni: 'a.example', host: 'but.example.com' },
      { outcome: 'misdirected', status: 421 },
    ],
    ['no host', { sni: www, host: null }, { outcome: 'reject', status: 400 }],
    ['an empty host', { sni: www, host: '' }, { outcome: 'reject', status: 400 }],
  ])
})

describe('client certificates', () => {
  const ask = (route: string, clientCertificate: Inquiry['clientCertificate']) => ({
    sni: `${route}.example.com`,
    ...(clientCertificate === undefined ? {} : { clientCertificate }),
  })
  const refused = {
    outcome: 'reject',
    status: null,
    certificateFrom: 'edge',
    certificate: 'mtls',
    upstream: null,
  } as const
  cases([
    ['required, none', ask('partners-required', 'none'), refused],
    // A resumed session that was never authenticated counts as having shown none.
    ['required, left out', ask('partners-required', undefined), refused],
    ['required, trusted', ask('partners-required', { trust: 'partners' }), { outcome: 'forward' }],
    ['required, of another bundle', ask('partners-required', { trust: 'clinics' }), refused],
    ['required, untrusted', ask('partners-required', 'untrusted'), refused],
    ['optional, none', ask('partners-optional', 'none'), { outcome: 'forward' }],
    ['optional, trusted', ask('partners-optional', { trust: 'partners' }), { outcome: 'forward' }],
    ['optional, of another bundle', ask('partners-optional', { trust: 'clinics' }), refused],
    ['optional, untrusted', ask('partners-optional', 'untrusted'), refused],
    ['not asked, untrusted', ask('plain', 'untrusted'), { outcome: 'forward' }],
  ])
})

describe('allow and deny lists', () => {
  const from = (clientAddress: string | null, sni = 'guarded.example.com') => ({ sni, clientAddress })
  cases([
    ['not asked', { sni: 'guarded.example.com' }, { outcome: 'forward' }],
    ['allowed', from('10.1.2.3'), { outcome: 'forward' }],
    ['allowed, IPv4-mapped', from('::ffff:10.1.2.3'), { outcome: 'forward' }],
    ['allowed, with a zone', from('fe80::1%eth0'), { outcome: 'forward' }],
    [
      'deny wins',
      from('10.9.2.3'),
      {
        outcome: 'reject',
        status: 403,
        reason: 'guarded.example.com is named by route guarded; 10.9.2.3 is on the deny list',
      },
    ],
    ['not allowed', from('192.0.2.1'), { outcome: 'reject', status: 403 }],
    ['no address passes no list', from('somewhere'), { outcome: 'reject', status: 403 }],
    ['without lists no address matters', from('somewhere', 'plain.example.com'), { outcome: 'forward' }],
    [
      'passthrough denied ends without HTTP',
      from('10.9.2.3', 'pay-guarded.example.com'),
      { outcome: 'reject', status: null, certificateFrom: null, upstream: null },
    ],
    ['passthrough let through', from('10.1.2.3', 'pay-guarded.example.com'), { outcome: 'forward', upstream: 'pay' }],
    ['served on plain HTTP, too', { ...from('10.9.2.3'), port: 80 }, { outcome: 'reject', status: 403 }],
    [
      'the list of the authority counts',
      { ...from('10.9.2.3', 'plain.example.com'), host: 'guarded.example.com' },
      { outcome: 'reject', status: 403, route: 'guarded' },
    ],
  ])
})

describe('5. paths', () => {
  const at = (path: string, method?: string): Partial<Inquiry> => ({ sni: www, path, ...(method ? { method } : {}) })
  cases([
    ['exact first', at('/v1/items'), { upstream: 'exact', path: '/one', pathIndex: 4 }],
    ['then the longest prefix', at('/v1/items/7'), { upstream: 'items', pathIndex: 3 }],
    ['a prefix ending in a slash covers itself', at('/v1/items/'), { upstream: 'items' }],
    ['a shorter prefix', at('/v1/other'), { upstream: 'v1', path: '/api/other' }],
    ['the prefix itself', at('/v1'), { upstream: 'v1', path: '/api' }],
    ['whole segments only', at('/v12'), { outcome: 'not-found', status: 404, upstream: null }],
    ['prefix before regex', at('/v1/a.png'), { upstream: 'v1' }],
    ['regex in order', at('/a/b.png'), { upstream: 'png' }],
    ['regex is anchored', at('/a/b.pngx'), { outcome: 'not-found', status: 404 }],
    ['normalised: dot segments', at('/x/../v1/./items'), { upstream: 'exact' }],
    ['normalised: slashes', at('//v1///items'), { upstream: 'exact' }],
    ['normalised: unreserved characters', at('/%76%31/items'), { upstream: 'exact' }],
    ['the query does not matter', at('/v1/items?x=/a.png'), { upstream: 'exact' }],
    ['case matters', at('/V1/items'), { outcome: 'not-found', status: 404 }],
    ['above the root', at('/../v1'), { outcome: 'reject', status: 400 }],
    ['no path', at('*'), { outcome: 'reject', status: 400 }],
    ['no rule', at('/none'), { outcome: 'not-found', status: 404, route: 'www', certificate: 'edge' }],
    ['left out: /', { sni: www }, { outcome: 'not-found', status: 404 }],
    ['method let through', at('/form', 'POST'), { outcome: 'forward' }],
    ['GET includes HEAD', at('/form', 'HEAD'), { outcome: 'forward' }],
    ['method refused', at('/form', 'DELETE'), { outcome: 'reject', status: 405, pathIndex: 5, upstream: null }],
    ['methods are case-sensitive', at('/form', 'post'), { outcome: 'reject', status: 405 }],
    [
      'by weight, the heaviest',
      at('/split'),
      {
        upstream: 'canary',
        upstreams: [
          { upstream: 'web', weight: 1 },
          { upstream: 'canary', weight: 9 },
        ],
      },
    ],
    ['a path of 64 KB', at(`/v1/${'a/'.repeat(32_000)}`), { upstream: 'v1' }],
  ])
})

describe('plain HTTP', () => {
  const challenge = '/.well-known/acme-challenge/token'
  const on = (host: string, path = '/v1', port = 80) => ({ port, host: `${host}.example.com`, path })
  cases([
    ['no plan: closed', on('plain'), { outcome: 'reject', status: null, route: 'plain', certificateFrom: null }],
    ['closed', on('shut'), { outcome: 'reject', status: null }],
    ['closed, even for ACME', on('shut', challenge), { outcome: 'reject', status: null }],
    [
      'redirect keeps the target as it came',
      on('www', '/a/../b?x=%2f'),
      { outcome: 'redirect', status: 308, path: 'https://www.example.com/a/../b?x=%2f' },
    ],
    [
      'redirect drops the port of the authority',
      { port: 80, host: 'WWW.example.com:80', path: '/' },
      { path: 'https://www.example.com/' },
    ],
    [
      'redirect names another port',
      { port: 81, host: 'in.example.com' },
      { outcome: 'redirect', path: 'https://in.example.com:5443/' },
    ],
    [
      'redirect lets ACME through to the solver',
      on('www', challenge),
      { outcome: 'forward', upstream: 'acme', path: challenge },
    ],
    ['redirect without a solver', on('www', challenge, 81), { outcome: 'redirect', status: 308 }],
    ['redirect, passthrough', on('pay-redirect', challenge), { outcome: 'redirect', status: 308 }],
    ['redirect, re-encrypt', on('again'), { outcome: 'redirect', mode: 'reencrypt' }],
    [
      'serve',
      on('served', '/x'),
      { outcome: 'forward', upstream: 'web', path: '/x', certificateFrom: null, certificate: null },
    ],
    ['forward', on('handed', '/a/../b'), { outcome: 'forward', upstream: 'web', path: '/b' }],
    ['forward, passthrough', on('pay-handed', challenge), { outcome: 'forward', upstream: 'pay', mode: 'passthrough' }],
    ['acme-only: a challenge', on('acme', challenge), { outcome: 'forward', upstream: 'acme' }],
    ['acme-only: a challenge without solver', on('acme', challenge, 81), { outcome: 'forward', upstream: 'web' }],
    ['acme-only: a challenge to the backend', on('pay-acme', challenge), { outcome: 'forward', upstream: 'pay' }],
    [
      'acme-only: a challenge by another spelling',
      on('acme', '/x/../.well-known//acme-challenge/t'),
      { outcome: 'forward', upstream: 'acme', path: '/.well-known/acme-challenge/t' },
    ],
    ['acme-only: the folder alone', on('acme', '/.well-known/acme-challenge'), { outcome: 'not-found', status: 404 }],
    ['acme-only: anything else', on('acme'), { outcome: 'not-found', status: 404 }],
    ['acme-only, passthrough: anything else', on('pay-acme'), { outcome: 'not-found', status: 404 }],
    ['closed, passthrough', on('pay-shut'), { outcome: 'reject', status: null }],
    ['an unknown host falls to *', on('unknown', '/'), { outcome: 'forward', route: 'all' }],
    ['a bad path', on('served', '/%'), { outcome: 'reject', status: 400 }],
    ['no host', { port: 80, host: null }, { outcome: 'reject', status: 400, listener: 'http', route: null }],
    ['an empty host', { port: 80, host: '' }, { outcome: 'reject', status: 400 }],
    ['no certificate is asked', { ...on('served'), clientCertificate: 'untrusted' }, { outcome: 'forward' }],
    [
      'hosts of every tls listener answer',
      { port: 80, host: 'in.example.com' },
      { outcome: 'redirect', route: 'inner' },
    ],
  ])

  it('answers 404 where no route has the host', () => {
    const alone = compilePlan({ ...plan, routes: plan.routes.filter((route) => route.name !== 'all') })
    expect(matchRoute(alone, { port: 80, sni: null, host: 'unknown.example' })).toMatchObject({
      outcome: 'not-found',
      status: 404,
      route: null,
    })
  })
})

describe('reasons are sentences for people', () => {
  const says = (inquiry: Partial<Inquiry>, reason: string) => check(inquiry, { reason })
  it.each<[Partial<Inquiry>, string]>([
    [{ sni: www, path: '/v1/x' }, 'www.example.com is named by route www; prefix path /v1'],
    [{ sni: 'a.wild.example' }, 'a.wild.example matches *.wild.example of route one; prefix path /'],
    [
      { port: 6443, sni: '10.0.0.1', host: 'x.example' },
      '"10.0.0.1", which is no DNS name and counts as no SNI, falls to "*" of route all; prefix path /',
    ],
    [
      { sni: '10.0.0.1' },
      'no route has "*", and the client sent "10.0.0.1", which is no DNS name and counts as no SNI; the listener refuses it with a TLS alert',
    ],
    [
      { port: 8443 },
      'no route has "*", and the client sent no SNI; the listener gives unmatched names to route rest; TLS ends here, and the request\'s host decides further',
    ],
    [
      { port: 9443, sni: 'x.example' },
      'no route has x.example; the route nobody for unmatched names does not exist on this listener, so it is refused with a TLS alert',
    ],
    [
      { sni: 'plain.example.com', host: 'pay.example.com' },
      'plain.example.com is named by route plain; but the request asks for pay.example.com, which is passed through by route pay: 421, so that the client opens another connection',
    ],
    [
      { sni: 'plain.example.com', host: 'partners-required.example.com' },
      'plain.example.com is named by route plain; but the request asks for partners-required.example.com, and route partners-required asks for other client certificates than this handshake did: 421',
    ],
    [
      { sni: 'partners-required.example.com' },
      'partners-required.example.com is named by route partners-required; the route asks for a client certificate of partners, and the client showed none',
    ],
    [{ sni: 'plain.example.com', host: 'a\u0000b'.repeat(9999) }, expect.stringMatching(/^.{1,400}$/)],
  ])('%j', says)
})
