import { z } from 'zod'
import { listenerSchema } from './listener'
import { nameSchema, namespaceSchema } from './name'
import { routeSchema } from './route'
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
  listeners: z.array(listenerSchema).max(64).default([]),
  certificates: z.array(certificateSchema).max(20_000).default([]),
  trust: z.array(trustSchema).max(1000).default([]),
  upstreams: z.array(upstreamSchema).max(20_000).default([]),
  routes: z.array(routeSchema).max(20_000).default([]),
  extras: z.array(extraSchema).max(200).default([]),
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
