import type { Loss } from '../../diagnostics/loss'
import type { Plan } from '../../domain-model/plan'
import { terminatesTls } from '../../domain-model/route'
import { plainPlan } from '../shared/plain-plan'
import type { EmitOptions } from '../target'
import { type ConfigTree, comment, type ListFile, type Section } from './ast'
import { pathLimitName } from './backend-rules'
import { backendSection, needsResolver } from './backends'
import { at, certificateFile, createEdge, type Edge, innerSocket } from './edge'
import { reportUnusedExtras } from './extras'
import { defaultsSection, globalSection, resolversSection } from './global'
import { httpListenerSection } from './http-listener'
import { identityStrippingLines } from './http-steps'
import { addPathMaps } from './path-rules'
import { limitTable } from './rate-limits'
import { refuseSections } from './refuse'
import { fitRegexes } from './regex-fitness'
import { hstsLines } from './terminating-frontend'
import { refuseHop, tlsListenerSections } from './tls-listener'

export interface Lowered {
  config: ConfigTree
  files: ListFile[]
  losses: Loss[]
}

/** Plan → haproxy.cfg, maps and certificate lists as trees. Never throws; what it cannot say is a loss. */
export function lower(unchecked: Plan, options: EmitOptions): Lowered {
  const plain = plainPlan(unchecked)
  const fit = fitRegexes(plain.plan)
  const edge = createEdge(fit.plan, options)
  edge.losses.push(...plain.losses, ...fit.losses)
  edge.pathMaps = addPathMaps(edge)
  edge.hstsLines = hstsLines(edge)
  edge.identityLines = identityStrippingLines(edge)

  const frontends = listenerSections(edge)
  const backends = edge.backends.all.map((backend) => backendSection(edge, backend))
  reportUnreachable(edge)
  reportUnusedExtras(edge, usedPlaces(edge))

  const every = [...frontends, ...backends]
  const uses = (word: string) =>
    every.some(({ lines }) => lines.some((line) => line.kind === 'directive' && line.words.includes(word)))
  const named = edge.backends.all.some(({ upstream }) =>
    edge.upstreams.get(upstream)?.upstream.servers.some(({ host }) => needsResolver(host)),
  )
  const sections = [
    globalSection(edge, {
      http: uses('normalize-uri'),
      clientAuth: edge.plan.routes.some((route) => 'clientAuth' in route && route.clientAuth) && uses('verify'),
      serverTls: edge.backends.all.some(({ kind }) => kind === 'reencrypt'),
    }),
    defaultsSection(edge),
    ...(named ? [resolversSection()] : []),
    ...every,
    ...limitSections(edge),
  ]
  return {
    config: { head: [comment(`Plan ${edge.plan.name || '_'}.`, ['/name'])], sections },
    files: edge.files,
    losses: edge.losses,
  }
}

function listenerSections(edge: Edge): Section[] {
  const refusal = refusalCertificate(edge)
  let isRefusing = false
  const sections = edge.compiled.listeners.flatMap((tables) => {
    const { listener } = tables
    if (listener.protocol === 'http') return [httpListenerSection(edge, tables, listener)]
    const own = tlsListenerSections(edge, tables, listener, refusal !== null)
    isRefusing ||= own.some(({ lines }) =>
      lines.some(
        (line) => line.kind === 'directive' && line.words[0] === 'default_backend' && line.words[1] === refuseHop,
      ),
    )
    return own
  })
  const [first] = edge.compiled.listeners
  if (!first)
    edge.losses.push({
      path: '/listeners',
      feature: 'listeners',
      reason: 'The plan has no listener, and HAProxy does not start without one.',
      fix: 'Add a listener.',
    })
  if (isRefusing && refusal && first)
    sections.push(...refuseSections(edge, refuseHop, innerSocket(edge, first), refusal.file, refusal.from))
  return sections
}

/** A certificate that the plan terminates with, so that it is on the machine: what TLS needs to be able to say no. */
function refusalCertificate(edge: Edge): { file: string; from: string[] } | null {
  for (const index of edge.reachable) {
    const route = edge.plan.routes[index]
    if (route && terminatesTls(route))
      return { file: certificateFile(edge, route.certificate), from: [at('routes', index, 'certificate')] }
  }
  return null
}

function limitSections(edge: Edge): Section[] {
  return edge.reachable.flatMap((index) => {
    const route = edge.plan.routes[index]
    if (!route || !terminatesTls(route)) return []
    return [
      ...(route.rateLimit
        ? [limitTable(route.rateLimit, `limit:route:${edge.routeIds[index]}`, at('routes', index, 'rateLimit'))]
        : []),
      ...route.paths.flatMap((rule, pathIndex) =>
        rule.rateLimit
          ? [
              limitTable(
                rule.rateLimit,
                pathLimitName(edge, index, pathIndex),
                at('routes', index, 'paths', pathIndex, 'rateLimit'),
              ),
            ]
          : [],
      ),
    ]
  })
}

/** Routes that no listener can reach, and upstreams that have nobody to send to. */
function reportUnreachable(edge: Edge): void {
  const reachable = new Set(edge.reachable)
  const listeners = new Map(edge.plan.listeners.toReversed().map((listener) => [listener.name, listener]))
  for (const [index, route] of edge.plan.routes.entries()) {
    if (reachable.has(index)) continue
    const listener = listeners.get(route.listener)
    const reason = !listener
      ? `There is no listener ${route.listener}, so this route is left out.`
      : listener.protocol === 'tls'
        ? 'Earlier routes have all hosts of this route, so it is left out.'
        : `The listener ${route.listener} does not speak TLS, so this route is left out.`
    edge.losses.push({
      path: at('routes', index, listener?.protocol === 'tls' ? 'hosts' : 'listener'),
      feature: 'routes',
      reason,
      fix: null,
    })
  }
  for (const name of new Set(edge.backends.all.map(({ upstream }) => upstream))) {
    const known = edge.upstreams.get(name)
    if (known && known.upstream.servers.length === 0)
      edge.losses.push({
        path: at('upstreams', known.index, 'servers'),
        feature: 'upstream.servers',
        reason: `The upstream ${name} has no servers, only a Kubernetes service: HAProxy answers 503, and closes passed-through connections.`,
        fix: 'Add servers.',
      })
  }
}

function usedPlaces(edge: Edge): Set<string> {
  return new Set([
    ...edge.plan.listeners.flatMap((listener) => [
      `frontend/${listener.name}`,
      ...(listener.protocol === 'tls' ? [`terminate/${listener.name}`] : []),
    ]),
    ...edge.backends.all.map(({ upstream }) => `backend/${upstream}`),
  ])
}
