import type { Loss } from '../../diagnostics/loss'
import { toPointer } from '../../domain-model/json-pointer'
import type { Plan } from '../../domain-model/plan'

const names = /[^A-Za-z0-9._-]/g
const addresses = /[^0-9A-Fa-f.:/]/g
const headers = /[^A-Za-z0-9_-]/g
const printable = /[^\t\x20-\x7e]/g
const visible = /[^\x21-\x7e]/g

/** The characters that a field may not hold, by the field's name; the schema allows none of them. */
const forbidden: Record<string, RegExp> = {
  name: names,
  listener: names,
  certificate: names,
  trust: names,
  upstream: names,
  acmeUpstream: names,
  clientCertificate: names,
  route: names,
  secret: names,
  namespace: names,
  methods: /[^A-Z]/g,
  hosts: /[^a-z0-9.*-]/g,
  host: /[^A-Za-z0-9._:-]/g,
  serverName: /[^A-Za-z0-9._-]/g,
  address: addresses,
  allow: addresses,
  deny: addresses,
  from: addresses,
  file: /[^A-Za-z0-9._/+@-]/g,
  path: visible,
  prefix: visible,
  identityHeader: headers,
  remove: headers,
  place: /[^A-Za-z0-9._/-]/g,
  lines: /[\x00-\x08\x0a-\x1f\x7f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g,
}

/** Free text that no target prints as configuration. */
const unprinted = new Set(['description', 'apiVersion', 'kind'])

/**
 * The plan without characters that its schema forbids, for callers that hand a target something unchecked. What was removed is a
 * loss; a plan that passed the schema comes back as the same object.
 */
export function plainPlan(plan: Plan): { plan: Plan; losses: Loss[] } {
  const losses: Loss[] = []
  // Nearly every plan passed the schema: one look without places and copies settles it.
  if (isPlainPlan(plan)) return { plan, losses }
  const clean = (value: unknown, field: string, at: readonly (string | number)[]): unknown => {
    if (typeof value === 'string') return unprinted.has(field) ? value : strip(value, forbidden[field] ?? printable, at)
    if (Array.isArray(value))
      return keepIfSame(
        value,
        value.map((item, index) => clean(item, field, [...at, index])),
      )
    if (typeof value !== 'object' || value === null) return value
    const isHeaderMap = field === 'set'
    const before = Object.entries(value)
    const after = before.map(
      ([key, item]) =>
        [
          isHeaderMap ? strip(key, headers, [...at, key]) : key,
          clean(item, isHeaderMap ? 'value' : key, [...at, key]),
        ] as const,
    )
    return after.every(([key, item], index) => key === before[index]?.[0] && item === before[index]?.[1])
      ? value
      : Object.fromEntries(after)
  }
  const strip = (text: string, characters: RegExp, at: readonly (string | number)[]): string => {
    const rest = text.replace(characters, '')
    if (rest !== text)
      losses.push({
        path: toPointer(at),
        feature: 'characters',
        reason:
          'This text holds characters that its grammar forbids, such as line breaks, control characters or direction marks; they are left out.',
        fix: 'Check the plan with its schema and correct this text.',
      })
    return rest
  }
  return { plan: clean(plan, '', []) as Plan, losses }
}

/** Things that were looked at before, with the list they stood in: an edit makes one of a thousand anew. Nobody changes a plan that was read. */
const foundPlain = new WeakMap<object, string>()

function isPlainPlan(plan: Plan): boolean {
  return Object.entries(plan).every(([field, value]: [string, unknown]) => {
    if (!Array.isArray(value)) return isPlain(value, field)
    return value.every((thing: unknown) => {
      if (typeof thing !== 'object' || thing === null) return isPlain(thing, field)
      if (foundPlain.get(thing) === field) return true
      if (!isPlain(thing, field)) return false
      foundPlain.set(thing, field)
      return true
    })
  })
}

function isPlain(value: unknown, field: string): boolean {
  if (typeof value === 'string') return unprinted.has(field) || value.search(forbidden[field] ?? printable) === -1
  if (Array.isArray(value)) return value.every((item) => isPlain(item, field))
  if (typeof value !== 'object' || value === null) return true
  const isHeaderMap = field === 'set'
  for (const key in value) {
    if (isHeaderMap && key.search(headers) !== -1) return false
    if (!isPlain((value as Record<string, unknown>)[key], isHeaderMap ? 'value' : key)) return false
  }
  return true
}

function keepIfSame(before: unknown[], after: unknown[]): unknown[] {
  return after.every((item, index) => item === before[index]) ? before : after
}
