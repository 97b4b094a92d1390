import { cleanup, render, screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { parse } from 'yaml'
import { findExample } from '@/lib/domain-model/examples/catalogue'
import type { PatchOperation } from '@/lib/domain-model/patch'
import { planJsonSchema } from '@/lib/domain-model/plan'
import { type PlanForm, PlanFormProvider } from './fields/plan-form'
import { Inspector } from './inspector'

afterEach(cleanup)

const hybrid = parse(findExample('finance-saas')?.text() ?? '')
const httpParts = {
  certificate: 'api',
  paths: [{ path: '/v1', upstream: 'web', rewrite: { prefix: '/' } }],
  requestHeaders: {},
  responseHeaders: {},
  rateLimit: {},
  clientAuth: {},
  hsts: {},
  waf: {},
}
/** Every optional group switched on, so that every field is on the page. */
const full = {
  name: 'full',
  extras: [{ target: 'haproxy', place: 'global', lines: ['x'] }],
  listeners: [
    { name: 'https', port: 443, protocol: 'tls', acceptProxyProtocol: { from: [] } },
    { name: 'http', port: 80, protocol: 'http', acceptProxyProtocol: { from: [] } },
  ],
  upstreams: ['http', 'tcp', 'tls'].map((kind) => ({
    name: `web-${kind}`,
    servers: [{ host: '10.0.0.1', port: 80 }],
    service: {},
    health: { kind },
  })),
  certificates: [{ name: 'api', hosts: ['api.example.com'] }],
  trust: [{ name: 'partners' }],
  routes: [
    { name: 'ends', listener: 'https', hosts: ['*.example.com'], mode: 'terminate', ...httpParts },
    { name: 'again', listener: 'https', hosts: ['*.example.com'], mode: 'reencrypt', ...httpParts, upstreamTls: {} },
    { name: 'through', listener: 'https', hosts: ['*.example.com'], mode: 'passthrough', upstream: 'web-tcp' },
  ],
}

function show(data: unknown, selection: string | null, more: Partial<PlanForm> = {}) {
  const apply = vi.fn<(operations: PatchOperation[], key: string | null) => void>()
  const form: PlanForm = {
    data,
    findings: [],
    apply,
    showsHelp: true,
    select: () => {},
    compare: () => {},
    duplicate: () => {},
    remove: () => {},
    askSheet: () => {},
    ...more,
  }
  const { container } = render(
    <PlanFormProvider value={form}>
      <Inspector
        selection={selection}
        targets={[]}
        lockedBecause={null}
        unread={null}
        onToggleHelp={() => {}}
        plan={null}
        target={null}
      />
    </PlanFormProvider>,
  )
  return { apply, container }
}

interface Schema {
  properties?: Record<string, Schema>
  items?: Schema
  anyOf?: Schema[]
  oneOf?: Schema[]
  const?: unknown
}
const leaves = (schema: Schema): Schema[] => (schema.anyOf ?? schema.oneOf)?.flatMap(leaves) ?? [schema]

/** The members that the schema gives a thing which says this of itself; groups are followed, lists are one field. */
function membersOf(schema: Schema, value: unknown, at: string): string[] {
  const fits = leaves(schema).filter((leaf) =>
    Object.entries(leaf.properties ?? {}).every(
      ([key, { const: fixed }]) =>
        fixed === undefined || (value as Record<string, unknown> | undefined)?.[key] === fixed,
    ),
  )
  return fits.flatMap((leaf) =>
    Object.entries(leaf.properties ?? {}).flatMap(([member, below]) => {
      const path = `${at}/${member}`
      const held = (value as Record<string, unknown> | undefined)?.[member]
      const isGroup = leaves(below).some((one) => one.properties) && typeof held === 'object' && !Array.isArray(held)
      const first = Array.isArray(held) && below.items && leaves(below.items).some((one) => one.properties)
      if (first) return membersOf(below.items as Schema, held[0], `${path}/0`)
      return isGroup ? membersOf(below, held, path) : [path]
    }),
  )
}

const schema = planJsonSchema() as Schema
const things = (['listeners', 'routes', 'upstreams', 'certificates', 'trust'] as const).flatMap((kind) =>
  full[kind].map((thing, index) => [`${kind} ${thing.name}`, kind, index, thing] as const),
)

describe('a form has every field of the schema', () => {
  test.each(things)('%s', (_, kind, index, thing) => {
    const at = `/${kind}/${index}`
    const { container } = show(full, at)
    const written = [...container.querySelectorAll('[name]')].map((control) => control.getAttribute('name') ?? '')
    const wanted = membersOf(schema.properties?.[kind]?.items ?? {}, thing, at)
    expect(wanted.length).toBeGreaterThan(1)
    const missing = wanted.filter(
      (path) =>
        !written.some((name) => name === path || name.startsWith(`${path}/`)) &&
        // Chosen by three buttons, the health check by its kind.
        !/\/mode$|\/health\/kind$/.test(path),
    )
    expect(missing).toEqual(kind === 'routes' ? missing.filter((path) => path.endsWith('/paths/0/upstreams')) : [])
  })
})

test('the plan itself: name, description, namespace, verbatim lines', () => {
  const { container } = show(full, null)
  for (const name of ['/name', '/description', '/namespace', '/extras/0/target', '/extras/0/place', '/extras/0/lines'])
    expect(container.querySelector(`[name="${name}"]`), name).not.toBeNull()
})

test('what this mode cannot have is there, disabled, with the reason beside it', () => {
  show(hybrid, '/routes/1')
  const plainHttp = screen.getByRole('combobox', { name: 'Plain HTTP' })
  const serve = within(plainHttp).getByRole('option', { name: 'serve (only with mode terminate or reencrypt)' })
  expect(serve).toHaveProperty('disabled', true)
  expect(within(plainHttp).getByRole('option', { name: 'forward' })).toHaveProperty('disabled', false)
  expect(screen.getByRole('checkbox', { name: /rate limit/i })).toHaveProperty('disabled', true)
  expect(screen.getByText(/A passthrough route cannot count requests: it sees connections only/)).toBeTruthy()
  const listener = screen.getByRole('combobox', { name: 'Listener' })
  expect(within(listener).getByRole('option', { name: /^http \(speaks plain HTTP/ })).toHaveProperty('disabled', true)
})

test('a terminated route may serve on plain HTTP, and nothing is disabled', () => {
  show(hybrid, '/routes/0')
  const plainHttp = screen.getByRole('combobox', { name: 'Plain HTTP' })
  expect(within(plainHttp).getByRole('option', { name: 'serve' })).toHaveProperty('disabled', false)
  expect(screen.queryByText(/A passthrough route cannot/)).toBeNull()
})

test('the last host, path and server say why they stay', () => {
  show(full, '/routes/0')
  expect(screen.getByText(/The last host stays/)).toBeTruthy()
  expect(screen.getByText(/The last path stays/)).toBeTruthy()
  cleanup()
  show({ upstreams: [{ name: 'a', servers: [{ host: '10.0.0.1', port: 80 }] }] }, '/upstreams/0')
  expect(screen.getByText(/The last server stays/)).toBeTruthy()
  expect(screen.getByRole('button', { name: /^Delete server 1/ })).toHaveProperty('disabled', true)
})

test('changing the protocol says first what it takes out', async () => {
  const { apply } = show(hybrid, '/listeners/0')
  expect(screen.getByText(/Changing it takes out TLS profile, unmatched/)).toBeTruthy()
  await userEvent.selectOptions(screen.getByRole('combobox', { name: 'Protocol' }), 'http')
  expect(apply.mock.calls[0]?.[0].map(({ op, path }) => `${op} ${path}`)).toEqual([
    'remove /listeners/0/tlsProfile',
    'remove /listeners/0/unmatched',
    'add /listeners/0/protocol',
  ])
})

test('another kind of health check keeps its times', async () => {
  const data = { upstreams: [{ name: 'a', servers: [], health: { kind: 'http', path: '/x', rise: 4 } }] }
  const { apply } = show(data, '/upstreams/0')
  await userEvent.selectOptions(screen.getByRole('combobox', { name: 'Kind' }), 'tls')
  expect(apply.mock.calls[0]?.[0]).toEqual([
    { op: 'replace', path: '/upstreams/0/health', value: { kind: 'tls', rise: 4 } },
  ])
})

test('no heading says what its only field says', () => {
  for (const [, kind, index] of things) {
    show(full, `/${kind}/${index}`)
    for (const heading of screen.getAllByRole('heading', { level: 3 })) {
      const next = heading.closest('section')?.querySelector('label:not(.sr-only), legend:not(.sr-only)')
      expect(next?.textContent, `${kind} ${index}`).not.toBe(heading.textContent)
    }
    cleanup()
  }
})

test('a finding stands at its field, whatever kind of field it is', () => {
  const finding = {
    rule: 'x',
    severity: 'warning' as const,
    message: 'Look here.',
    related: [],
    fix: null,
    line: 1,
    column: 1,
  }
  for (const path of ['/routes/0/hsts/preload', '/routes/0/hsts', '/routes/0/hosts/0', '/routes/0/paths/0/methods']) {
    show(full, '/routes/0', { findings: [{ ...finding, path }] })
    expect(screen.getAllByText('Look here.'), path).toHaveLength(1)
    cleanup()
  }
})
