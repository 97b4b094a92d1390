// The proof of lib/preview with the targets of lib/targets, as the command line and the studio join them.
import type { Plan } from '../../lib/domain-model/plan'
import { agreementOf as provenAgreementOf } from '../../lib/preview/proof/agreement'
import type { EngineId } from '../../lib/preview/proof/engine-process'
import type { ProbeLimits } from '../../lib/preview/proof/probes'
import { type EmitFiles, type StageFaults, setStage as setProofStage } from '../../lib/preview/proof/stage'
import { emitForInstalled } from '../../lib/targets/emit-for-installed'

const emit: EmitFiles = (plan, program, folder) => emitForInstalled(plan, program, folder).artifacts

export const setStage = (plan: Plan, faults?: StageFaults) => setProofStage(plan, emit, faults)

export const agreementOf = (plan: Plan, id: EngineId, limits?: ProbeLimits) => provenAgreementOf(plan, id, emit, limits)
