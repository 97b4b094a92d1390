// Hostile text for the tests that read output back: where it goes in a plan, and what it is made of. Each target adds its own signs.
import fc from 'fast-check'
import { type Plan, type PlanInput, planSchema } from '../../domain-model/plan'

/** What no plan that passed the schema holds. */
export const forbiddenText = ['\n', '\r\n', '\0', '\u2028', '\u202e', '\u2066', '\x1b[2J', '\x7f', 'é', '😀'] as const

/** Built from these parts and a little of anything. */
export function hostileFrom(parts: readonly string[]): fc.Arbitrary<string> {
  return fc
    .array(fc.oneof(fc.constantFrom(...parts), fc.string({ unit: 'binary-ascii', maxLength: 5 })), {
      minLength: 1,
      maxLength: 12,
    })
    .map((list) => list.join(''))
}

/** A plan with a value in every place that takes free text. */
export function slotted(value: string): Plan {
  const headers = { set: { 'X-First': value, 'X-Second': `a${value}` } }
  const input: PlanInput = {
    apiVersion: 'signalbox/v1',
    kind: 'Plan',
    name: 'slots',
    listeners: [
      { name: 'https', port: 443, protocol: 'tls' },
      { name: 'http', port: 80, protocol: 'http' },
    ],
    certificates: [{ name: 'site', hosts: ['*.example.com'], file: '/etc/ssl/edge/site.pem' }],
    trust: [{ name: 'ca', file: '/etc/ssl/edge/ca.pem' }],
    upstreams: [
      { name: 'app', servers: [{ host: 'app.internal', port: 8080 }], health: { kind: 'http', path: '/healthz' } },
    ],
    routes: [
      {
        name: 'app',
        listener: 'https',
        hosts: ['app.example.com'],
        mode: 'terminate',
        certificate: 'site',
        allow: ['10.0.0.0/8'],
        clientAuth: { mode: 'optional', trust: 'ca', identityHeader: 'X-Subject' },
        paths: [
          { path: '/', upstream: 'app', rewrite: { prefix: '/new' } },
          { path: '/v[0-9]', match: 'regex', upstream: 'app' },
        ],
        plainHttp: 'serve',
      },
      {
        name: 'pass',
        listener: 'https',
        hosts: ['*.pass.example.com'],
        mode: 'passthrough',
        upstream: 'app',
        plainHttp: 'closed',
      },
    ],
  }
  const plan = planSchema.parse(input)
  // Past the schema on purpose: it would refuse what is longer than 4 KB.
  return {
    ...plan,
    description: value,
    routes: plan.routes.map((route) =>
      route.mode === 'passthrough'
        ? { ...route, description: value }
        : { ...route, description: value, requestHeaders: headers, responseHeaders: headers },
    ),
  }
}

/** Words that the schema chooses from: another word there is no plan at all. */
const chosen = new Set([
  ...['signalbox/v1', 'Plan', 'tls', 'http', 'terminate', 'passthrough', 'prefix', 'regex', 'one', 'intermediate'],
  ...['reject', 'round-robin', 'none', 'optional', 'serve', 'closed', 'h2', 'http/1.1'],
])

/**
 * Text at the end of every string that could reach the output, the same everywhere so that references still meet. `spared` names
 * members that stay as they are.
 */
export function poisoned(plan: Plan, poison: string, spared: readonly string[] = []): Plan {
  return JSON.parse(JSON.stringify(plan), (key, value) =>
    typeof value === 'string' && !chosen.has(value) && !spared.includes(key) ? `${value}${poison}` : value,
  ) as Plan
}

/** Certificates and bundles as files in the folder that a native check knows to replace. */
export function withFiles(plan: Plan): Plan {
  const named = <Item extends { file?: string | undefined }>(items: Item[], kind: string) =>
    items.map((item, index) => ({ ...item, file: `/etc/ssl/edge/${kind}-${index}.pem` }))
  return { ...plan, certificates: named(plan.certificates, 'certificate'), trust: named(plan.trust, 'trust') }
}

/** The same plan, with headers that the schema takes: names of up to 128 characters. */
export function withHeaders(headers: Readonly<Record<string, string>>): Plan {
  const plan = slotted('tame')
  const rules = { set: headers, remove: [`X-${'r'.repeat(126)}`] }
  return planSchema.parse({
    ...plan,
    routes: plan.routes.map((route) =>
      route.mode === 'passthrough' ? route : { ...route, requestHeaders: rules, responseHeaders: rules },
    ),
  })
}
