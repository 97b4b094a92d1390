import { adviceFeatures } from '@/lib/domain-model/advice'
import { type FeatureId, features } from '@/lib/domain-model/feature'
import { type Capability, capabilityAt, type VerdictKind } from '@/lib/targets/capabilities'
import type { Target } from '@/lib/targets/target'

/** A target as the advisor sees it: plain data, of its capability table only the rows that an advice can ask for. */
export interface AdvisorTarget {
  id: string
  title: string
  versions: readonly string[]
  defaultVersion: string
  capabilities: Partial<Record<FeatureId, readonly Capability[]>>
}

export function advisorTarget({ id, title, versions, defaultVersion, capabilities }: Target): AdvisorTarget {
  return {
    id,
    title,
    versions,
    defaultVersion,
    capabilities: Object.fromEntries(adviceFeatures.map((feature) => [feature, capabilities[feature]])),
  }
}

export interface TargetAnswer {
  id: string
  title: string
  version: string
  /** The worst of all. */
  verdict: VerdictKind
  /** What is not simply native, worst first. */
  points: { feature: FeatureId; words: string; verdict: VerdictKind; reason: string }[]
}

const order: readonly VerdictKind[] = ['native', 'extra-hop', 'needs-switch', 'cannot', 'broken']

/** What a target makes of an advice, feature by feature. */
export function targetAnswer(target: AdvisorTarget, asked: readonly FeatureId[]): TargetAnswer {
  const version = target.defaultVersion
  const points = asked
    .flatMap((feature) => {
      const rows = target.capabilities[feature]
      if (!rows) return []
      const { verdict, reason } = capabilityAt(rows, version)
      return verdict === 'native' ? [] : [{ feature, words: features[feature], verdict, reason }]
    })
    .sort((a, b) => order.indexOf(b.verdict) - order.indexOf(a.verdict))
  return { id: target.id, title: target.title, version, verdict: points[0]?.verdict ?? 'native', points }
}

export const verdictWords: Record<VerdictKind, string> = {
  native: 'can do all of it',
  'extra-hop': 'by an inner hop',
  'needs-switch': 'needs a switch',
  cannot: 'cannot',
  broken: 'accepted, but broken',
}
