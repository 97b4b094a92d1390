// Plans with hostile names, values and paths, for the tests that read output back. Only tests import this file.
import fc from 'fast-check'
import { arbitraryPlan } from './arbitrary-plan'
import { hostileHeaderValues, literalPaths, maybe, regexPaths } from './arbitrary-sketch'
import { type Plan, type PlanInput, planSchema } from './plan'

/** Text that some format reads as syntax. Fields with a grammar of their own narrow it further. */
export const hostileText = fc.oneof(
  fc.constantFrom(
    '"',
    "'",
    '}',
    '{',
    ';',
    '#',
    '$x',
    `$\{x}`,
    '\\',
    '\n',
    '\r\nX: y',
    '\u0000',
    '\u202e',
    '- x: y',
    '%[env(HOME)]',
    '*/',
    '<!--',
    '{{ x }}',
    'default',
    '~.*',
    '-f',
    '`',
    'a'.repeat(65536),
  ),
  fc.string({ unit: 'binary', maxLength: 40 }),
)

/** Schema-valid names of every shape the grammar allows, words that engines reserve among them. */
const anyName = fc.oneof(
  fc.constantFrom(
    'default',
    'global',
    'include',
    'volatile',
    'hostnames',
    'if',
    'true',
    'null',
    '1e3',
    '0',
    'a..b',
    'A_b-C.d',
    'x'.repeat(63),
  ),
  fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9._-]{0,20}[A-Za-z0-9]$/),
)

const anyHeaderValue = fc.oneof(
  fc.constantFrom(...hostileHeaderValues),
  fc.stringMatching(/^[!-~]([ -~]{0,40}[!-~])?$/),
)

const anyLiteralPath = fc.oneof(
  fc.constantFrom(
    ...literalPaths,
    "/'",
    '/$',
    '/;',
    '/(',
    '/)',
    '/*',
    '/&&',
    '/@',
    '/%7B%7D',
    '/%22',
    '/%0A',
    `/${'p'.repeat(1000)}`,
  ),
  fc.stringMatching(/^(\/[a-z!$&'()*+,;=:@_~-]{1,8}){1,3}$/),
)

const anyRegex = fc.constantFrom(
  ...regexPaths,
  '/a"b',
  '/#x',
  '/;}',
  '/\\$',
  '/[{};"\'#]+',
  '/(?:a|b){1,2}',
  '/~',
  '/a\\|b',
  '/^',
  '/%',
)

/**
 * Any plan the schema accepts, from half-written to hostile: names, values, paths, hosts, descriptions and extra lines made of what
 * configuration languages give a meaning to. References may dangle, names may repeat. For "never throws" and "never becomes syntax".
 */
export function anyPlan(): fc.Arbitrary<Plan> {
  const rename = fc.dictionary(
    fc.constantFrom('https', 'http', 'route-0', 'route-1', 'up-0', 'up-1', 'shared', 'partners'),
    anyName,
    { maxKeys: 4 },
  )
  const spice = fc.record({
    headerName: fc.stringMatching(/^X[A-Za-z0-9_-]{0,12}[A-Za-z0-9]$/),
    headerValue: anyHeaderValue,
    path: anyLiteralPath,
    regex: anyRegex,
    host: fc.constantFrom(
      'default',
      'include',
      'x',
      'hostnames',
      `${'a'.repeat(63)}.${'b'.repeat(63)}.${'c'.repeat(63)}.${'d'.repeat(59)}`,
      '0x1.example',
      'a--b.example',
    ),
    description: maybe(
      hostileText.map((text) => text.slice(0, 900)),
      2,
    ),
    file: fc.constantFrom('relative/api.pem', '/etc/ssl/+@-_.pem', '-f', `/${'f'.repeat(250)}`),
    port: fc.constantFrom(1, 80, 443, 65535),
    serverHost: fc.constantFrom('2001:db8::1', '::1', 'my_service', '_x.y_z', '127.0.0.1', 'UPPER.example'),
  })
  return fc
    .record({ plan: arbitraryPlan(), rename, spice, extras: fc.array(extra, { maxLength: 2 }) })
    .map(({ plan, rename, spice, extras }) => planSchema.parse(season({ ...plan, extras }, rename, spice)))
}

const extra = fc.record({
  target: fc.constantFrom('haproxy', 'nginx', 'ingress-nginx', 'other'),
  place: fc.constantFrom('global', 'http', 'backend/up-0', 'nowhere'),
  lines: fc.array(fc.constantFrom('# a comment', '', '   ', 'a "b', '}', '{', 'log stdout', '\\', '\t'), {
    minLength: 1,
    maxLength: 2,
  }),
})

interface Spice {
  headerName: string
  headerValue: string
  path: string
  regex: string
  host: string
  description?: string | undefined
  file: string
  port: number
  serverHost: string
}

/** Puts hostile values where the plan has tame ones. Names change everywhere or, by a coincidence of renames, collide. */
function season(plan: Plan, rename: Record<string, string>, spice: Spice): PlanInput {
  const naming = ['name', 'listener', 'certificate', 'trust', 'upstream', 'route', 'acmeUpstream', 'clientCertificate']
  const renamed = JSON.parse(JSON.stringify(plan), (key, value) =>
    typeof value === 'string' && Object.hasOwn(rename, value) && naming.includes(key) ? rename[value] : value,
  ) as Plan
  const described = spice.description === undefined ? {} : { description: spice.description }
  return {
    ...renamed,
    ...described,
    listeners: renamed.listeners.map((listener, index) => (index === 1 ? { ...listener, port: spice.port } : listener)),
    certificates: renamed.certificates.map((certificate, index) =>
      index === 0 ? { ...certificate, file: spice.file } : certificate,
    ),
    upstreams: renamed.upstreams.map((upstream, index) =>
      index === 1
        ? { ...upstream, servers: upstream.servers.map((server) => ({ ...server, host: spice.serverHost })) }
        : upstream,
    ),
    routes: renamed.routes.map((route, index) => {
      const hosts = index === 0 ? [...route.hosts, spice.host] : route.hosts
      if (route.mode === 'passthrough') return { ...route, ...described, hosts }
      const headers = { set: { [spice.headerName]: spice.headerValue }, remove: ['X-Removed'] }
      const to = { upstream: 'up-0' }
      const paths = [
        ...route.paths,
        { path: spice.path, match: 'exact' as const, ...to, requestHeaders: headers },
        { path: spice.regex, match: 'regex' as const, ...to },
        { path: spice.path, match: 'prefix' as const, rewrite: { prefix: spice.path }, ...to },
      ]
      return { ...route, ...described, hosts, paths, responseHeaders: headers }
    }),
  }
}
