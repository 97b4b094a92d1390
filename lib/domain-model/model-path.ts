export type PathMatchKind = 'exact' | 'prefix' | 'regex'

export type NormalizedPath = { ok: true; path: string } | { ok: false; reason: string }

const unreserved = /[A-Za-z0-9._~-]/

/**
 * The path of a request target as routing sees it (RFC 3986 section 6.2.2): the query is dropped, percent-encoded unreserved
 * characters are decoded, other escapes get upper-case digits, repeated slashes are merged, dot segments resolved, in this order.
 * A path that climbs above the root, holds a broken escape, an encoded NUL or a control character is refused: engines answer 400.
 */
export function normalizePath(target: string): NormalizedPath {
  const raw = target.split(/[?#]/, 1)[0] ?? ''
  if (!raw.startsWith('/')) return { ok: false, reason: 'the path does not start with /' }
  if (/[\x00-\x20\x7f]/.test(raw)) return { ok: false, reason: 'the path holds a space or a control character' }
  if (/%(?![0-9A-Fa-f]{2})/.test(raw)) return { ok: false, reason: 'the path holds a % that is no escape' }
  if (/%00/.test(raw)) return { ok: false, reason: 'the path holds an encoded NUL' }
  const decoded = raw.replace(/%[0-9A-Fa-f]{2}/g, (octet) => {
    const character = String.fromCharCode(Number.parseInt(octet.slice(1), 16))
    return unreserved.test(character) ? character : octet.toUpperCase()
  })
  const merged = decoded.replace(/\/{2,}/g, '/')
  const output: string[] = []
  const segments = merged.slice(1).split('/')
  for (const [index, segment] of segments.entries()) {
    const last = index === segments.length - 1
    if (segment === '.') {
      if (last) output.push('')
    } else if (segment === '..') {
      if (output.length === 0) return { ok: false, reason: 'the path climbs above the root' }
      output.pop()
      if (last) output.push('')
    } else output.push(segment)
  }
  return { ok: true, path: `/${output.join('/')}` }
}

/** `/v1/` and `/v1` mean the same prefix, as in Kubernetes: whole segments. The root prefix is the empty string. */
export function prefixBase(path: string): string {
  return path.replace(/\/+$/, '')
}

/** Whether a normalised path lies under a prefix, by whole segments: `/v1` covers `/v1`, `/v1/` and `/v1/x`, never `/v12`. */
export function prefixMatches(prefix: string, path: string): boolean {
  const base = prefixBase(prefix)
  return path === base || path.startsWith(`${base}/`)
}

/** The path after a rewrite: a `prefix` rewrite swaps what the rule matched, a `path` rewrite swaps all of it. */
export function rewritePath(
  path: string,
  matchedPrefix: string,
  rewrite: { prefix?: string | undefined; path?: string | undefined },
): string {
  if (rewrite.path !== undefined) return rewrite.path
  if (rewrite.prefix === undefined) return path
  const rest = path.slice(prefixBase(matchedPrefix).length)
  return `${prefixBase(rewrite.prefix)}${rest}` || '/'
}

/** Characters of an RFC 3986 path, escapes included. Quotes, braces, spaces and controls are not among them. */
const pathCharacters = /^\/(?:[A-Za-z0-9._~!$&'()*+,;=:@/-]|%[0-9A-Fa-f]{2})*$/

/** What keeps a text from being a literal path, or null. */
export function literalPathProblem(value: string): string | null {
  if (!value.startsWith('/')) return 'a path starts with /'
  if (value.includes('?')) return 'a path cannot hold a query string: no target matches on it'
  if (!pathCharacters.test(value))
    return 'a path holds RFC 3986 path characters only; write others percent-encoded, a space as %20'
  const normal = normalizePath(value)
  if (!normal.ok) return `this path can never match: ${normal.reason}`
  if (normal.path !== value)
    return `requests are matched normalised, so this path can never match; write ${normal.path}`
  return null
}

/**
 * Says why an expression is outside the dialect that PCRE (HAProxy, NGINX), RE2 and JavaScript read alike, or null. One pass over
 * its signs, so that an escaped backslash or a sign inside a class is never mistaken for syntax.
 */
export function regexProblem(source: string): string | null {
  if (source === '') return 'a path expression cannot be empty; every path starts with /, as in /.*'
  if (source.length > 512) return 'a path expression holds at most 512 characters'
  if (!/^[\x21-\x7e]+$/.test(source)) return 'a path expression holds printable ASCII characters without spaces'
  let quantified = false
  for (let at = 0; at < source.length; at++) {
    const rest = source.slice(at)
    const sign = source[at] ?? ''
    if (sign === '\\') {
      const problem = escapeProblem(source[at + 1])
      if (problem) return problem
      at++
      quantified = false
    } else if (sign === '[') {
      const end = classEnd(source, at)
      const problem = classProblem(source.slice(at, end + 1))
      if (problem) return problem
      at = end
      quantified = false
    } else if (rest.startsWith('(?') && !rest.startsWith('(?:'))
      return 'only plain and (?:…) groups are portable: look-around, names and flags are not'
    else if (sign === '+' && quantified) return 'possessive quantifiers are not portable'
    else if (/^\{,\d+\}/.test(rest)) return 'write {0,n} for "at most n": engines read {,n} differently'
    else {
      const braces = /^\{\d+(?:,\d*)?\}/.exec(rest)
      if (braces) at += braces[0].length - 1
      quantified = braces !== null || '*+?'.includes(sign)
    }
  }
  try {
    new RegExp(`^(?:${source})$`)
  } catch (error) {
    return `not a regular expression: ${(error as Error).message.replace(/^Invalid regular expression: /, '')}`
  }
  return null
}

function escapeProblem(sign: string | undefined): string | null {
  if (sign === undefined) return 'a path expression cannot end in a backslash'
  if (/[1-9kg]/.test(sign)) return 'back-references are not portable'
  return /[dDwWsSbB.\\/[\](){}*+?|^$-]/.test(sign)
    ? null
    : 'this escape is not read alike by all engines; use \\d \\w \\s \\b or an escaped sign'
}

/** The index of the bracket that closes a class; the end of the text when none does, which the compiler then reports. */
function classEnd(source: string, start: number): number {
  for (let at = start + 1; at < source.length; at++) {
    if (source[at] === '\\') at++
    else if (source[at] === ']') return at
  }
  return source.length
}

function classProblem(text: string): string | null {
  if (/^\[\^?\]/.test(text)) return 'an empty class is not portable: JavaScript reads [] and [^] otherwise than PCRE'
  if (/\[[:.=]/.test(text.slice(1))) return 'POSIX classes such as [:alpha:] are not portable'
  for (const [, sign] of text.matchAll(/\\(.)/g)) {
    if (sign === 'b' || sign === 'B') return '\\b inside a class is not read alike by all engines'
    const problem = escapeProblem(sign)
    if (problem) return problem
  }
  return null
}
