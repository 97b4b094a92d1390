import { z } from 'zod'
import { planSchema } from '../domain-model/plan'
import { limitsSchema } from './limits'
import { bindSchema, dialPolicySchema, materialsSchema } from './materials'

/** What the studio tells the preview worker. One worker runs many previews, each under a name. */
const change = {
  preview: z.string().min(1).max(100),
  plan: planSchema,
  materials: materialsSchema,
  bind: bindSchema.default({}),
  policy: dialPolicySchema.prefault({}),
}

export const toWorkerSchema = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('start'),
    request: z.number().int(),
    ...change,
    limits: limitsSchema.partial().default({}),
    /** Where numbers of connections begin: behind those of a worker that ended. */
    firstConnection: z.number().int().min(1).default(1),
  }),
  z.object({ type: z.literal('apply'), request: z.number().int(), ...change }),
  z.object({
    type: z.literal('stop'),
    request: z.number().int(),
    preview: z.string(),
    graceMs: z.number().min(0).max(600_000).default(5000),
  }),
  z.object({ type: z.literal('hello'), request: z.number().int(), preview: z.string(), connection: z.number().int() }),
])

export type ToWorker = z.input<typeof toWorkerSchema>

const listenersSchema = z.record(z.string(), z.object({ host: z.string(), port: z.number() }))

const entrySchema = z.object({
  id: z.number(),
  connection: z.number(),
  startedAt: z.number(),
  listener: z.string(),
  client: z.string(),
  sni: z.string().nullable(),
  alpn: z.array(z.string()),
  ja4: z.string().nullable(),
  hasHello: z.boolean(),
  host: z.string().nullable(),
  method: z.string().nullable(),
  path: z.string().nullable(),
  route: z.string().nullable(),
  mode: z.string().nullable(),
  outcome: z.string().nullable(),
  reason: z.string(),
  upstream: z.string().nullable(),
  server: z.string().nullable(),
  status: z.number().nullable(),
  bytesUp: z.number(),
  bytesDown: z.number(),
  durationMs: z.number().nullable(),
  ending: z.string().nullable(),
  detail: z.string().nullable(),
})

const totalsSchema = z.object({
  connections: z.number(),
  open: z.number(),
  refused: z.number(),
  failed: z.number(),
  bytesUp: z.number(),
  bytesDown: z.number(),
})

/** What a preview did since the last report. */
const activitySchema = z.object({
  type: z.literal('activity'),
  preview: z.string(),
  /** Connections that opened or closed, the last state of each. */
  entries: z.array(entrySchema),
  /** How many more there were than a report holds. */
  left: z.number(),
  /** Totals that changed, by route name; what no route took stands under the empty name. */
  totals: z.record(z.string(), totalsSchema),
  connections: z.number(),
  /** The number of the running plan, and of every plan that a live connection began with. */
  generations: z.object({ now: z.number(), inUse: z.array(z.number()) }),
})
export type PreviewActivity = z.output<typeof activitySchema>

/** What the preview worker tells the studio. */
export const fromWorkerSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('ready') }),
  z.object({ type: z.literal('done'), request: z.number(), listeners: listenersSchema, problems: z.array(z.string()) }),
  /** The ClientHello of one connection; null where its bytes are gone. */
  z.object({ type: z.literal('hello'), request: z.number(), hex: z.string().nullable() }),
  /** Null when the message was so broken that it named no request. */
  z.object({ type: z.literal('failed'), request: z.number().nullable(), message: z.string() }),
  z.object({ type: z.literal('fault'), message: z.string() }),
  activitySchema,
])

export type FromWorker = z.output<typeof fromWorkerSchema>
