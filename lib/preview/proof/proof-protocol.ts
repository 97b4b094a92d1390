import { z } from 'zod'
import { engineIds, probeReportSchema, proofSchema } from '../../diagnostics/proof-report'
import { planSchema } from '../../domain-model/plan'

/** What the studio asks of a proof worker: one proof, then it is done. */
export const toProofWorkerSchema = z.object({ plan: planSchema, engines: z.array(z.enum(engineIds)).min(1) })
export type ToProofWorker = z.input<typeof toProofWorkerSchema>

/** What a proof worker tells the studio. */
export const fromProofWorkerSchema = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('progress'),
    engine: z.enum(engineIds),
    done: z.number(),
    of: z.number(),
    rows: z.array(probeReportSchema),
  }),
  z.object({
    type: z.literal('done'),
    proof: proofSchema,
    /** Own lines of the plan that no engine was given. */
    leftOut: z.array(z.string()),
  }),
  z.object({ type: z.literal('failed'), message: z.string() }),
])
export type FromProofWorker = z.input<typeof fromProofWorkerSchema>
