import { z } from 'zod'
import { listenerSchema } from './listener'
import { nameSchema, namespaceSchema } from './name'
import { routeSchema } from './route-schema'
import { certificateSchema, trustSchema } from './tls-policy'
import { upstreamSchema } from './upstream'

/** A verbatim line: no control character, so that one line stays one line. */
const verbatimLineSchema = z
  .string()
  .max(2000)
  .regex(/^[^\x00-\x08\x0a-\x1f\x7f\x85\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069]*$/, {
    error: 'one line per entry: no line breaks, control characters or direction marks',
  })

export const extraSchema = z
  .strictObject({
    target: nameSchema.describe('The target these lines are for, such as haproxy.'),
    place: z
      .string()
      .max(200)
      .regex(/^[a-z]+(?:\/[A-Za-z0-9][A-Za-z0-9._-]*)?$/, {
        error: 'a place is a section, or a section and a name, such as global or backend/api',
      })
      .describe("Where they go, in the target's own words, such as global or backend/api."),
    lines: z.array(verbatimLineSchema).min(1).max(200),
  })
  .describe('Verbatim lines for one target and one place: the escape hatch. Nobody checks them but the engine.')

export type Extra = z.output<typeof extraSchema>

/** The lists of a plan: what stands in each, and how much of it at most. */
export const planLists = {
  listeners: { item: listenerSchema, max: 64 },
  certificates: { item: certificateSchema, max: 20_000 },
  trust: { item: trustSchema, max: 1000 },
  upstreams: { item: upstreamSchema, max: 20_000 },
  routes: { item: routeSchema, max: 20_000 },
  extras: { item: extraSchema, max: 200 },
}

const listOf = <Item extends z.ZodType>({ item, max }: { item: Item; max: number }) =>
  z.array(item).max(max).default([])

/**
 * The plan document, `signalbox/v1`. This schema is its only definition: types, JSON Schema, documentation and forms derive from it.
 * References are checked by rules, not here, so that a half-written plan can still be shown.
 */
export const planSchema = z.strictObject({
  apiVersion: z.literal('signalbox/v1'),
  kind: z.literal('Plan'),
  name: nameSchema,
  description: z.string().max(4000).optional(),
  namespace: namespaceSchema.optional(),
  listeners: listOf(planLists.listeners),
  certificates: listOf(planLists.certificates),
  trust: listOf(planLists.trust),
  upstreams: listOf(planLists.upstreams),
  routes: listOf(planLists.routes),
  extras: listOf(planLists.extras),
})

const unread = ({ max }: { max: number }) => z.array(z.unknown()).max(max).default([])

/** The same document, of whose lists only the length has been looked at. */
export const planWithUnreadLists = planSchema.extend({
  listeners: unread(planLists.listeners),
  certificates: unread(planLists.certificates),
  trust: unread(planLists.trust),
  upstreams: unread(planLists.upstreams),
  routes: unread(planLists.routes),
  extras: unread(planLists.extras),
})

export type Plan = z.output<typeof planSchema>
export type PlanInput = z.input<typeof planSchema>

/** The JSON Schema (draft 2020-12) of the plan document, for editors and other tools. */
export function planJsonSchema(): Record<string, unknown> {
  return {
    ...z.toJSONSchema(planSchema, { io: 'input', unrepresentable: 'any' }),
    title: 'Signalbox plan',
    $id: 'urn:signalbox:v1:plan',
  }
}
