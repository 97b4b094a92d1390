import { expect, test } from 'vitest'
import { compilePlan } from '@/lib/domain-model/compile-plan'
import type { Inquiry } from '@/lib/domain-model/decision'
import { findExample } from '@/lib/domain-model/examples/catalogue'
import { manyTenantsPlan } from '@/lib/domain-model/examples/many-tenants'
import { matchRoute } from '@/lib/domain-model/match-route'
import { type Plan, planSchema } from '@/lib/domain-model/plan'
import { parsePlanText } from '@/lib/domain-model/plan-document'
import { runRules } from '@/lib/rules/run-rules'
import { type Layout, layOut } from './layout'
import { litNodes } from './lit-path'
import { routesOf } from './route-groups'
import { paints } from './shape'
import { stepFrom } from './step'
import { escapeText, svgFile } from './svg-file'
import { type TopologyOptions, topologyGraph } from './topology-graph'

const planOf = (text: string): Plan => {
  const { plan, problems } = parsePlanText(text)
  if (!plan) throw new Error(problems[0]?.message)
  return plan
}
const tenants = (count: number) => planSchema.parse(manyTenantsPlan(count))
const example = (id: string) => planOf(findExample(id)?.text() ?? '')
const graphOf = (plan: Plan, options: Partial<TopologyOptions> = {}) =>
  topologyGraph(plan, plan.routes.length > 10 ? [] : runRules(plan), {
    grouping: 'auto',
    expanded: new Set(),
    ...options,
  })
const nodeNamed = (plan: Plan, title: string, options: Partial<TopologyOptions> = {}) => {
  const node = graphOf(plan, options).nodes.find((candidate) => candidate.title === title)
  if (!node) throw new Error(`no node ${title}`)
  return node
}
const palette = Object.fromEntries(paints.map((paint) => [paint, '#123456'])) as Record<(typeof paints)[number], string>

test('locks stand where TLS starts and ends, by mode', () => {
  const hybrid = example('finance-saas')
  expect(nodeNamed(hybrid, 'Clients')).toMatchObject({ lockRight: 'starts' })
  expect(nodeNamed(hybrid, 'api')).toMatchObject({ lockLeft: 'ends', lockRight: null })
  expect(nodeNamed(hybrid, 'payments')).toMatchObject({ lockLeft: null, lockRight: null })
  expect(nodeNamed(hybrid, 'api-gateway')).toMatchObject({ lockLeft: null, proxy: null })
  expect(nodeNamed(hybrid, 'payment-service')).toMatchObject({ lockLeft: 'ends', proxy: 'PROXY v2' })
  const again = graphOf(example('reencrypt')).nodes
  expect(again.find(({ id }) => id === 'route:0')).toMatchObject({ lockLeft: 'ends', lockRight: 'starts' })
  expect(again.find(({ id }) => id === 'upstream:search')).toMatchObject({ lockLeft: 'ends' })
})

test('encrypted and clear hops are told apart, plain HTTP included', () => {
  const edges = graphOf(example('finance-saas')).edges.map(({ from, to, isEncrypted, mode }) =>
    [from, to, isEncrypted ? 'tls' : 'clear', mode ?? '-'].join(' '),
  )
  expect(edges).toEqual([
    'clients:tls listener:0 tls -',
    'listener:0 switch:0 tls -',
    'switch:0 route:0 tls terminate',
    'switch:0 route:1 tls passthrough',
    'clients:http listener:1 clear -',
    'listener:1 switch:1 clear -',
    'switch:1 plain-http:1:redirect clear -',
    'switch:1 plain-http:1:closed clear -',
    'route:0 upstream:api-gateway clear terminate',
    'route:1 upstream:payment-service tls passthrough',
  ])
})

test('a node says in words what the drawing shows', () => {
  const hybrid = example('finance-saas')
  expect(nodeNamed(hybrid, 'payments').name).toMatch(
    /^Passthrough route payments; payments\.example\.com; certificate: the backend's; TLS runs through; goes to payment-service/,
  )
  expect(nodeNamed(hybrid, 'payment-service').name).toContain('PROXY v2 protocol on the way in')
})

test('findings are counted on the thing they are about', () => {
  const plan = planOf(
    (findExample('finance-saas')?.text() ?? '').replace('[payments.example.com]', '[api.example.com]'),
  )
  expect(nodeNamed(plan, 'payments').counts.error).toBeGreaterThan(0)
  expect(nodeNamed(plan, 'api').counts.error).toBeGreaterThan(0)
  expect(nodeNamed(plan, 'api').name).toMatch(/\d errors?/)
})

test('what a plan names but does not have is drawn as missing', () => {
  const plan = planOf(
    (findExample('finance-saas')?.text() ?? '')
      .replace('upstream: api-gateway }', 'upstream: nobody }')
      .replace('listener: https\n    hosts: [payments', 'listener: nowhere\n    hosts: [payments'),
  )
  expect(nodeNamed(plan, 'nobody')).toMatchObject({ isMissing: true, pointer: null })
  expect(nodeNamed(plan, 'payments')).toMatchObject({ isMissing: true })
  expect(nodeNamed(plan, 'payments').name).toContain('no TLS listener leads here')
})

test('200 routes are gathered by mode and domain, and their upstreams with them', () => {
  const plan = tenants(200)
  const { nodes } = graphOf(plan)
  expect(nodes.filter(({ column }) => column === 3).map(({ title, lines }) => [title, lines[0]?.text])).toEqual([
    ['*.example.com', '160 routes'],
    ['*.example.com', '40 routes'],
    ['Redirect to HTTPS', '160 routes'],
    ['Closed', '40 routes'],
  ])
  expect(nodes.filter(({ column }) => column === 4).map(({ title }) => title)).toEqual([
    '160 upstreams',
    '40 upstreams',
  ])
})

test('groups open step by step, and nothing is lost or twice on the way down', () => {
  const plan = tenants(1000)
  const expanded = new Set<string>()
  for (;;) {
    const shut = graphOf(plan, { expanded }).nodes.find((node) => node.kind === 'group' && !node.isExpanded)
    if (!shut) break
    expanded.add(shut.id)
  }
  const { nodes, nodeOfRoute } = graphOf(plan, { expanded })
  expect(nodes.filter(({ kind }) => kind === 'route')).toHaveLength(1000)
  expect(new Set(nodes.map(({ id }) => id)).size).toBe(nodes.length)
  expect(nodeOfRoute.size).toBe(1000)
})

test('no row of siblings is longer than a person can scan, at 10,000 routes', () => {
  const plan = tenants(10_000)
  const { nodes } = graphOf(plan, { grouping: 'none' })
  expect(nodes.length).toBeLessThan(200)
  expect(routesOf({ route: 3 })).toEqual([3])
})

test('the same plan gives the same drawing, without overlaps and inside its frame', () => {
  for (const plan of [...['finance-saas', 'reencrypt', 'wildcard-exception'].map(example), tenants(300)]) {
    for (const direction of ['across', 'down'] as const) {
      const layout = layOut(graphOf(plan), direction)
      expect(layOut(graphOf(plan), direction)).toEqual(layout)
      expect(layout.nodes).toHaveLength(graphOf(plan).nodes.length)
      expect(overlaps(layout)).toEqual([])
      for (const { x, y, width, height } of layout.nodes) {
        expect(x).toBeGreaterThanOrEqual(0)
        expect(y).toBeGreaterThanOrEqual(0)
        expect(x + width).toBeLessThanOrEqual(layout.width)
        expect(y + height).toBeLessThanOrEqual(layout.height)
      }
    }
  }
})

function overlaps({ nodes }: Layout): string[] {
  return nodes.flatMap((one, index) =>
    nodes
      .slice(index + 1)
      .filter((other) => one.column === other.column && one.y < other.y + other.height && other.y < one.y + one.height)
      .map((other) => `${one.id} ${other.id}`),
  )
}

test.each<[string, Inquiry, string[]]>([
  [
    'passed through',
    { port: 443, sni: 'payments.example.com' },
    ['clients:tls', 'listener:0', 'route:1', 'switch:0', 'upstream:payment-service'],
  ],
  [
    'terminated',
    { port: 443, sni: 'api.example.com', path: '/v1/x' },
    ['clients:tls', 'listener:0', 'route:0', 'switch:0', 'upstream:api-gateway'],
  ],
  [
    'no such path: it ends at the route',
    { port: 443, sni: 'api.example.com', path: '/v2' },
    ['clients:tls', 'listener:0', 'route:0', 'switch:0'],
  ],
  ['unknown: it ends at the switch', { port: 443, sni: 'who.example.com' }, ['clients:tls', 'listener:0', 'switch:0']],
  [
    'plain HTTP',
    { port: 80, sni: null, host: 'api.example.com' },
    ['clients:http', 'listener:1', 'plain-http:1:redirect', 'switch:1'],
  ],
  ['nothing listens', { port: 22, sni: null }, []],
])('the path of a connection is lit: %s', (_, inquiry, expected) => {
  const plan = example('finance-saas')
  const decision = matchRoute(compilePlan(plan), inquiry)
  expect([...litNodes(plan, graphOf(plan), decision)].sort()).toEqual(expected)
})

test('inside a shut group the group is lit', () => {
  const plan = tenants(200)
  const decision = matchRoute(compilePlan(plan), { port: 443, sni: 'tenant-00123.example.com' })
  const graph = graphOf(plan)
  expect(litNodes(plan, graph, decision)).toContain(graph.nodeOfRoute.get(122))
})

test('arrow keys follow the edges and come back the way they came', () => {
  const layout = layOut(graphOf(example('finance-saas')))
  const walk = (keys: Parameters<typeof stepFrom>[2][]) => {
    let at = 'clients:tls'
    let from: string | null = null
    const trail = [at]
    for (const key of keys) {
      const next = stepFrom(layout, at, key, from)
      if (next !== at) from = at
      at = next
      trail.push(at)
    }
    return trail
  }
  expect(walk(['ArrowRight', 'ArrowRight', 'ArrowRight', 'ArrowRight', 'ArrowRight'])).toEqual([
    'clients:tls',
    'listener:0',
    'switch:0',
    'route:0',
    'upstream:api-gateway',
    'upstream:api-gateway',
  ])
  expect(walk(['ArrowRight', 'ArrowDown', 'ArrowLeft']).at(-1)).toBe('clients:http')
  expect(walk(['ArrowRight', 'ArrowRight', 'ArrowRight', 'ArrowDown', 'ArrowRight', 'ArrowLeft']).at(-1)).toBe(
    'route:1',
  )
  expect(walk(['ArrowRight', 'End']).at(-1)).toBe('listener:1')
})

test('the exported file stands alone and cannot be talked into markup', () => {
  const plan = structuredClone(example('finance-saas'))
  const [route] = plan.routes
  if (route) route.name = '</text><script>alert(1)</script>&"\'\u0007'
  const layout = layOut(graphOf(plan))
  const file = svgFile(layout, {
    title: 'a & b',
    palette,
    fontRules: '@font-face{font-family:"X";src:url(data:font/woff2;base64,AAAA) format("woff2")}',
    emphasis: { lit: null, selected: null },
  })
  expect(/var\(|(?:href|src)=|url\((?!data:)|<script/.exec(file)).toBeNull()
  expect(file).toContain('&lt;')
  const parsed = file.replace(/<style>.*<\/style>/, '')
  expect([...parsed.matchAll(/<([a-z]+)/g)].map(([, name]) => name)).not.toContain('script')
  expect(new Set([...file.matchAll(/<\/?([a-z]+)/g)].map(([, name]) => name))).toEqual(
    new Set(['svg', 'title', 'style', 'rect', 'text', 'g', 'path']),
  )
  expect(escapeText('a\u0000b\ud800c')).toBe('a\ufffdb\ufffdc')
})
