import { type JsonPointer, toPointer } from '../../domain-model/json-pointer'
import type { TlsListener } from '../../domain-model/listener'
import type { Plan } from '../../domain-model/plan'
import { terminatesTls } from '../../domain-model/route'
import { atLeast } from '../capabilities'
import { entry, map, type YamlDocument, type YamlEntry } from './ast'
import { type Ledger, retirement, retirementSource, type Setting } from './ledger'

const protocols = {
  modern: 'TLSv1.3',
  intermediate: 'TLSv1.2 TLSv1.3',
  legacy: 'TLSv1 TLSv1.1 TLSv1.2 TLSv1.3',
} as const

/** The Helm values of the controller: everything that no Ingress can say for itself. */
export function lowerValues(plan: Plan, tls: number, ledger: Ledger): YamlDocument {
  const listener = plan.listeners[tls] as TlsListener | undefined
  if (listener) tlsSettings(plan, listener, toPointer(['listeners', tls]), ledger)
  proxySettings(plan, tls, ledger)
  hstsSettings(plan, ledger)
  if (ledger.allowedHeaders.size > 0)
    ledger.set(
      'global-allowed-response-headers',
      [...ledger.allowedHeaders.keys()].sort().join(','),
      [...new Set([...ledger.allowedHeaders.values()].flatMap((asking) => [...asking]))],
      ['The headers that custom-headers may set. One that is missing here answers 503.'],
    )
  return {
    comment: [
      retirement,
      retirementSource,
      `Helm values for ingress-nginx ${ledger.version}, chart ${chartVersion(ledger.version)}. They hold for every host of the controller.`,
    ],
    from: [],
    root: map(
      entry(
        'controller',
        map(
          ledger.extraArgs.size > 0 ? entry('extraArgs', settings(ledger.extraArgs)) : undefined,
          entry('service', map(...service(plan, tls, ledger))),
          ledger.config.size > 0 ? entry('config', settings(ledger.config)) : undefined,
        ),
      ),
    ),
  }
}

/** The chart's minor version follows the controller's from 1.10 on; 1.9.6 came with chart 4.9. */
export function chartVersion(version: string): string {
  return `4.${version.split('.')[1] ?? '15'}`
}

function settings(from: Map<string, Setting>) {
  return map(
    ...[...from].map(([key, setting]): YamlEntry => entry(key, setting.value, [...setting.from], setting.comment)),
  )
}

function tlsSettings(plan: Plan, listener: TlsListener, at: JsonPointer, ledger: Ledger): void {
  ledger.set('ssl-protocols', protocols[listener.tlsProfile] ?? protocols.intermediate, [`${at}/tlsProfile`])
  if (listener.tlsProfile === 'legacy')
    ledger.set('ssl-ciphers', 'ALL:!aNULL:!eNULL:!RC4:!3DES:@SECLEVEL=0', [`${at}/tlsProfile`])
  ledger.set('use-http2', String(listener.alpn.includes('h2')), [`${at}/alpn`])
  if (!listener.alpn.includes('http/1.1'))
    ledger.lose(`${at}/alpn`, 'listener.alpn', 'ingress-nginx always offers HTTP/1.1 as well.')
  const catchAll = plan.routes.some(
    (route) => terminatesTls(route) && route.listener === listener.name && route.hosts.includes('*'),
  )
  if (listener.unmatched === 'reject') {
    if (!catchAll)
      ledger.set(
        'ssl-reject-handshake',
        'true',
        [`${at}/unmatched`],
        ['Unknown names and clients without SNI get a TLS alert.'],
      )
    return
  }
  const name = listener.unmatched.route
  const fallback = plan.routes.find((route) => route.name === name && route.listener === listener.name)
  if (!fallback || !terminatesTls(fallback))
    ledger.lose(
      `${at}/unmatched`,
      'listener.unmatched-route',
      fallback
        ? `Route ${name} is passed through, and ingress-nginx passes exact names through alone: unknown names get its default certificate and 404.`
        : `There is no route ${name}: unknown names get the default certificate and 404.`,
    )
}

/** One setting for both ports and every host. */
function proxySettings(plan: Plan, tls: number, ledger: Ledger): void {
  const asking = plan.listeners.flatMap((listener, index) =>
    listener.acceptProxyProtocol ? [{ listener, index }] : [],
  )
  const [first] = asking
  if (!first) return
  const place = toPointer(['listeners', first.index, 'acceptProxyProtocol'])
  ledger.set(
    'use-proxy-protocol',
    'true',
    asking.map(({ index }) => toPointer(['listeners', index, 'acceptProxyProtocol'])),
  )
  const ranges = [...new Set(asking.flatMap(({ listener }) => listener.acceptProxyProtocol?.from ?? []))]
  if (ranges.length > 0) ledger.set('proxy-real-ip-cidr', ranges.join(','), [`${place}/from`])
  const others = plan.listeners.filter(
    (listener, index) => !listener.acceptProxyProtocol && (index === tls || listener.protocol === 'http'),
  )
  if (others.length > 0)
    ledger.lose(
      place,
      'listener.accept-proxy',
      `use-proxy-protocol holds for all ports: ${others.map((listener) => listener.name).join(', ')} then needs the PROXY header too, and clients without it are cut off.`,
      'Accept it on every listener, or on none.',
    )
}

function hstsSettings(plan: Plan, ledger: Ledger): void {
  const http = plan.routes.flatMap((route, index) => (terminatesTls(route) ? [{ route, index }] : []))
  if (http.length === 0) return
  const asking = http.flatMap(({ route, index }) =>
    route.hsts ? [{ hsts: route.hsts, from: toPointer(['routes', index, 'hsts']) }] : [],
  )
  const [first] = asking
  if (!first || atLeast(ledger.version, '1.11')) {
    ledger.set(
      'hsts',
      'false',
      asking.map(({ from }) => from),
      [
        first
          ? "On by default for every host, with includeSubDomains; each route's own comes from its headers."
          : 'On by default for every host, with includeSubDomains, which nobody asked for.',
      ],
    )
    return
  }
  const { maxAgeSeconds, includeSubDomains, preload } = first.hsts
  ledger.set('hsts', 'true', [first.from])
  ledger.set('hsts-max-age', String(maxAgeSeconds), [first.from])
  ledger.set('hsts-include-subdomains', String(includeSubDomains), [first.from])
  ledger.set('hsts-preload', String(preload), [first.from])
  const differs = asking.some(({ hsts }) => JSON.stringify(hsts) !== JSON.stringify(first.hsts))
  if (differs || asking.length < http.length)
    ledger.lose(
      first.from,
      'hsts',
      'Before 1.11 every host of the controller sends the same HSTS: that of the first route that asks for it.',
      'Take 1.11 or later.',
    )
}

function service(plan: Plan, tls: number, ledger: Ledger): YamlEntry[] {
  const http = plan.listeners.flatMap((listener, index) => (listener.protocol === 'http' ? [{ listener, index }] : []))
  const [plain] = http
  const served = plan.routes.flatMap((route, index) =>
    route.plainHttp && route.plainHttp !== 'closed' ? [toPointer(['routes', index, 'plainHttp'])] : [],
  )
  const enabled = plain !== undefined && (served.length > 0 || plain.listener.acmeUpstream !== undefined)
  const listener = plan.listeners[tls]
  for (const { index } of http.slice(1))
    ledger.lose(
      toPointer(['listeners', index]),
      'listener',
      'ingress-nginx has one port for plain HTTP: this listener is left out.',
    )
  const ports = [
    plain && enabled && plain.listener.port !== 80
      ? entry('http', plain.listener.port, [toPointer(['listeners', plain.index, 'port'])])
      : undefined,
    listener && listener.port !== 443
      ? entry('https', listener.port, [toPointer(['listeners', tls, 'port'])])
      : undefined,
  ]
  if (listener && listener.port !== 443 && enabled)
    ledger.lose(
      toPointer(['listeners', tls, 'port']),
      'plain-http.redirect',
      'Redirects go to https without a port, which is 443.',
    )
  return [
    entry(
      'externalTrafficPolicy',
      'Local',
      [],
      ["Keeps the client's address; nodes without a controller pod answer nothing."],
    ),
    entry('enableHttp', enabled, plain ? [toPointer(['listeners', plain.index])] : []),
    ...(ports.some((port) => port !== undefined) ? [entry('ports', map(...ports))] : []),
  ]
}
