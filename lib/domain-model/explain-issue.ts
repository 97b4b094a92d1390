import type { z } from 'zod'
import { fromPointer, type JsonPointer, toPointer, valueAt } from './json-pointer'
import { isDecryptionNeed, passthroughCannot } from './needs-decryption'
import { planJsonSchema } from './plan'
import type { PlanProblem, PlanProblemCode } from './plan-problem'

type Issue = z.core.$ZodIssue
type Fix = NonNullable<PlanProblem['fix']>

/** A problem whose place in the text is not known yet. */
export function problem(
  code: PlanProblemCode,
  message: string,
  fix: string | Fix,
  path: JsonPointer = '',
): PlanProblem {
  const way = typeof fix === 'string' ? { text: fix, patch: null } : fix
  return { code, severity: 'error', message, path, line: null, column: null, fix: way }
}

/**
 * What an issue of the schema means to the person who wrote the document: place, reason, way out. At most `max` problems, since an
 * issue may hold a million unknown keys.
 */
export function explainIssue(issue: Issue, data: unknown, max = 20): PlanProblem[] {
  const path = toPointer(issue.path)
  if (issue.code === 'unrecognized_keys')
    return issue.keys.slice(0, max + 1).map((key) => explainUnknownKey(path, key, data))
  if (issue.code === 'invalid_union' && issue.errors.length > 0) return explainUnion(issue, data, max)
  const mode = valueAt(data, path.replace(/\/[^/]*$/, '/mode'))
  if (path.endsWith('/plainHttp') && mode === 'passthrough' && valueAt(data, path) === 'serve')
    return [
      problem(
        'impossible',
        'A passthrough route cannot serve its paths on plain HTTP: it has none; forward hands plain HTTP to the backend.',
        { text: 'Forward plain HTTP to the backend instead.', patch: [{ op: 'replace', path, value: 'forward' }] },
        path,
      ),
    ]
  const { message, fix } = describe(issue, valueAt(data, path), path)
  return [problem('schema', ofPlace(path, message), fix, path)]
}

/** A sentence about a place: `listeners[0].port is more than 65535.`, or the place and what is said of it. */
function ofPlace(path: JsonPointer, message: string): string {
  const isPredicate = /^(?:is|has|needs|expected) /.test(message)
  const said = isPredicate ? message.replace(/^expected (.*), found (.*)$/s, 'is $2, but must be $1') : message
  return `${placeName(path)}${isPredicate ? '' : ':'} ${said}${/[.?!]$/.test(said) ? '' : '.'}`
}

function describe(issue: Issue, value: unknown, path: JsonPointer): { message: string; fix: string | Fix } {
  const name = placeName(path)
  switch (issue.code) {
    case 'invalid_type':
      if (value === undefined)
        return { message: 'is missing', fix: `Add ${lastName(path)}: ${kinds.get(issue.expected) ?? 'a value'}.` }
      return {
        message: `expected ${kinds.get(issue.expected) ?? issue.expected}, found ${nameOfType(value)}`,
        fix: conversion(issue.expected, value, path),
      }
    case 'invalid_value': {
      const allowed = issue.values.map(show).join(' or ')
      return {
        message:
          value === undefined ? `is missing; use ${allowed}` : `${show(value)} is not known here; use ${allowed}`,
        fix: `Use ${allowed}.`,
      }
    }
    case 'invalid_union': {
      const hint = discriminators.get(lastName(path)) ?? 'see the documentation of the plan format'
      const what = value === undefined ? 'is missing' : `${show(value)} is not known here`
      return { message: `${what}; ${hint}`, fix: `${hint.charAt(0).toUpperCase()}${hint.slice(1)}.` }
    }
    case 'invalid_key':
      return { message: issue.issues[0]?.message ?? issue.message, fix: 'Correct the name.' }
    case 'too_small':
      return {
        message: bound(issue.message, `is less than ${issue.minimum}`, issue.origin, 'at least', issue.minimum),
        fix: amount(issue.origin, `${issue.minimum}`, 'at least'),
      }
    case 'too_big':
      return {
        message: bound(issue.message, `is more than ${issue.maximum}`, issue.origin, 'at most', issue.maximum),
        fix: amount(issue.origin, `${issue.maximum}`, 'at most'),
      }
    default:
      return { message: issue.message, fix: `Correct ${name}.` }
  }
}

const kinds = new Map<string, string>([
  ['array', 'a list'],
  ['object', 'a mapping'],
  ['record', 'a mapping'],
  ['string', 'text'],
  ['number', 'a number'],
  ['int', 'a whole number'],
  ['boolean', 'true or false'],
])

/** The kinds a discriminated union has, which zod does not repeat in its issue. */
const discriminators = new Map<string, string>([
  ['mode', 'use terminate, passthrough or reencrypt'],
  ['protocol', 'use tls or http'],
  ['kind', 'use http, tcp or tls'],
])

/** Messages of our own schemas stand; zod's own ("Too small: …") become sentences about numbers, texts or lists. */
function bound(message: string, number: string, origin: string, limit: string, bounds: number | bigint): string {
  if (!/^Too (?:small|big)/.test(message)) return message
  if (origin === 'string') return `has ${limit === 'at most' ? 'more' : 'less'} than ${bounds} characters`
  return origin === 'number' || origin === 'int'
    ? number
    : `needs ${limit} ${bounds} ${bounds === 1 ? 'entry' : 'entries'}`
}

function amount(origin: string, bounds: string, limit: string): string {
  if (origin === 'string') return `Write ${limit} ${bounds} characters.`
  return origin === 'number' || origin === 'int' ? `Use ${limit} ${bounds}.` : `Give ${limit} ${bounds}.`
}

/** A value of the wrong kind that can be meant in one way only becomes a patch. */
function conversion(expected: string, value: unknown, path: JsonPointer): string | Fix {
  const replace = (next: unknown) => [{ op: 'replace' as const, path, value: next }]
  if (
    (expected === 'number' || expected === 'int') &&
    typeof value === 'string' &&
    /^(?:0|[1-9]\d{0,8})$/.test(value.trim())
  )
    return { text: `Write the number without quotes: ${value.trim()}.`, patch: replace(Number(value.trim())) }
  if (expected === 'boolean' && typeof value === 'string' && /^(?:true|yes|on|false|no|off)$/i.test(value)) {
    const meant = /^(?:true|yes|on)$/i.test(value)
    return { text: `Write ${meant}.`, patch: replace(meant) }
  }
  if (expected === 'string' && typeof value !== 'object') return 'Put it in quotes, so that it is text.'
  if (expected === 'array' && typeof value === 'string')
    return { text: `Write a list: [${show(value)}].`, patch: replace([value]) }
  return `Write ${kinds.get(expected) ?? expected}.`
}

const byPath = {
  message: 'sends by path: an upstream belongs to a path.',
  fix: 'Write paths: [{ path: /, upstream: … }].',
}
const misplaced = new Map([
  ['terminate upstream', { ...byPath, message: `A terminated route ${byPath.message}` }],
  ['reencrypt upstream', { ...byPath, message: `A re-encrypted route ${byPath.message}` }],
  [
    'terminate upstreamTls',
    {
      message: 'A terminated route speaks clear text to its upstream; with TLS to the upstream the mode is reencrypt.',
      fix: 'Remove upstreamTls, or change the mode to reencrypt.',
    },
  ],
])

function explainUnknownKey(parent: JsonPointer, key: string, data: unknown): PlanProblem {
  const path = `${parent}${toPointer([key])}`
  const remove = { text: `Remove ${shortened(key)}.`, patch: [{ op: 'remove' as const, path }] }
  const holder = valueAt(data, parent)
  const mode = /^\/routes\/\d+$/.test(parent) ? (holder as { mode?: unknown } | undefined)?.mode : undefined
  if (mode === 'passthrough' && isDecryptionNeed(key))
    return problem('impossible', passthroughCannot(key), remove, path)
  const elsewhere = misplaced.get(`${String(mode)} ${key}`)
  if (elsewhere) return problem('schema', elsewhere.message, elsewhere.fix, path)
  const near = nearestKey(key)
  return problem(
    'schema',
    near
      ? `There is no field ${placeName(path)} here; did you mean ${near}?`
      : `There is no field ${placeName(path)} here.`,
    near ? `Rename it to ${near}, or remove it.` : remove,
    path,
  )
}

/** Of the branches of a plain union the one whose fixed members fit; else the one with the fewest problems. */
function explainUnion(issue: Extract<Issue, { code: 'invalid_union' }>, data: unknown, max: number): PlanProblem[] {
  const fits = (branch: Issue[]) =>
    !branch.some((inner) => inner.code === 'invalid_value' && inner.path.length === 1 && inner.path[0] === 'match')
  const structured = issue.errors.filter(
    (branch) => !branch.some((inner) => inner.code === 'invalid_type' && inner.path.length === 0),
  )
  const candidates = structured.filter(fits)
  const pool = candidates.length > 0 ? candidates : structured.length > 0 ? structured : issue.errors
  const best = [...pool].sort((a, b) => a.length - b.length)[0] ?? []
  return best.flatMap((inner) => explainIssue({ ...inner, path: [...issue.path, ...inner.path] } as Issue, data, max))
}

/** `routes[0].hosts[1]`, as people write it. */
function placeName(path: JsonPointer): string {
  const segments = fromPointer(path)
  if (segments.length === 0) return 'the document'
  return segments
    .map((segment, index) => (/^\d+$/.test(segment) ? `[${segment}]` : `${index ? '.' : ''}${shortened(segment)}`))
    .join('')
}

function lastName(path: JsonPointer): string {
  const last = fromPointer(path).at(-1) ?? 'the document'
  return /^\d+$/.test(last) ? `entry ${last}` : shortened(last)
}

const shortened = (text: string) => (text.length > 60 ? `${text.slice(0, 57)}…` : text)
const show = (value: unknown) =>
  typeof value === 'string'
    ? `"${shortened(value)}"`
    : typeof value === 'object' && value
      ? nameOfType(value)
      : String(value)

function nameOfType(value: unknown): string {
  if (value === null) return 'nothing'
  if (Array.isArray(value)) return 'a list'
  if (typeof value === 'object') return 'a mapping'
  return typeof value === 'string' ? `the text ${show(value)}` : `the ${typeof value} ${show(value)}`
}

let knownKeys: Set<string> | undefined

/** A known field name within two edits, so that a typing mistake names its cure. */
function nearestKey(key: string): string | null {
  knownKeys ??= collectKeys(planJsonSchema(), new Set())
  const allowed = Math.min(2, Math.floor(key.length / 3))
  let best: string | null = null
  let bestDistance = allowed + 1
  for (const known of knownKeys) {
    const distance = known === key ? bestDistance : editDistance(key.toLowerCase(), known.toLowerCase())
    if (distance < bestDistance) [best, bestDistance] = [known, distance]
  }
  return best
}

function collectKeys(schema: unknown, into: Set<string>): Set<string> {
  if (typeof schema !== 'object' || schema === null) return into
  for (const [key, value] of Object.entries(schema)) {
    if (key === 'properties') for (const name of Object.keys(value as object)) into.add(name)
    collectKeys(value, into)
  }
  return into
}

function editDistance(a: string, b: string): number {
  if (Math.abs(a.length - b.length) > 2) return 3
  let row = Array.from({ length: b.length + 1 }, (_, index) => index)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++)
      next[j] = Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1))
    row = next
  }
  return row[b.length] ?? 3
}
