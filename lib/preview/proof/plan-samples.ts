// What a client would ask of a plan: names, paths and methods that should match, and near misses.
import fc from 'fast-check'
import { normalizeServerName, wildcardParent } from '../../domain-model/hostname'
import { prefixBase } from '../../domain-model/model-path'
import { type HttpRoute, type PathRule, type Route, terminatesTls } from '../../domain-model/route'

/** Names that a host pattern should match, and near misses. */
export function sampleNames(pattern: string): string[] {
  if (pattern === '*') return ['any.thing.at-all.invalid']
  const parent = wildcardParent(pattern)
  if (parent !== null) return [`one.${parent}`, `two.one.${parent}`, parent, `ONE.${parent}.`]
  return [pattern, pattern.toUpperCase(), `${pattern}.`]
}

/** A plain name of the route: what a client would ask for. */
export function oneName(route: Route): string {
  return sampleNames(route.hosts[0] ?? '*')[0] ?? ''
}

/** Names that are no DNS names, close to names of the plan. */
export function badNames(routes: readonly Route[]): string[] {
  const name = oneName(routes[0] as Route)
  const parent =
    wildcardParent(routes.flatMap((route) => route.hosts).find((pattern) => pattern.startsWith('*.')) ?? '') ?? name
  return [`bad_label.${parent}`, `-x.${parent}`, `*.${parent}`, `a..${parent}`, `${name}:443`, `x y.${parent}`].filter(
    (bad) => normalizeServerName(bad) === null,
  )
}

/** A path under the first rule of a route. */
export function usualPath(route: Route): string {
  const rule = terminatesTls(route) ? route.paths[0] : undefined
  return rule ? (pathsUnder(rule)[0] ?? '/') : '/'
}

export function samplePaths(route: HttpRoute): string[] {
  const general = [
    '/',
    '/nowhere',
    '/v1/items/abc',
    '/x/y.png',
    '/v2',
    '/q/b/c',
    '/items',
    '/aaa',
    '/v1?x=/../y',
    '/../etc',
    '/%zz',
    '/a%2Fb',
    '/a%00b',
    '/%2e%2e/x',
    '//',
  ]
  // The first samples of every rule come before the finer ones, so that a bound cuts the finer ones.
  return [
    ...new Set([
      ...route.paths.flatMap((rule) => pathsUnder(rule).slice(0, 3)),
      ...general,
      ...route.paths.flatMap((rule) => pathsUnder(rule).slice(3)),
    ]),
  ]
}

/** Paths that a rule matches, then near misses and other spellings. */
export function pathsUnder(rule: PathRule): string[] {
  if (rule.match === 'regex') return regexSamples(rule.path)
  const base = prefixBase(rule.path)
  const spelled = base.replace(/[A-Za-z]/, (letter) => `%${letter.charCodeAt(0).toString(16)}`)
  return [
    rule.path,
    `${base}/`,
    `${base}/x`,
    base || '/',
    `${base}2`,
    `/${base}/x`,
    `/x/..${base || '/'}`,
    `${spelled}/x`,
    `${base}/./a//b`,
    `${base}/../..${base}`,
    `${base}/x%2Fy`,
    `${base}/X?y=%2e`,
    base.toUpperCase() || '/',
    `${base}/..`,
    `${base}/..;/x`,
  ].filter((path) => path.startsWith('/'))
}

/** A few strings the expression matches and that a client can send as they are, and a near miss. */
function regexSamples(source: string): string[] {
  const plain = /^\/[A-Za-z0-9/._~-]*$/
  const samples = fc
    .sample(fc.stringMatching(new RegExp(`^(?:${source})$`)), { numRuns: 40, seed: 7 })
    .filter((sample) => plain.test(sample) && sample.length < 60)
  return [...new Set(samples)].slice(0, 4).flatMap((sample) => [sample, `/${sample}`, `${sample}~`])
}

const allMethods = ['GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'OPTIONS', 'PATCH']

export function sampleMethods(route: HttpRoute): { path: string; methods: string[] }[] {
  const limited = route.paths.filter((rule) => rule.methods).slice(0, 2)
  return [
    ...limited.map((rule) => ({ path: pathsUnder(rule)[0] ?? '/', methods: allMethods })),
    { path: usualPath(route), methods: ['POST', 'HEAD'] },
  ]
}
