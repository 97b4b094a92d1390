import type { Finding } from '@/lib/diagnostics/finding'
import type { JsonPointer } from '@/lib/domain-model/json-pointer'
import type { Listener } from '@/lib/domain-model/listener'
import type { Plan } from '@/lib/domain-model/plan'
import { type Mode, routeUpstreams, terminatesTls } from '@/lib/domain-model/route'
import type { Upstream } from '@/lib/domain-model/upstream'
import type { SeverityCounts } from '../findings/severity-sign'
import { countsByThing, noCounts, sumCounts } from './finding-counts'
import { mono, proxyWords, routeLines, sans, upstreamLines } from './node-lines'
import { describeNode } from './node-words'
import { plainHttpAnswers, plainHttpSends, plainHttpWords } from './plain-http-answers'
import { type Grouping, groupRoutes, type RouteMember } from './route-groups'
import {
  clientsId,
  listenerId,
  plainHttpId,
  switchId,
  type Topology,
  type TopologyEdge,
  type TopologyNode,
} from './topology'

export interface TopologyOptions {
  grouping: Grouping
  expanded: ReadonlySet<string>
}

/** What can be seen of a plan when it is drawn: nodes and edges in reading order. Linear in the size of the plan. */
export function topologyGraph(plan: Plan, findings: readonly Finding[], options: TopologyOptions): Topology {
  const counts = countsByThing(findings)
  const build = new Building(plan, counts)
  build.clients()
  for (const [index, listener] of plan.listeners.entries()) {
    build.listener(listener, index)
    if (listener.protocol === 'http') build.plainHttp(index)
    else build.routes(index, options)
  }
  build.strayRoutes(options)
  build.upstreams(options)
  return build.finish()
}

type Draft = Omit<TopologyNode, 'name'>

const plainDraft = {
  lines: [],
  mode: null,
  pointer: null,
  lockLeft: null,
  lockRight: null,
  proxy: null,
  isExpanded: null,
  depth: 0,
  isMissing: false,
} satisfies Partial<Draft>

class Building {
  private nodes: Draft[] = []
  private edges = new Map<string, TopologyEdge>()
  private nodeOfRoute = new Map<number, string>()
  private nodeOfUpstream = new Map<string, string>()
  /** Upstream name → the nodes that send to it, with what they send. */
  private senders = new Map<string, Map<string, { isEncrypted: boolean; mode: Mode | null }>>()
  private groupCount = 0

  constructor(
    private readonly plan: Plan,
    private readonly counts: ReadonlyMap<JsonPointer, SeverityCounts>,
  ) {}

  /** Those who start TLS and those who do not, so that the lock stands where it belongs. */
  clients() {
    for (const isTls of [true, false]) {
      if (!this.plan.listeners.some(({ protocol }) => (protocol === 'tls') === isTls)) continue
      this.add({
        ...plainDraft,
        id: clientsId(isTls),
        kind: 'clients',
        column: 0,
        title: 'Clients',
        lines: [mono(isTls ? 'https://' : 'http://')],
        counts: noCounts,
        lockRight: isTls ? 'starts' : null,
      })
    }
  }

  listener(listener: Listener, index: number) {
    const isTls = listener.protocol === 'tls'
    this.add({
      ...plainDraft,
      id: listenerId(index),
      kind: 'listener',
      column: 1,
      title: listener.name,
      lines: [
        mono(`${listener.address ?? ''}:${listener.port}`),
        sans(isTls ? `TLS, ${listener.tlsProfile}` : 'plain HTTP'),
      ],
      pointer: `/listeners/${index}`,
      counts: this.countsOf(`/listeners/${index}`),
      proxy: listener.acceptProxyProtocol ? 'PROXY' : null,
    })
    this.connect(clientsId(isTls), listenerId(index), isTls, null)
    this.add({
      ...plainDraft,
      id: switchId(index),
      kind: 'switch',
      column: 2,
      title: isTls ? 'SNI switch' : 'Host switch',
      lines: isTls
        ? [sans(listener.unmatched === 'reject' ? 'others: refused' : `others: route ${listener.unmatched.route}`)]
        : [sans('others: 404')],
      pointer: `/listeners/${index}`,
      counts: noCounts,
    })
    this.connect(listenerId(index), switchId(index), isTls, null)
  }

  /** The routes of one TLS listener; a name that two listeners share belongs to the first, as in matching. */
  routes(listener: number, options: TopologyOptions) {
    const { name } = this.plan.listeners[listener] ?? {}
    if (this.plan.listeners.findIndex((other) => other.name === name) !== listener) return
    const own = indicesWhere(this.plan.routes, (route) => route.listener === name)
    this.members(groupRoutes(this.plan, own, options.grouping, switchId(listener)), switchId(listener), options, 0)
  }

  /** Routes whose listener does not exist or speaks no TLS: drawn, because they are in the plan, but nothing reaches them. */
  strayRoutes(options: TopologyOptions) {
    const stray = indicesWhere(this.plan.routes, (_, index) => !this.nodeOfRoute.has(index))
    this.members(groupRoutes(this.plan, stray, options.grouping, 'stray'), null, options, 0)
  }

  private members(members: readonly RouteMember[], from: string | null, options: TopologyOptions, depth: number) {
    for (const member of members) {
      if ('route' in member) this.route(member.route, from, depth)
      else {
        const { group } = member
        this.groupCount++
        const isExpanded = options.expanded.has(group.id)
        this.add({
          ...plainDraft,
          id: group.id,
          kind: 'group',
          column: 3,
          title: group.title,
          lines: [sans(`${group.routes.length} routes`)],
          mode: group.mode,
          counts: isExpanded ? noCounts : sumCounts(group.routes.map((index) => this.countsOf(`/routes/${index}`))),
          lockLeft: group.mode === 'passthrough' || isExpanded ? null : 'ends',
          lockRight: group.mode === 'reencrypt' && !isExpanded ? 'starts' : null,
          isExpanded,
          depth,
        })
        if (isExpanded) this.members(group.members, from, options, depth + 1)
        else {
          if (from) this.connect(from, group.id, true, group.mode)
          for (const index of group.routes) this.stands(index, group.id)
        }
      }
    }
  }

  private route(index: number, from: string | null, depth: number) {
    const route = this.plan.routes[index]
    if (!route) return
    const id = `route:${index}`
    this.add({
      ...plainDraft,
      id,
      kind: 'route',
      column: 3,
      title: route.name,
      lines: routeLines(route),
      mode: route.mode,
      pointer: `/routes/${index}`,
      counts: this.countsOf(`/routes/${index}`),
      lockLeft: terminatesTls(route) ? 'ends' : null,
      lockRight: route.mode === 'reencrypt' ? 'starts' : null,
      depth,
      isMissing: from === null,
    })
    if (from) this.connect(from, id, true, route.mode)
    this.stands(index, id)
  }

  private stands(index: number, id: string) {
    this.nodeOfRoute.set(index, id)
    const route = this.plan.routes[index]
    if (!route) return
    for (const upstream of routeUpstreams(route)) this.sends(id, upstream, route.mode !== 'terminate', route.mode)
  }

  /** On plain HTTP one node per answer, however many routes give it. */
  plainHttp(listener: number) {
    const self = this.plan.listeners[listener]
    const solver = self?.protocol === 'http' ? self.acmeUpstream : undefined
    const answers = plainHttpAnswers(this.plan)
    for (const { policy, routes } of answers) {
      const id = plainHttpId(listener, policy)
      this.add({
        ...plainDraft,
        id,
        kind: 'plain-http',
        column: 3,
        title: plainHttpWords[policy],
        lines: [sans(routes.length <= 3 ? routes.map(({ name }) => name).join(', ') : `${routes.length} routes`)],
        counts: noCounts,
      })
      this.connect(switchId(listener), id, false, null)
      for (const { upstream, isEncrypted } of routes.flatMap((route) => plainHttpSends(route, policy, solver)))
        this.sends(id, upstream, isEncrypted, null)
    }
    if (solver !== undefined && answers.length === 0) this.sends(switchId(listener), solver, false, null)
  }

  private sends(from: string, upstream: string, isEncrypted: boolean, mode: Mode | null) {
    const senders = this.senders.get(upstream) ?? new Map()
    this.senders.set(upstream, senders.set(from, { isEncrypted, mode }))
  }

  /** Upstreams that the same nodes send to are drawn as one where there are many. */
  upstreams(options: TopologyOptions) {
    const defined = new Map<string, { upstream: Upstream; index: number }>()
    for (const [index, upstream] of this.plan.upstreams.entries())
      if (!defined.has(upstream.name)) defined.set(upstream.name, { upstream, index })
    const names = [...new Set([...defined.keys(), ...this.senders.keys()])]
    const bySenders = new Map<string, string[]>()
    for (const name of names) {
      const key = [...(this.senders.get(name)?.keys() ?? [])].join(' ')
      const list = bySenders.get(key)
      if (list) list.push(name)
      else bySenders.set(key, [name])
    }
    const gathers = names.length > (options.grouping === 'none' ? looseUpstreamsMax * 10 : looseUpstreamsMax)
    for (const [key, members] of bySenders) {
      if (!gathers || members.length < 3) for (const name of members) this.upstream(name, defined.get(name))
      else this.upstreamGroup(`upstreams:${key}`, members, defined)
    }
  }

  private upstream(name: string, found: { upstream: Upstream; index: number } | undefined) {
    const id = `upstream:${name}`
    this.add({
      ...plainDraft,
      id,
      kind: 'upstream',
      column: 4,
      title: name,
      lines: found ? upstreamLines(found.upstream) : [sans('not in the plan')],
      pointer: found ? `/upstreams/${found.index}` : null,
      counts: found ? this.countsOf(`/upstreams/${found.index}`) : noCounts,
      lockLeft: this.enter(name, id) ? 'ends' : null,
      proxy: found ? proxyWords(found.upstream) : null,
      isMissing: !found,
    })
  }

  private upstreamGroup(
    id: string,
    members: readonly string[],
    defined: ReadonlyMap<string, { upstream: Upstream; index: number }>,
  ) {
    const known = members.flatMap((name) => defined.get(name) ?? [])
    const withProxy = known.filter(({ upstream }) => upstream.sendProxyProtocol !== 'none')
    const encrypted = members.map((name) => this.enter(name, id))
    this.add({
      ...plainDraft,
      id,
      kind: 'upstreams',
      column: 4,
      title: `${members.length} upstreams`,
      lines: [mono(`${members[0]} … ${members.at(-1)}`)],
      counts: sumCounts(known.map(({ index }) => this.countsOf(`/upstreams/${index}`))),
      lockLeft: encrypted.some(Boolean) ? 'ends' : null,
      proxy:
        withProxy.length === 0
          ? null
          : withProxy.length === members.length
            ? (proxyWords(withProxy[0]?.upstream) ?? null)
            : `PROXY to ${withProxy.length}`,
    })
  }

  /** Connects everybody who sends to an upstream with the node that stands for it; true when TLS arrives there. */
  private enter(name: string, id: string): boolean {
    this.nodeOfUpstream.set(name, id)
    let arrivesEncrypted = false
    for (const [from, { isEncrypted, mode }] of this.senders.get(name) ?? []) {
      this.connect(from, id, isEncrypted, mode)
      arrivesEncrypted ||= isEncrypted
    }
    return arrivesEncrypted
  }

  finish(): Topology {
    const edges = [...this.edges.values()]
    const byId = new Map(this.nodes.map((node) => [node.id, node]))
    const goesTo = new Map<string, string[]>()
    for (const { from, to } of edges) {
      const list = goesTo.get(from)
      const title = byId.get(to)?.title ?? ''
      if (list) list.push(title)
      else goesTo.set(from, [title])
    }
    return {
      nodes: this.nodes.map((node) => ({ ...node, name: describeNode(node, goesTo.get(node.id) ?? []) })),
      edges,
      nodeOfRoute: this.nodeOfRoute,
      nodeOfUpstream: this.nodeOfUpstream,
      groupCount: this.groupCount,
    }
  }

  private add(node: Draft) {
    this.nodes.push(node)
  }

  private connect(from: string, to: string, isEncrypted: boolean, mode: Mode | null) {
    const id = `${from} → ${to} ${isEncrypted ? 'tls' : 'clear'} ${mode ?? ''}`
    if (!this.edges.has(id)) this.edges.set(id, { id, from, to, isEncrypted, mode })
  }

  private countsOf(pointer: JsonPointer): SeverityCounts {
    return this.counts.get(pointer) ?? noCounts
  }
}

const looseUpstreamsMax = 24

function indicesWhere<Item>(items: readonly Item[], test: (item: Item, index: number) => boolean): number[] {
  return items.flatMap((item, index) => (test(item, index) ? [index] : []))
}
