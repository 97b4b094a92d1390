import type { TlsListener } from '../../domain-model/listener'
import type { Plan } from '../../domain-model/plan'
import { addressProbes, certificateProbes, helloProbes, sessionProbes } from './handshake-probes'
import type { Probe, ProbeLimits } from './probe'
import { probeKit } from './probe-kit'
import { authorityProbes, nameProbes, pathProbes } from './request-probes'

const kinds = [nameProbes, pathProbes, authorityProbes, certificateProbes, sessionProbes, helloProbes, addressProbes]

export function tlsProbes(plan: Plan, listener: TlsListener, limits: ProbeLimits): Probe[] {
  const kit = probeKit(plan, listener, limits)
  return kinds.flatMap((probesOfKind) => probesOfKind(kit))
}
