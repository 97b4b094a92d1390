import type { Loss } from '../../diagnostics/loss'
import { type JsonPointer, toPointer } from '../../domain-model/json-pointer'
import type { HttpListener, TlsListener } from '../../domain-model/listener'
import { acmeChallengePrefix } from '../../domain-model/match-plain-http'
import type { Plan } from '../../domain-model/plan'
import { type PassthroughRoute, type Route, terminatesTls } from '../../domain-model/route'
import { type Annotations, plainHttpAnnotations, routePointer } from './annotations'
import { map, type YamlDocument } from './ast'
import { addExtras, strayExtras } from './extras'
import { ingress } from './ingress-object'
import { Ledger, retirement, retirementSource } from './ledger'
import { lowerHttp } from './lower-http'
import { lowerPrerequisites, type TextLine } from './prerequisites'
import { lowerValues } from './values'

export interface Lowered {
  manifests: YamlDocument[]
  values: YamlDocument
  prerequisites: TextLine[]
  losses: Loss[]
}

/** The plan as Ingress objects, ConfigMaps of response headers, Helm values and a list of what has to be there. */
export function lower(plan: Plan, version: string): Lowered {
  const ledger = new Ledger(plan, version)
  ledger.lose('', 'target', retirement, 'Move to a target that is maintained; this one is for what still runs.')
  const tls = plan.listeners.findIndex((listener) => listener.protocol === 'tls')
  const listener = plan.listeners[tls] as TlsListener | undefined
  const blocking = plan.routes.findIndex((route) => terminatesTls(route) && route.waf?.mode === 'block')
  if (blocking !== -1) blockWithFirewall(toPointer(['routes', blocking, 'waf']), ledger)

  const manifests: YamlDocument[] = []
  const challenged: { host: string; from: JsonPointer[] }[] = []
  for (const [index, route] of plan.routes.entries()) {
    const at = routePointer(index)
    if (!listener || route.listener !== listener.name) {
      loseRoute(plan, route, index, listener, ledger)
      continue
    }
    if (!terminatesTls(route)) {
      manifests.push(...lowerPassthrough(route, index, tls, ledger))
      continue
    }
    manifests.push(...lowerHttp(route, index, listener, ledger))
    if (route.plainHttp === 'redirect' || route.plainHttp === 'acme-only')
      for (const [host, name] of route.hosts.entries())
        if (name !== '*') challenged.push({ host: name, from: [at('hosts', host)] })
  }
  manifests.push(...lowerChallenges(plan, challenged, ledger))
  strayExtras(plan, ledger)
  const values = lowerValues(plan, tls, ledger)
  const prerequisites = lowerPrerequisites(plan, ledger)
  if (manifests[0]) manifests[0].comment.unshift(...head(plan, version))
  else
    manifests.push({
      comment: [...head(plan, version), 'The plan holds nothing that ingress-nginx can route.'],
      root: map(),
      from: [],
    })
  return { manifests, values, prerequisites, losses: ledger.losses }
}

function head(plan: Plan, version: string): string[] {
  return [
    retirement,
    retirementSource,
    `Plan ${plan.name}, for the controller ${version}. Needs the settings of values.yaml; see PREREQUISITES.txt.`,
    '',
  ]
}

function blockWithFirewall(from: JsonPointer, ledger: Ledger): void {
  ledger.set('enable-modsecurity', 'true', [from])
  ledger.set('enable-owasp-modsecurity-crs', 'true', [from])
  ledger.set(
    'modsecurity-snippet',
    'SecRuleEngine On',
    [from],
    ['Blocks on every host; routes without a firewall switch it off for themselves.'],
  )
}

function loseRoute(plan: Plan, route: Route, index: number, listener: TlsListener | undefined, ledger: Ledger): void {
  const own = plan.listeners.find((other) => other.name === route.listener)
  ledger.lose(
    toPointer(['routes', index, 'listener']),
    'listener',
    own?.protocol === 'tls'
      ? `ingress-nginx has one port for TLS, and it is that of listener ${listener?.name}: what belongs to ${own.name} is left out.`
      : `Route ${route.name} belongs to no tls listener, so it answers nowhere and is left out.`,
  )
}

/** Only exact hosts: a wildcard would be accepted and then never match, so it is left out (and reported by its capability). */
function lowerPassthrough(route: PassthroughRoute, index: number, listener: number, ledger: Ledger): YamlDocument[] {
  const at = routePointer(index)
  const hosts = route.hosts.flatMap((name, host) => (name.startsWith('*') ? [] : [{ name, from: [at('hosts', host)] }]))
  const backend = ledger.backend(route.upstream, at('upstream'))
  for (const timeout of ['connectSeconds', 'idleSeconds'] as const)
    if (route.timeouts?.[timeout] !== undefined)
      ledger.lose(
        at('timeouts', timeout),
        timeout === 'connectSeconds' ? 'timeout.connect' : 'timeout.idle',
        'Passed-through connections have no timeouts on ingress-nginx.',
      )
  if (hosts.length === 0 || !backend) return []
  if (backend.upstream?.balance === 'source')
    ledger.lose(
      `/upstreams/${backend.index}/balance`,
      'upstream.balance.source',
      'On passthrough the ClusterIP of the service is dialled, so kube-proxy chooses the pod.',
      'Set sessionAffinity: ClientIP on the service; it sees the address of the controller, though.',
    )
  const annotations: Annotations = new Map()
  annotations.set('ssl-passthrough', { value: 'true', from: [at('mode')] })
  plainHttpAnnotations(route, at, annotations)
  ledger.setFlag(
    'enable-ssl-passthrough',
    '',
    [at('mode'), toPointer(['listeners', listener, 'port'])],
    ['Without this flag the annotation is ignored in silence and the hosts are terminated.'],
  )
  addExtras(route, ledger, annotations)
  return [
    ingress(ledger, {
      name: ledger.names.claim(route.name, at('name')),
      namespace: backend.namespace,
      annotations,
      hosts,
      tls: null,
      // Anything but / is ignored on a passthrough host.
      paths: [{ path: '/', pathType: 'Prefix', backend, from: [at('upstream')] }],
      from: [at()],
      comment: [`${route.name}: passed through, the backend ends TLS`],
    }),
  ]
}

/** Challenges for the edge's own certificates. An Ingress of its own, so that they are not redirected. */
function lowerChallenges(plan: Plan, hosts: { host: string; from: JsonPointer[] }[], ledger: Ledger): YamlDocument[] {
  const index = plan.listeners.findIndex(
    (listener) => listener.protocol === 'http' && listener.acmeUpstream !== undefined,
  )
  const listener = plan.listeners[index] as HttpListener | undefined
  if (listener?.acmeUpstream === undefined || hosts.length === 0) return []
  const from = [toPointer(['listeners', index, 'acmeUpstream'])]
  const backend = ledger.backend(listener.acmeUpstream, from[0] as JsonPointer)
  if (!backend) return []
  const unique = new Map(hosts.map(({ host, from: place }) => [host, place]))
  return [
    ingress(ledger, {
      name: ledger.names.derive(plan.name, '-acme'),
      namespace: backend.namespace,
      annotations: new Map([['ssl-redirect', { value: 'false', from }]]),
      hosts: [...unique].map(([name, place]) => ({ name, from: place })),
      tls: null,
      paths: [{ path: acmeChallengePrefix, pathType: 'ImplementationSpecific', backend, from }],
      from,
      comment: ['ACME challenges for the certificates of the edge'],
    }),
  ]
}
