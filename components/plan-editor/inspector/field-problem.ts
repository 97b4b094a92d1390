import type { z } from 'zod'
import { fromPointer, type JsonPointer, valueAt } from '@/lib/domain-model/json-pointer'
import { listenerSchema } from '@/lib/domain-model/listener'
import { planSchema } from '@/lib/domain-model/plan'
import { routeSchema } from '@/lib/domain-model/route-schema'
import { certificateSchema, trustSchema } from '@/lib/domain-model/tls-policy'
import { upstreamSchema } from '@/lib/domain-model/upstream'
import { thingAt } from '../edits/things'

const thingSchemas: Record<string, z.ZodType> = {
  listeners: listenerSchema,
  routes: routeSchema,
  upstreams: upstreamSchema,
  certificates: certificateSchema,
  trust: trustSchema,
}

/**
 * What would be wrong with this value in this place, or null. Only the thing around it is read, not the whole plan, and only
 * problems at or below the place count: another bad field must not hold this one up.
 */
export function fieldProblem(pointer: JsonPointer, value: unknown, data: unknown): string | null {
  const place = thingAt(pointer)
  const segments = place ? place.rest : fromPointer(pointer)
  const before = place ? valueAt(data, place.pointer) : { apiVersion: 'signalbox/v1', kind: 'Plan', name: 'plan' }
  const candidate = withValue(before, segments, value)
  const schema = place ? (thingSchemas[place.kind] ?? planSchema) : planSchema
  const result = schema.safeParse(candidate)
  if (result.success) return null
  const found = result.error.issues
    .flatMap(flatten)
    .find((issue) => segments.every((segment, index) => String(issue.path[index]) === segment))
  if (!found) return null
  return value === undefined || value === '' ? 'This field is needed.' : sentence(found.message)
}

type Issue = z.core.$ZodIssue

/** Of a union that fits nowhere, the branch that comes nearest. */
function flatten(issue: Issue): Issue[] {
  if (issue.code !== 'invalid_union' || issue.errors.length === 0) return [issue]
  const isOtherBranch = (errors: Issue[]) =>
    errors.some((error) => error.code === 'invalid_value' && error.path.length === 1)
  const pool = issue.errors.filter((errors) => !isOtherBranch(errors))
  const [best] = [...(pool.length > 0 ? pool : issue.errors)].sort((a, b) => a.length - b.length)
  return (best ?? []).flatMap((inner) => flatten({ ...inner, path: [...issue.path, ...inner.path] } as Issue))
}

function withValue(root: unknown, segments: readonly string[], value: unknown): unknown {
  const [head, ...rest] = segments
  if (head === undefined) return value
  if (Array.isArray(root)) {
    const copy = [...root]
    copy[Number(head)] = withValue(copy[Number(head)], rest, value)
    return copy
  }
  const { [head]: old, ...others } = typeof root === 'object' && root !== null ? (root as Record<string, unknown>) : {}
  const next = withValue(old, rest, value)
  return next === undefined ? others : { ...others, [head]: next }
}

const sentence = (text: string) => `${text.charAt(0).toUpperCase()}${text.slice(1)}${/[.!?]$/.test(text) ? '' : '.'}`
