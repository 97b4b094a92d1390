import type { HeaderRules } from '../../domain-model/http-header'
import { type JsonPointer, toPointer } from '../../domain-model/json-pointer'
import type { HttpRoute, PathRule, ReencryptRoute, Route } from '../../domain-model/route'
import { upstreamServerName } from '../../domain-model/route'
import { atLeast } from '../capabilities'
import { type Backend, type Ledger, union } from './ledger'
import { objectNameOf, suffixed } from './names'

/** Annotations without their prefix, in the order in which they are written. */
export type Annotations = Map<string, { value: string; from: JsonPointer[] }>

/** Response headers of one Ingress, as `custom-headers` takes them from a ConfigMap. */
export type ResponseHeaders = Map<string, { value: string; from: JsonPointer[] }>

type Pointer = (...segments: (string | number)[]) => JsonPointer

/** How deep a chain may be. NGINX's own default of 1 refuses certificates below an intermediate. */
const chainDepth = '4'

/** Places in one route. Its members need no escaping, and a large plan asks for very many. */
export function routePointer(index: number): Pointer {
  const route = `/routes/${index}`
  return (...segments) => (segments.length === 0 ? route : `${route}/${segments.join('/')}`)
}

/** What port 80 does. A host cannot leave it, so whatever is not served in clear is redirected: nothing leaks. */
export function plainHttpAnnotations(route: Route, at: Pointer, out: Annotations): void {
  if (route.plainHttp === 'serve') out.set('ssl-redirect', { value: 'false', from: [at('plainHttp')] })
  else out.set('force-ssl-redirect', { value: 'true', from: [at(route.plainHttp ? 'plainHttp' : 'name')] })
}

/** Everything that holds for a whole terminated route, in one namespace. */
export function routeAnnotations(route: HttpRoute, at: Pointer, namespace: string, ledger: Ledger): Annotations {
  const out: Annotations = new Map()
  plainHttpAnnotations(route, at, out)
  if (route.allow) out.set('whitelist-source-range', { value: route.allow.join(','), from: [at('allow')] })
  if (route.deny) out.set('denylist-source-range', { value: route.deny.join(','), from: [at('deny')] })
  if (route.clientAuth) {
    const secret = ledger.trustSecret(route.clientAuth.trust, namespace, at('clientAuth', 'trust'))
    out.set('auth-tls-secret', { value: `${namespace}/${secret.name}`, from: secret.from })
    out.set('auth-tls-verify-client', {
      value: route.clientAuth.mode === 'optional' ? 'optional' : 'on',
      from: [at('clientAuth', 'mode')],
    })
    out.set('auth-tls-verify-depth', { value: chainDepth, from: [at('clientAuth')] })
  }
  if (route.timeouts?.connectSeconds !== undefined)
    out.set(
      'proxy-connect-timeout',
      seconds(route.timeouts.connectSeconds, at('timeouts', 'connectSeconds'), 'timeout.connect', ledger, 75),
    )
  if (route.timeouts?.idleSeconds !== undefined) {
    const idle = seconds(route.timeouts.idleSeconds, at('timeouts', 'idleSeconds'), 'timeout.idle', ledger)
    out.set('proxy-read-timeout', idle)
    out.set('proxy-send-timeout', idle)
  }
  wafAnnotations(route, at, ledger, out)
  if (route.mode === 'reencrypt') out.set('backend-protocol', { value: 'HTTPS', from: [at('mode')] })
  return out
}

function seconds(value: number, from: JsonPointer, feature: string, ledger: Ledger, max = Number.POSITIVE_INFINITY) {
  const whole = Math.min(Math.max(1, Math.ceil(value)), max)
  if (whole !== value)
    ledger.loseOnce(
      `seconds ${from}`,
      from,
      feature,
      `ingress-nginx takes whole seconds${max < value ? `, at most ${max}` : ''}: ${value} becomes ${whole}.`,
    )
  return { value: String(whole), from: [from] }
}

/** Blocking holds for the whole controller, so routes that asked for no firewall have to say so. */
function wafAnnotations(route: HttpRoute, at: Pointer, ledger: Ledger, out: Annotations): void {
  const blocking = ledger.config.get('modsecurity-snippet')
  if (route.waf) {
    out.set('enable-modsecurity', { value: 'true', from: [at('waf')] })
    out.set('enable-owasp-core-rules', { value: 'true', from: [at('waf')] })
    if (route.waf.mode === 'detect' && blocking)
      ledger.loseOnce(
        at('waf', 'mode'),
        at('waf', 'mode'),
        'waf',
        'Another route asks the firewall to block, and that holds for the whole controller: this one blocks too.',
      )
  } else if (blocking) out.set('enable-modsecurity', { value: 'false', from: [at('name')] })
}

/** TLS to the upstream. Server-level in NGINX, so the paths of one route share it. */
export function upstreamTlsAnnotations(
  route: ReencryptRoute,
  at: Pointer,
  backend: Backend,
  ledger: Ledger,
  out: Annotations,
): void {
  const { verify, trust, clientCertificate } = route.upstreamTls
  const place = at('upstreamTls')
  const { namespace } = backend
  if (verify || clientCertificate !== undefined) {
    const secret = upstreamSecret(route, at, namespace, ledger)
    out.set('proxy-ssl-secret', { value: `${namespace}/${secret.name}`, from: secret.from })
    out.set('proxy-ssl-protocols', { value: 'TLSv1.2 TLSv1.3', from: [place] })
  }
  if (verify) {
    out.set('proxy-ssl-verify', { value: 'on', from: [trust === undefined ? place : at('upstreamTls', 'trust')] })
    out.set('proxy-ssl-verify-depth', { value: chainDepth, from: [place] })
  }
  const name = serverName(route, backend, at, ledger)
  if (name) {
    out.set('proxy-ssl-name', name)
    out.set('proxy-ssl-server-name', { value: 'on', from: name.from })
  }
}

/** ingress-nginx takes one secret for both the bundle and the client certificate. */
function upstreamSecret(
  route: ReencryptRoute,
  at: Pointer,
  namespace: string,
  ledger: Ledger,
): { name: string; from: JsonPointer[] } {
  const { verify, trust, clientCertificate } = route.upstreamTls
  const bundle = trust === undefined ? null : ledger.trustSecret(trust, namespace, at('upstreamTls', 'trust'))
  const own =
    clientCertificate === undefined
      ? null
      : ledger.certificateSecret(clientCertificate, namespace, at('upstreamTls', 'clientCertificate'))
  if (bundle && (!own || own.name === bundle.name)) return { ...bundle, from: union(bundle.from, own?.from ?? []) }
  if (own && !verify) return own
  const name = suffixed(objectNameOf(route.name), '-upstream-tls')
  const keys = own ? 'ca.crt, tls.crt, tls.key' : 'ca.crt'
  const from = union(bundle?.from ?? [at('upstreamTls')], own?.from ?? [])
  ledger.needSecret(namespace, name, keys, from)
  ledger.loseOnce(
    `secret ${at('upstreamTls')}`,
    at('upstreamTls'),
    'secret',
    bundle && own
      ? `ingress-nginx reads the trust bundle and the client certificate from one secret: make ${name} with ca.crt of ${bundle.name} and tls.crt and tls.key of ${own.name}.`
      : `ingress-nginx cannot name the system's trust store: make the secret ${name} with the bundle in ca.crt. Without it the host is answered 503.`,
    bundle && own
      ? `Keep ca.crt, tls.crt and tls.key in one secret, and name it for both.`
      : 'Name a trust bundle in upstreamTls.trust.',
  )
  return { name, from }
}

/** Without a name NGINX would send and check "upstream_balancer", which no certificate has. */
function serverName(route: ReencryptRoute, backend: Backend, at: Pointer, ledger: Ledger) {
  const { verify, serverName: given } = route.upstreamTls
  const name = backend.upstream ? upstreamServerName(route, backend.upstream) : (given ?? null)
  if (name !== null)
    return {
      value: name,
      from: [given === undefined ? `/upstreams/${backend.index}/servers` : at('upstreamTls', 'serverName')],
    }
  const assumed = `${backend.service}.${backend.namespace}.svc`
  if (verify)
    ledger.loseOnce(
      `name ${at('upstreamTls')} ${assumed}`,
      at('upstreamTls'),
      'upstream-tls.verify',
      `The plan names no server name to check, and NGINX cannot check the chain alone: the certificate must hold ${assumed}.`,
      'Name it in upstreamTls.serverName.',
    )
  return { value: assumed, from: [at('upstreamTls')] }
}

/** What holds for one path rule. Paths whose annotations are alike share an Ingress. */
export function pathAnnotations(
  route: HttpRoute,
  rule: PathRule,
  at: Pointer,
  path: Pointer,
  backend: Backend,
  ledger: Ledger,
): Annotations {
  const out: Annotations = new Map()
  const limit = rule.rateLimit ?? route.rateLimit
  if (limit) limitAnnotations(limit, rule.rateLimit ? path('rateLimit') : at('rateLimit'), ledger, out)
  if (rule.rateLimit && route.rateLimit)
    ledger.lose(
      path('rateLimit'),
      'rate-limit.route',
      'A path has one limit on ingress-nginx: here the one of the path holds, and that of the route does not.',
    )
  if (backend.upstream) {
    const from = [`/upstreams/${backend.index}/balance`]
    if (backend.upstream.balance === 'source') out.set('upstream-hash-by', { value: '$remote_addr', from })
    else
      out.set('load-balance', {
        value: backend.upstream.balance === 'least-connections' ? 'ewma' : 'round_robin',
        from,
      })
  }
  return out
}

function limitAnnotations(
  limit: { requests: number; per: 'second' | 'minute' | 'hour'; burst: number },
  from: JsonPointer,
  ledger: Ledger,
  out: Annotations,
): void {
  const rate = limit.per === 'hour' ? Math.max(1, Math.round(limit.requests / 60)) : limit.requests
  if (limit.per === 'hour' && rate * 60 !== limit.requests)
    ledger.loseOnce(
      `rate ${from}`,
      from,
      'rate-limit.route',
      `ingress-nginx counts per second or per minute: ${limit.requests} per hour becomes ${rate} per minute.`,
    )
  const multiplier = Math.max(1, Math.round(limit.burst / rate))
  if (multiplier * rate !== limit.burst)
    ledger.loseOnce(
      `burst ${from}`,
      from,
      'rate-limit.route',
      `The burst is a whole multiple of the rate: ${limit.burst} becomes ${multiplier * rate}.`,
    )
  out.set(limit.per === 'second' ? 'limit-rps' : 'limit-rpm', { value: String(rate), from: [from] })
  out.set('limit-burst-multiplier', { value: String(multiplier), from: [from] })
  ledger.set('limit-req-status-code', '429', [from])
}

/** Response headers of a path: those of the route, then its own on top, and HSTS. */
export function responseHeaders(
  route: HttpRoute,
  rule: PathRule,
  at: Pointer,
  path: Pointer,
  ledger: Ledger,
): ResponseHeaders {
  const out: ResponseHeaders = new Map()
  if (!atLeast(ledger.version, '1.11')) return out
  collect(route.responseHeaders, at('responseHeaders'), ledger, out)
  collect(rule.responseHeaders, path('responseHeaders'), ledger, out)
  if (route.hsts) {
    const { maxAgeSeconds, includeSubDomains, preload } = route.hsts
    const value = `max-age=${maxAgeSeconds}${includeSubDomains ? '; includeSubDomains' : ''}${preload ? '; preload' : ''}`
    out.set('Strict-Transport-Security', { value, from: [at('hsts')] })
  }
  for (const [name, { from }] of out) {
    const asking = ledger.allowedHeaders.get(name) ?? new Set()
    ledger.allowedHeaders.set(name, asking)
    for (const place of from) asking.add(place)
  }
  return out
}

function collect(rules: HeaderRules | undefined, place: JsonPointer, ledger: Ledger, out: ResponseHeaders): void {
  for (const name of rules?.remove ?? [])
    ledger.loseOnce(
      `${place}/remove/${name}`,
      `${place}/remove`,
      'headers.response',
      `ingress-nginx cannot remove the response header ${printable(name)} of one route; hide-headers holds for the whole controller.`,
    )
  for (const [name, value] of Object.entries(rules?.set ?? {})) {
    const from = `${place}/set${toPointer([name])}`
    // What the controller itself lets through; one header it refuses would answer 503 for the whole Ingress.
    if (/^[A-Za-z0-9_-]+$/.test(name) && /^[\x20-\x7e]+$/.test(value)) out.set(name, { value, from: [from] })
    else
      ledger.loseOnce(
        from,
        from,
        'headers.response',
        `ingress-nginx refuses an empty header value, and a tab in one: ${printable(name)} is left out.`,
      )
  }
}

const printable = (text: string) => text.slice(0, 80).replace(/[^\x20-\x7e]/g, '?')
