import type { HeaderRules } from '../../domain-model/http-header'
import type { HttpRoute, PathRule } from '../../domain-model/route'
import { type Directive, directive } from './ast'
import { type Context, once, routePointer, textWord } from './context'

/** One header as the place below all of its rules has it; null takes it away. */
interface Field {
  name: string
  value: string | null
  from: string[]
}

type Fields = Map<string, Field>

/**
 * What every request gets. The host is NGINX's own reading of it (lower case), with the port as the client wrote it, so that the
 * upstream sees the host that was routed on, also where request line and Host header differ.
 */
const baseRequest: readonly [name: string, value: string][] = [
  ['Host', '$host$edge_host_port'],
  ['X-Forwarded-For', '$remote_addr'],
  ['X-Forwarded-Proto', '$scheme'],
  ['Upgrade', '$http_upgrade'],
  ['Connection', '$edge_connection'],
]

export function baseRequestHeaders(): Directive[] {
  return baseRequest.map(([name, value]) => directive('proxy_set_header', [name, value]))
}

/** Headers of a route, for its server block; empty where the http block's hold. */
export function routeHeaders(context: Context, route: HttpRoute, index: number, encrypted: boolean): Directive[] {
  return [
    ...(hasRequestRules(route) ? printRequest(requestFields(context, route, index)) : []),
    ...printResponse(responseFields(context, route, index, encrypted)),
  ]
}

/**
 * Headers of one path, for its location; empty where the server's hold. NGINX hands these down only to a block that has none of its
 * own, so a block with one repeats them all.
 */
export function pathHeaders(
  context: Context,
  route: HttpRoute,
  index: number,
  rule: PathRule,
  path: number,
  encrypted: boolean,
): Directive[] {
  const nodes: Directive[] = []
  if (rule.requestHeaders) {
    const fields = requestFields(context, route, index)
    applyRules(context, fields, rule.requestHeaders, (...more) =>
      routePointer(index, 'paths', path, 'requestHeaders', ...more),
    )
    nodes.push(...printRequest(fields))
  }
  if (rule.responseHeaders) {
    const fields = responseFields(context, route, index, encrypted)
    const at = (...more: string[]) => routePointer(index, 'paths', path, 'responseHeaders', ...more)
    applyRules(context, fields, rule.responseHeaders, at)
    nodes.push(...printResponse(fields))
  }
  return nodes
}

function hasRequestRules(route: HttpRoute): boolean {
  return route.requestHeaders !== undefined || route.clientAuth?.identityHeader !== undefined
}

function requestFields(context: Context, route: HttpRoute, index: number): Fields {
  const fields: Fields = new Map(baseRequest.map(([name, value]) => [name.toLowerCase(), { name, value, from: [] }]))
  applyRules(context, fields, route.requestHeaders, (...more) => routePointer(index, 'requestHeaders', ...more))
  const identity = route.clientAuth?.identityHeader
  // Empty where no certificate was shown, and an empty header is not sent: a forged one never arrives. Forms with underscores are
  // dropped by NGINX as they come in.
  if (identity !== undefined)
    fields.set(identity.toLowerCase(), {
      name: identity,
      value: '$ssl_client_s_dn',
      from: [routePointer(index, 'clientAuth', 'identityHeader')],
    })
  return fields
}

function responseFields(context: Context, route: HttpRoute, index: number, encrypted: boolean): Fields {
  const fields: Fields = new Map()
  if (route.hsts && encrypted) {
    const { maxAgeSeconds, includeSubDomains, preload } = route.hsts
    fields.set('strict-transport-security', {
      name: 'Strict-Transport-Security',
      value: `max-age=${maxAgeSeconds}${includeSubDomains ? '; includeSubDomains' : ''}${preload ? '; preload' : ''}`,
      from: [routePointer(index, 'hsts')],
    })
  }
  const at = (...more: string[]) => routePointer(index, 'responseHeaders', ...more)
  applyRules(context, fields, route.responseHeaders, at)
  return fields
}

/** Removes first, then sets. */
function applyRules(
  context: Context,
  fields: Fields,
  rules: HeaderRules | undefined,
  at: (...more: string[]) => string,
): void {
  for (const [position, name] of (rules?.remove ?? []).entries())
    fields.set(name.toLowerCase(), { name, value: null, from: [at('remove', String(position))] })
  for (const [name, value] of Object.entries(rules?.set ?? {})) {
    const from = at('set', name)
    if (value === '') reportEmpty(context, name, from)
    fields.set(name.toLowerCase(), { name, value: textWord(context, value, from), from: [from] })
  }
}

function reportEmpty(context: Context, name: string, from: string): void {
  once(context.http, `empty header ${from}`, () => {
    const side = from.includes('/responseHeaders/') ? 'headers.response' : 'headers.request'
    context.lose(
      from,
      side,
      `NGINX sends no empty headers, so ${name} is taken away instead of being set to nothing.`,
      'Give it a value, or remove it.',
    )
    return ''
  })
}

function printRequest(fields: Fields): Directive[] {
  return [...fields.values()].map(({ name, value, from }) => directive('proxy_set_header', [name, value ?? ''], from))
}

/** The upstream's own header goes in any case; `always` reaches error answers too. */
function printResponse(fields: Fields): Directive[] {
  return [...fields.values()].flatMap(({ name, value, from }) => [
    directive('proxy_hide_header', [name], from),
    ...(value === null || value === '' ? [] : [directive('add_header', [name, value, 'always'], from)]),
  ])
}
