import {
  type Document,
  isCollection,
  isMap,
  isNode,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  type Pair,
  parseAllDocuments,
  stringify,
  visit,
} from 'yaml'
import type { z } from 'zod'
import { fromPointer, type JsonPointer, toPointer, valueAt } from './json-pointer'
import { type Plan, type PlanInput, planJsonSchema, planSchema } from './plan'
import type { PlanProblem, PlanProblemCode } from './plan-problem'
import { findPrivateKey } from './private-key'

/** 10,000 routes take about 4 MB; twice that is a mistake or an attack. */
export const planTextBytesMax = 8 * 1024 * 1024

export interface PlanReading {
  /** Null when the text is no plan. With `impossible` problems only, the plan without what it cannot have. */
  plan: Plan | null
  problems: PlanProblem[]
  /** 1-based place of a pointer, or of its nearest parent that stands in the text; null for text that could not be parsed. */
  locate(pointer: JsonPointer): { line: number; column: number } | null
}

/**
 * Reads a plan document from YAML 1.2 or JSON. Never throws on user input: whatever is wrong comes back as problems with place,
 * reason and way out.
 */
export function parsePlanText(text: string): PlanReading {
  const refused = refuseUnread(text)
  if (refused) return { plan: null, problems: [refused], locate: () => null }

  const lines = new LineCounter()
  const documents = parseAllDocuments(text, { lineCounter: lines, prettyErrors: true, uniqueKeys: true })
  const list = 'empty' in documents ? [] : documents
  const at = (offset: number) => ({ line: lines.linePos(offset).line, column: lines.linePos(offset).col })

  const broken = list.flatMap((document) => document.errors)
  if (broken.length > 0)
    return {
      plan: null,
      locate: () => null,
      problems: broken.slice(0, 20).map((error) => ({
        ...problem(
          'syntax',
          `this is not valid YAML or JSON: ${(error.message.split('\n')[0] ?? '').replace(/ at line \d+, column \d+:?$/, '')}`,
        ),
        ...at(error.pos[0]),
      })),
    }
  if (list.length > 1)
    return {
      plan: null,
      locate: () => null,
      problems: [
        {
          ...problem(
            'many-documents',
            `this text holds ${list.length} YAML documents; a plan is one`,
            'Keep one document and save the others as plans of their own.',
          ),
          ...at(list[1]?.range[0] ?? 0),
        },
      ],
    }
  const [document] = list
  if (!document || !isMap(document.contents))
    return {
      plan: null,
      locate: () => null,
      problems: [
        {
          ...problem(
            'not-a-mapping',
            'a plan is a mapping that starts with apiVersion and kind',
            'Start with "apiVersion: signalbox/v1" and "kind: Plan", or take an example.',
          ),
          line: 1,
          column: 1,
        },
      ],
    }
  const locate = (pointer: JsonPointer) => {
    const offset = offsetOf(document, pointer)
    return offset === null ? null : at(offset)
  }
  const alias = firstAlias(document)
  if (alias !== null)
    return {
      plan: null,
      locate,
      problems: [
        {
          ...problem(
            'aliases',
            'a plan holds no YAML anchors and aliases: they can grow a small file without bound',
            'Write the value out where it is used.',
          ),
          ...at(alias),
        },
      ],
    }

  const data: unknown = document.toJS()
  const place = (found: PlanProblem): PlanProblem => ({ ...found, ...(locate(found.path) ?? { line: 1, column: 1 }) })
  const first = planSchema.safeParse(data)
  if (first.success) return { plan: first.data, problems: [], locate }
  const problems = first.error.issues.flatMap((issue) => explainIssue(issue, data))
  if (problems.some((found) => found.code !== 'impossible'))
    return { plan: null, problems: problems.slice(0, 200).map(place), locate }
  const second = planSchema.safeParse(
    withoutMembers(
      data,
      problems.map((found) => found.path),
    ),
  )
  return { plan: second.success ? second.data : null, problems: problems.map(place), locate }
}

/** Prints a plan as YAML, in the order of the schema, without the members that only repeat a default. */
export function printPlan(plan: PlanInput): string {
  return stringify(plan, { lineWidth: 0, flowCollectionPadding: true })
}

function problem(
  code: PlanProblemCode,
  message: string,
  fix: string | null = null,
  path: JsonPointer = '',
): PlanProblem {
  return {
    code,
    severity: 'error',
    message,
    path,
    line: null,
    column: null,
    fix: fix === null ? null : { text: fix, patch: null },
  }
}

function refuseUnread(text: string): PlanProblem | null {
  const bytes = text.length > planTextBytesMax ? text.length : new TextEncoder().encode(text).length
  if (bytes > planTextBytesMax)
    return problem(
      'too-large',
      `this text is ${Math.ceil(bytes / 1048576)} MiB; a plan may have ${planTextBytesMax / 1048576} MiB`,
      'Split the edge into several plans.',
    )
  const key = findPrivateKey(text)
  if (key !== null) {
    const line = text.slice(0, key).split('\n').length
    return {
      ...problem(
        'private-key',
        'this text holds a private key; keys never enter a plan, so nothing of it was kept',
        'Remove the key, and name the secret or file that holds it instead. Replace a key that was pasted in a wrong place before.',
      ),
      line,
      column: key - text.lastIndexOf('\n', key - 1),
    }
  }
  const control = text.search(/[\x00-\x08\x0b\x0c\x0e-\x1f]/)
  if (control >= 0)
    return {
      ...problem('not-text', 'this is not a text: it holds control characters', 'Save it as UTF-8 YAML or JSON.'),
      line: text.slice(0, control).split('\n').length,
      column: control - text.lastIndexOf('\n', control - 1),
    }
  return null
}

function firstAlias(document: Document): number | null {
  let offset: number | null = null
  visit(document, {
    Alias(_, node) {
      offset = node.range?.[0] ?? 0
      return visit.BREAK
    },
  })
  return offset
}

function offsetOf(document: Document, pointer: JsonPointer): number | null {
  let node: unknown = document.contents
  let offset = isNode(node) ? (node.range?.[0] ?? null) : null
  for (const segment of fromPointer(pointer)) {
    if (isMap(node)) {
      const pair: Pair | undefined = node.items.find(
        (item) => String(isScalar(item.key) ? item.key.value : item.key) === segment,
      )
      if (!pair) break
      offset = (pair.key as Node | null)?.range?.[0] ?? offset
      node = pair.value
    } else if (isSeq(node)) {
      const item: unknown = node.items[Number(segment)]
      if (!isNode(item)) break
      offset = item.range?.[0] ?? offset
      node = item
    } else break
    if (!isCollection(node)) break
  }
  return offset
}

/** What an edge that does not decrypt cannot do, by the member that asks for it. */
const unseenByPassthrough: Record<string, string> = {
  paths: 'a passthrough route cannot see paths: they are inside the encryption that only the backend opens',
  certificate: 'a passthrough route shows no edge certificate: clients see the one of the backend',
  requestHeaders: 'a passthrough route cannot change request headers: they are inside the encryption',
  responseHeaders: 'a passthrough route cannot change response headers: they are inside the encryption',
  rateLimit:
    'a passthrough route cannot count requests: it sees connections only, and HTTP/2 carries many requests on one',
  clientAuth:
    'a passthrough route cannot check client certificates: they travel encrypted to the backend, which must check them itself',
  hsts: 'a passthrough route cannot send HSTS: only the backend can add response headers',
  waf: 'a passthrough route cannot inspect requests: a firewall needs a route that decrypts',
  upstreamTls: "a passthrough route has no TLS of its own to the upstream: the client's TLS reaches it untouched",
}

const otherMisplaced: Record<string, Record<string, string>> = {
  terminate: {
    upstream: 'a terminated route sends by path: write paths: [{ path: /, upstream: … }]',
    upstreamTls: 'a terminated route speaks clear text to its upstream; with TLS to the upstream the mode is reencrypt',
  },
  reencrypt: { upstream: 'a re-encrypted route sends by path: write paths: [{ path: /, upstream: … }]' },
}

type Issue = z.core.$ZodIssue

function explainIssue(issue: Issue, data: unknown): PlanProblem[] {
  const path = toPointer(issue.path)
  if (issue.code === 'unrecognized_keys') return issue.keys.map((key) => explainUnknownKey(path, key, data))
  if (issue.code === 'invalid_union' && issue.errors.length > 0) return explainUnion(issue, data)
  const mode = valueAt(data, path.replace(/\/[^/]*$/, '/mode'))
  if (path.endsWith('/plainHttp') && mode === 'passthrough' && valueAt(data, path) === 'serve')
    return [
      {
        ...problem(
          'impossible',
          'a passthrough route cannot serve its paths on plain HTTP: it has none; forward hands plain HTTP to the backend',
          null,
          path,
        ),
        fix: { text: 'Forward plain HTTP to the backend instead.', patch: [{ op: 'replace', path, value: 'forward' }] },
      },
    ]
  return [problem('schema', `${placeName(path)}: ${describe(issue, data)}`, null, path)]
}

function describe(issue: Issue, data: unknown): string {
  const value = valueAt(data, toPointer(issue.path))
  if (issue.code === 'invalid_type')
    return value === undefined ? 'is missing' : `expected ${issue.expected}, found ${nameOfType(value)}`
  if (issue.code === 'invalid_value')
    return `${value === undefined ? 'is missing' : `${show(value)} is not known here`}; use ${issue.values.map(show).join(' or ')}`
  if (issue.code === 'invalid_union')
    return `${value === undefined ? 'is missing' : `${show(value)} is not known here`}; ${discriminatorHint(issue.path)}`
  return issue.message
}

/** The kinds a discriminated union has, which zod does not repeat in its issue. */
function discriminatorHint(path: readonly PropertyKey[]): string {
  const hints: Record<string, string> = {
    mode: 'use terminate, passthrough or reencrypt',
    protocol: 'use tls or http',
    kind: 'use http, tcp or tls',
  }
  return hints[String(path.at(-1))] ?? 'see the documentation of the plan format'
}

function explainUnknownKey(parent: JsonPointer, key: string, data: unknown): PlanProblem {
  const path = `${parent}${toPointer([key])}`
  const remove = { text: `Remove ${key}.`, patch: [{ op: 'remove' as const, path }] }
  const holder = valueAt(data, parent)
  const mode =
    typeof holder === 'object' && holder !== null && /^\/routes\/\d+$/.test(parent)
      ? (holder as { mode?: unknown }).mode
      : undefined
  if (mode === 'passthrough' && unseenByPassthrough[key])
    return { ...problem('impossible', unseenByPassthrough[key], null, path), fix: remove }
  const misplaced = typeof mode === 'string' ? otherMisplaced[mode]?.[key] : undefined
  if (misplaced)
    return problem('schema', misplaced, misplaced.includes('write') ? null : `Remove ${key}, or change the mode.`, path)
  const near = nearestKey(key)
  return {
    ...problem(
      'schema',
      `${placeName(path)}: there is no such field here${near ? `; did you mean ${near}?` : ''}`,
      null,
      path,
    ),
    fix: near ? { text: `Rename it to ${near}, or remove it.`, patch: null } : remove,
  }
}

/** Of the branches of a plain union the one whose fixed members fit; else the one with the fewest problems. */
function explainUnion(issue: Extract<Issue, { code: 'invalid_union' }>, data: unknown): PlanProblem[] {
  const fits = (branch: Issue[]) =>
    !branch.some((inner) => inner.code === 'invalid_value' && inner.path.length === 1 && inner.path[0] === 'match')
  const structured = issue.errors.filter(
    (branch) => !branch.some((inner) => inner.code === 'invalid_type' && inner.path.length === 0),
  )
  const candidates = structured.filter(fits)
  const pool = candidates.length > 0 ? candidates : structured.length > 0 ? structured : issue.errors
  const best = [...pool].sort((a, b) => a.length - b.length)[0] ?? []
  return best.flatMap((inner) => explainIssue({ ...inner, path: [...issue.path, ...inner.path] } as Issue, data))
}

function withoutMembers(data: unknown, pointers: readonly JsonPointer[]): unknown {
  const copy = structuredClone(data)
  for (const pointer of pointers) {
    const holder = valueAt(copy, pointer.slice(0, pointer.lastIndexOf('/')))
    const key = fromPointer(pointer).at(-1)
    if (typeof holder === 'object' && holder !== null && key !== undefined)
      delete (holder as Record<string, unknown>)[key]
  }
  return copy
}

function placeName(path: JsonPointer): string {
  const segments = fromPointer(path)
  return segments.length === 0
    ? 'the document'
    : segments
        .map((segment, index) => (/^\d+$/.test(segment) ? `[${segment}]` : `${index ? '.' : ''}${segment}`))
        .join('')
}

const show = (value: unknown) =>
  typeof value === 'string' ? `"${value.length > 60 ? `${value.slice(0, 57)}…` : value}"` : String(value)

function nameOfType(value: unknown): string {
  if (value === null) return 'nothing'
  if (Array.isArray(value)) return 'a list'
  return typeof value === 'object' ? 'a mapping' : `${typeof value} ${show(value)}`
}

let knownKeys: Set<string> | undefined

/** A known field name within two edits, so that a typing mistake names its cure. */
function nearestKey(key: string): string | null {
  knownKeys ??= collectKeys(planJsonSchema(), new Set())
  const [best] = [...knownKeys]
    .map((known) => ({ known, distance: editDistance(key.toLowerCase(), known.toLowerCase()) }))
    .sort((a, b) => a.distance - b.distance)
  return best && best.distance <= Math.min(2, Math.floor(key.length / 3)) && best.known !== key ? best.known : null
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
