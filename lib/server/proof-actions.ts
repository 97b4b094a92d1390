'use server'
import 'server-only'
import { z } from 'zod'
import { engineIds } from '../diagnostics/proof-report'
import { action } from './action-client'
import { proofRuns } from './proof-runs'

const planId = z.string().min(1).max(100)

/** Which engines are asked is the person's choice; what they run is the saved plan's. */
export const startProofAction = action({
  name: 'startProof',
  input: z.strictObject({ id: planId, engines: z.array(z.enum(engineIds)).min(1).max(engineIds.length) }),
  run: ({ id, engines }) =>
    proofRuns().start(
      id,
      engineIds.filter((engine) => engines.includes(engine)),
    ),
})

export const cancelProofAction = action({
  name: 'cancelProof',
  input: z.strictObject({ id: planId }),
  run: ({ id }) => proofRuns().cancel(id),
})
