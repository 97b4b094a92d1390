import { prefixBase } from '../../domain-model/model-path'
import type { PathRule } from '../../domain-model/route'

/** One path of an Ingress. */
export interface Location {
  /** Index of the path rule in the route. */
  rule: number
  path: string
  pathType: 'Exact' | 'Prefix' | 'ImplementationSpecific'
  /** The value of `rewrite-target`, or null. */
  rewriteTarget: string | null
}

export interface LoweredPaths {
  /** Whether the host's locations are regular expressions: `use-regex` or `rewrite-target` on one path makes all of them so. */
  regex: boolean
  locations: Location[]
  /** Rules whose rewrite cannot be written; their locations stand without it, and nothing may be sent there. */
  unwritable: number[]
}

/** What the controller's own check lets through in `rewrite-target` (RegexPathWithCapture), without the capture sign. */
const writableTarget = /^\/[-._~a-zA-Z0-9/:]*$/
/** Paths that Exact and Prefix take under `strict-validate-path-type`, and that NGINX needs no quotes for. */
const strictPath = /^\/[A-Za-z0-9._/-]*$/

/**
 * The path rules of one route as Ingress paths. Rules that can never be reached, being the second of their kind for one path, are left out.
 *
 * On a host with a rewrite or a regular expression, ingress-nginx writes every path as `location ~* "^path"`: case-insensitive, unanchored at
 * the end, tried in order of descending length. So each path is anchored, made case-sensitive with `(?-i)`, and padded with empty groups
 * where the order by length would not be the plan's.
 */
export function lowerPaths(rules: readonly PathRule[]): LoweredPaths {
  const unwritable = rules.flatMap((rule, index) => (targetIsWritable(rule) ? [] : [index]))
  const reachable = inPrecedence(rules)
  const regex = reachable.some((index) => needsRegex(rules[index] as PathRule))
  if (!regex) {
    const locations = reachable.map((index): Location => {
      const rule = rules[index] as PathRule
      if (rule.match === 'exact') return { rule: index, path: rule.path, pathType: 'Exact', rewriteTarget: null }
      return { rule: index, path: prefixBase(rule.path) || '/', pathType: 'Prefix', rewriteTarget: null }
    })
    return { regex, locations: inPlanOrder(locations), unwritable }
  }
  const written = reachable.map((index) => {
    const rule = unwritable.includes(index) ? withoutRewrite(rules[index] as PathRule) : (rules[index] as PathRule)
    return { rule: index, head: literalHead(rule), ...regexLocation(rule) }
  })
  pad(written)
  const locations = written.map(
    ({ rule, path, rewriteTarget }): Location => ({ rule, path, pathType: 'ImplementationSpecific', rewriteTarget }),
  )
  return { regex, locations: inPlanOrder(locations), unwritable }
}

function withoutRewrite({ rewrite: _, ...rule }: PathRule): PathRule {
  return rule as PathRule
}

function inPlanOrder(locations: Location[]): Location[] {
  return locations.sort((a, b) => a.rule - b.rule)
}

function needsRegex(rule: PathRule): boolean {
  return rule.match === 'regex' || rule.rewrite !== undefined || !strictPath.test(rule.path)
}

function targetOf(rule: PathRule): { prefix?: string; path?: string } {
  return (rule.rewrite ?? {}) as { prefix?: string; path?: string }
}

function targetIsWritable(rule: PathRule): boolean {
  const { prefix, path } = targetOf(rule)
  return writableTarget.test(path ?? prefix ?? '/')
}

/** Indices of the rules, best first: exact, longest prefix, regular expressions in order. The second rule for one path is never reached. */
function inPrecedence(rules: readonly PathRule[]): number[] {
  const seen = new Set<string>()
  const exact: number[] = []
  const prefixes: number[] = []
  const regexes: number[] = []
  for (const [index, rule] of rules.entries()) {
    const key = `${rule.match} ${rule.match === 'prefix' ? prefixBase(rule.path) : rule.path}`
    if (seen.has(key)) continue
    seen.add(key)
    if (rule.match === 'exact') exact.push(index)
    else if (rule.match === 'prefix') prefixes.push(index)
    else regexes.push(index)
  }
  const length = (index: number) => prefixBase(rules[index]?.path ?? '').length
  prefixes.sort((a, b) => length(b) - length(a))
  return [...exact, ...prefixes, ...regexes]
}

function regexLocation(rule: PathRule): { path: string; rewriteTarget: string | null } {
  const target = targetOf(rule)
  if (rule.match === 'regex') return { path: wholeRegex(rule.path), rewriteTarget: target.path ?? null }
  if (rule.match === 'exact') return { path: `${caseSensitive(rule.path)}$`, rewriteTarget: target.path ?? null }
  const base = prefixBase(rule.path)
  if (target.prefix === undefined)
    return { path: base === '' ? '/' : `${caseSensitive(base)}(/|$)`, rewriteTarget: target.path ?? null }
  const swapped = prefixBase(target.prefix)
  if (base === '')
    return swapped === '' ? { path: '/', rewriteTarget: null } : { path: '/(.*)', rewriteTarget: `${swapped}/$1` }
  // A rewrite to nothing would be answered 500, so the slash stands outside the capture there.
  if (swapped === '') return { path: `${caseSensitive(base)}(?:/(.*))?$`, rewriteTarget: '/$1' }
  return { path: `${caseSensitive(base)}(/.*)?$`, rewriteTarget: `${swapped}$1` }
}

/** `/v1.0` → `/(?-i)v1\.0`. The API server wants a slash first; a slash has no case. */
function caseSensitive(path: string): string {
  const rest = path.slice(1)
  return `/${/[A-Za-z]/.test(rest) ? '(?-i)' : ''}${escapeLiteral(rest)}`
}

/** NGINX compares decoded paths, so an escape in the plan becomes the byte it stands for. */
function escapeLiteral(text: string): string {
  return asciiBytes(
    text.replace(/%[0-9A-Fa-f]{2}|[.*+?()[\]{}^$|\\]/g, (sign) =>
      sign.startsWith('%') ? `\\x${sign.slice(1).toUpperCase()}` : `\\${sign}`,
    ),
  )
}

/** The plan's expression matches the whole path. `/{0}` matches nothing: it only gives the API server its leading slash. */
function wholeRegex(source: string): string {
  // Before 1.14.3 the controller put paths between double quotes without escaping them, so neither a quote nor a double backslash may occur.
  const safe = asciiBytes(source.replace(/\\\\/g, '\\x5C'))
  if (/^\/(?![?*+{])/.test(safe) && !safe.includes('|')) return `/(?-i)${safe.slice(1)}$`
  return `/{0}(?-i)(?:${safe})$`
}

/** Quotes and whatever is not printable ASCII as `\xHH`, byte by byte. */
function asciiBytes(text: string): string {
  return text.replace(/["']|[^\x21-\x7e]/gu, (character) =>
    [...new TextEncoder().encode(character)]
      .map((byte) => `\\x${byte.toString(16).toUpperCase().padStart(2, '0')}`)
      .join(''),
  )
}

/** How far a rule's paths are sure to begin alike. */
function literalHead(rule: PathRule): string {
  if (rule.match !== 'regex') return prefixBase(rule.path)
  if (rule.path.includes('|')) return ''
  const literal = /^[A-Za-z0-9_/~-]*/.exec(rule.path)?.[0] ?? ''
  return /^[?*+{]/.test(rule.path.slice(literal.length)) ? literal.slice(0, -1) : literal
}

/** Makes each location longer than every later one that could match the same path. */
function pad(written: { path: string; head: string }[]): void {
  for (let index = written.length - 2; index >= 0; index--) {
    const own = written[index]
    if (!own) continue
    let longest = 0
    for (const other of written.slice(index + 1))
      if (own.head.startsWith(other.head) || other.head.startsWith(own.head))
        longest = Math.max(longest, other.path.length)
    const missing = Math.max(0, Math.ceil((longest + 1 - own.path.length) / 4))
    const filler = '(?:)'.repeat(missing)
    own.path = own.path.endsWith('$') ? `${own.path.slice(0, -1)}${filler}$` : `${own.path}${filler}`
  }
}
