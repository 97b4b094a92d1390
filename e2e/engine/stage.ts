// The proof of lib/preview with the targets of lib/targets, as the command line and the studio join them.
import type { Plan } from '../../lib/domain-model/plan'
import { type EmitFiles, type StageFaults, setStage as setProofStage } from '../../lib/preview/proof/stage'
import { emitForInstalled } from '../../lib/targets/emit-for-installed'

const emit: EmitFiles = emitForInstalled

export const setStage = (plan: Plan, faults?: StageFaults) => setProofStage(plan, emit, faults)
