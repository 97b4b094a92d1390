import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { normalizePath, prefixMatches, regexProblem, rewritePath } from './model-path'
import { literalPathSchema } from './model-path-schema'

describe('the path that routing sees', () => {
  const check = (target: string, expected: string | null) => {
    const normal = normalizePath(target)
    expect(normal.ok ? normal.path : null).toBe(expected)
  }
  it.each<[string, string | null]>([
    ['/', '/'],
    ['/v1/items?x=/../y', '/v1/items'],
    ['/v1#x', '/v1'],
    // RFC 3986 section 5.2.4
    ['/a/b/c/./../../g', '/a/g'],
    ['/mid/content=5/../6', '/mid/6'],
    // RFC 3986 section 5.4, resolved against /b/c/d;p
    ['/b/c/g', '/b/c/g'],
    ['/b/c/./g', '/b/c/g'],
    ['/b/c/g/', '/b/c/g/'],
    ['/b/c/.', '/b/c/'],
    ['/b/c/./', '/b/c/'],
    ['/b/c/..', '/b/'],
    ['/b/c/../', '/b/'],
    ['/b/c/../g', '/b/g'],
    ['/b/c/../..', '/'],
    ['/b/c/../../', '/'],
    ['/b/c/../../g', '/g'],
    ['/b/c/g.', '/b/c/g.'],
    ['/b/c/.g', '/b/c/.g'],
    ['/b/c/g..', '/b/c/g..'],
    ['/b/c/..g', '/b/c/..g'],
    ['/b/c/./../g', '/b/g'],
    ['/b/c/./g/.', '/b/c/g/'],
    ['/b/c/g;x=1/../y', '/b/c/y'],
    // RFC 3986 section 6.2.2: case of escapes, needless escapes
    ['/%7euser', '/~user'],
    ['/%61dmin', '/admin'],
    ['/caf%c3%a9', '/caf%C3%A9'],
    ['/a%2fb', '/a%2Fb'],
    ['/a%252fb', '/a%252fb'],
    ['/%2541', '/%2541'],
    // evasions of a path rule
    ['//admin', '/admin'],
    ['///a////b/', '/a/b/'],
    ['/x/../admin', '/admin'],
    ['/x/%2e%2e/admin', '/admin'],
    ['/x/.%2E/admin', '/admin'],
    ['/%2e/admin', '/admin'],
    ['/a//../b', '/b'],
    ['/ADMIN', '/ADMIN'],
    ['/admin;x=1', '/admin;x=1'],
    ['/admin/', '/admin/'],
    ['/a\\..\\b', '/a\\..\\b'],
    // refused
    ['/..', null],
    ['/../admin', null],
    ['/a/../../admin', null],
    ['/%2e%2e', null],
    ['//..', null],
    ['', null],
    ['*', null],
    ['admin', null],
    ['http://x/admin', null],
    ['/a%', null],
    ['/a%2', null],
    ['/a%zz', null],
    ['/a%00', null],
    ['/a\u0000', null],
    ['/a b', null],
    ['/a\tb', null],
    ['/a\r\nb', null],
    ['/a\u007f', null],
  ])('of %j is %j', check)

  const target = fc
    .array(fc.constantFrom('/', '.', '..', 'a', '%2e', '%2F', '%41', '%', '%25', '//', '?', 'é'), { maxLength: 14 })
    .map((parts) => `/${parts.join('')}`)
  it('has one form only, without dot segments, double slashes or needless escapes', () => {
    fc.assert(
      fc.property(target, (raw) => {
        const once = normalizePath(raw)
        if (!once.ok) return
        expect(normalizePath(once.path)).toEqual(once)
        expect(once.path).toMatch(/^\//)
        expect(once.path).not.toMatch(/\/\/|\/\.{1,2}(?:\/|$)|%(?:2[DEde]|4[1-9]|5[Ff]|7[Ee])/)
      }),
      { seed: 20260801, numRuns: 2000 },
    )
  })
})

describe('a prefix', () => {
  const check = (prefix: string, path: string, expected: boolean) => expect(prefixMatches(prefix, path)).toBe(expected)
  it.each<[string, string, boolean]>([
    ['/v1', '/v1', true],
    ['/v1', '/v1/', true],
    ['/v1', '/v1/x', true],
    ['/v1', '/v12', false],
    ['/v1', '/v1;x', false],
    ['/v1', '/V1', false],
    ['/v1/', '/v1', true],
    ['/v1/', '/v1/x', true],
    ['/v1/', '/v12', false],
    ['/', '/', true],
    ['/', '/anything', true],
  ])('%s covers %s: %s', check)
})

describe('a rewrite', () => {
  const check = (path: string, matched: string, rewrite: { prefix?: string; path?: string }, expected: string) =>
    expect(rewritePath(path, matched, rewrite)).toBe(expected)
  it.each<[string, string, { prefix?: string; path?: string }, string]>([
    ['/v1/x', '/v1', { prefix: '/' }, '/x'],
    ['/v1/x', '/v1/', { prefix: '/' }, '/x'],
    ['/v1', '/v1', { prefix: '/' }, '/'],
    ['/v1/', '/v1', { prefix: '/' }, '/'],
    ['/v1', '/v1', { prefix: '/new/' }, '/new'],
    ['/v1/', '/v1', { prefix: '/new' }, '/new/'],
    ['/x', '/', { prefix: '/new' }, '/new/x'],
    ['/', '/', { prefix: '/new' }, '/new/'],
    ['/v1/x', '/v1', { path: '/fixed' }, '/fixed'],
    ['/v1/x', '/v1', {}, '/v1/x'],
  ])('of %s under %s by %j is %s', check)
})

describe('a literal path in a plan', () => {
  const check = (path: string, expected: RegExp | null) => {
    const result = literalPathSchema.safeParse(path)
    if (expected === null) expect(result.error).toBeUndefined()
    else expect(result.error?.issues[0]?.message).toMatch(expected)
  }
  it.each<[string, RegExp | null]>([
    ['/', null],
    ['/v1/', null],
    ["/it's(a),path;x=1", null],
    ['/caf%C3%A9', null],
    ['v1', /starts with \//],
    ['/v1?x=1', /query/],
    ['/a b', /%20/],
    ['/a"b', /RFC 3986/],
    ['/a{b}', /RFC 3986/],
    ['/a//b', /write \/a\/b/],
    ['/a/../b', /write \/b/],
    ['/%61', /write \/a/],
    ['/caf%c3%a9', /write \/caf%C3%A9/],
    ['/..', /never match/],
    ['/%00', /never match/],
  ])('%j', check)
})

describe('a path expression', () => {
  const check = (source: string, expected: RegExp | null) => {
    const problem = regexProblem(source)
    if (expected === null) expect(problem).toBeNull()
    else expect(problem).toMatch(expected)
  }
  it.each<[string, RegExp | null]>([
    ['/v\\d+/items/[a-z]+', null],
    ['/a|/b', null],
    ['/(?:a|b){1,2}', null],
    ['/a{2}', null],
    ['/.*?\\.png', null],
    // signs that only look like syntax
    ['/\\\\1', null],
    ['/\\\\x', null],
    ['/\\++', null],
    ['/[*+]+', null],
    ['/[a[b]', null],
    ['/[\\]x]+', null],
    ['/(?=a)', /look-around/],
    ['/(?i)a', /look-around/],
    ['/(?<n>a)', /look-around/],
    ['/(a)\\1', /back-references/],
    ['/\\k<n>', /back-references/],
    ['/\\x41', /escape/],
    ['/\\Qa', /escape/],
    ['/\\n', /escape/],
    ['/[\\p{L}]', /escape/],
    ['/[\\b]', /class/],
    ['/a++', /possessive/],
    ['/a{2}+', /possessive/],
    ['/[[:alpha:]]', /POSIX/],
    ['/[]a]', /empty class/],
    ['/[^]a]', /empty class/],
    ['/a{,3}', /\{0,n\}/],
    ['/(', /not a regular expression/],
    ['/[a', /not a regular expression/],
    ['/a\\', /backslash/],
    ['', /empty/],
    ['/a b', /printable/],
    ['/é', /printable/],
    [`/${'a'.repeat(512)}`, /512/],
  ])('%j', check)
})
