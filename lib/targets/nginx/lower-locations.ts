import { normalizePath, prefixBase } from '../../domain-model/model-path'
import type { HttpRoute, PathRule } from '../../domain-model/route'
import { block, directive, type Node } from './ast'
import { type Context, routePointer } from './context'
import { decodedPath } from './decoded-path'
import { pathHeaders } from './lower-headers'
import { lowerLimit } from './lower-limits'
import { lowerProxy } from './lower-proxy'
import { pathExpression } from './path-regex'

/** One location to be: how it matches, and the rule that answers, or null for 404. */
interface Place {
  modifier: '=' | '^~' | '~' | null
  name: string
  rule: number | null
  /** The path as the plan writes it, escapes and all. */
  text: string
  /** What of the path the location has matched, for a rewrite of the prefix. */
  matched: string
}

/**
 * The paths of a route as locations, in the order of match-route: `=`, then the longest prefix (`^~` keeps expressions from being tried),
 * then expressions in order. A prefix counts by whole segments, so it is two locations: `= /v1` and `^~ /v1/`.
 */
export function lowerPaths(context: Context, route: HttpRoute, index: number, encrypted: boolean): Node[] {
  return places(context, route, index).map(({ modifier, name, rule, text, matched }) => {
    const words = modifier === null ? [name] : [modifier, name]
    const path = rule === null ? undefined : route.paths[rule]
    if (rule === null || !path) return block('location', words, [directive('return', [404])])
    const at = routePointer(index, 'paths', rule)
    const isWhole = modifier === '=' || modifier === '~'
    return block(
      'location',
      words,
      [
        ...methodGate(path, index, rule),
        ...lowerLimit(context, route, index, path, rule),
        ...pathHeaders(context, route, index, path, rule, encrypted),
        ...lowerProxy(context, route, index, path, rule, { text, matched, isWhole }),
      ],
      [at],
    )
  })
}

function methodGate(rule: PathRule, index: number, path: number): Node[] {
  if (!rule.methods) return []
  const methods = new Set(rule.methods)
  if (methods.has('GET')) methods.add('HEAD')
  const from = [routePointer(index, 'paths', path, 'methods')]
  // `limit_except` would answer 403.
  return [
    block('if', ['($request_method', '!~', `^(?:${[...methods].join('|')})$)`], [directive('return', [405])], from),
  ]
}

function places(context: Context, route: HttpRoute, index: number): Place[] {
  const compiled = context.compiled.paths.get(route)
  if (!compiled) return []
  const found = new Map<string, Place>()
  const add = (modifier: '=' | '^~', text: string, rule: number | null) => {
    const name = decodedPath(text)
    const key = `${modifier} ${name}`
    const reason = problemOf(text, name)
    if (reason !== null || name === null) {
      if (rule !== null) leaveOut(context, index, rule, reason ?? '')
      return
    }
    const earlier = found.get(key)
    if (!earlier)
      found.set(key, { modifier, name, rule, text, matched: modifier === '^~' ? name.replace(/\/$/, '') : name })
    else if (
      rule !== null &&
      earlier.rule !== rule &&
      prefixBase(route.paths[earlier.rule ?? -1]?.path ?? '') !== prefixBase(text)
    )
      leaveOut(context, index, rule, 'once NGINX has decoded it, it is the same as that of an earlier rule')
  }
  for (const [path, rule] of compiled.exact) add('=', path, rule)
  for (const [base, rule] of compiled.prefixByBase) {
    if (base !== '') add('=', base, rule)
    add('^~', `${base}/`, rule)
  }
  // For a location that ends in "/" and proxies, NGINX sends the same path without it a redirect, unless that has a location of its own.
  for (const place of [...found.values()]) {
    const bare = place.name.slice(0, -1)
    if (place.name.endsWith('/') && bare !== '' && !found.has(`= ${bare}`))
      found.set(`= ${bare}`, {
        modifier: '=',
        name: bare,
        rule: ruleOf(compiled, place.text.slice(0, -1)),
        text: place.text.slice(0, -1),
        matched: bare,
      })
  }
  for (const { index: rule } of compiled.regexes) {
    const written = pathExpression(route.paths[rule]?.path ?? '')
    if ('problem' in written) leaveOut(context, index, rule, written.problem)
    else found.set(`~ ${rule}`, { modifier: '~', name: written.expression, rule, text: '', matched: '' })
  }
  if (!found.has('^~ /')) found.set('/', { modifier: null, name: '/', rule: null, text: '/', matched: '' })
  return [...found.values()]
}

/** The rule match-route takes for a path that has no exact rule. */
function ruleOf({ prefixByBase, regexes }: Tables, path: string): number | null {
  for (let base = path; ; base = base.slice(0, base.lastIndexOf('/'))) {
    const prefix = prefixByBase.get(base)
    if (prefix !== undefined) return prefix
    if (base === '') return regexes.find(({ expression }) => expression.test(path))?.index ?? null
  }
}

interface Tables {
  prefixByBase: ReadonlyMap<string, number>
  regexes: readonly { expression: RegExp; index: number }[]
}

function leaveOut(context: Context, index: number, rule: number, reason: string): void {
  const path = routePointer(index, 'paths', rule, 'path')
  if (context.losses.some((loss) => loss.path === path)) return
  context.lose(
    path,
    'path.normalized',
    `This path rule is left out: ${reason}.`,
    'Write a path that holds no such characters.',
  )
}

const nameCharactersMax = 1024

function problemOf(path: string, decoded: string | null): string | null {
  if (/%2f/i.test(path))
    return 'NGINX decodes %2F before it looks for a location, so this path cannot be told from one with a "/"'
  if (decoded === null)
    return 'NGINX compares decoded bytes, and these are no UTF-8 text that a configuration file could hold'
  if (/[\x00-\x1f\x7f]/.test(decoded)) return 'it holds control characters, which a configuration file cannot show'
  if (decoded.length > nameCharactersMax || !path.startsWith('/') || !normalizePath(path).ok)
    return 'it is no path that a request could have'
  return null
}
