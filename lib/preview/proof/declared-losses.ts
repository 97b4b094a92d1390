// What a target said beforehand that its program would not do. A difference that follows from it is no disagreement but the verdict
// that the plan's owner already read, shown with its source.
import type { Loss } from '../../diagnostics/loss'
import { compilePlan } from '../../domain-model/compile-plan'
import type { JsonPointer } from '../../domain-model/json-pointer'
import { matchRoute } from '../../domain-model/match-route'
import type { Plan } from '../../domain-model/plan'
import { terminatesTls } from '../../domain-model/route'
import { compare, type Difference, type Trial } from './compare'
import type { ProgramId } from './engine-process'
import { inquiryOf } from './probe'

/** What comes with the files of a target. */
export interface Declaration {
  losses: readonly Loss[]
  /** Every use of a feature with the target's answer; here only for its source. */
  verdicts: readonly { feature: string; path: JsonPointer; source: string }[]
}

/** A verdict on a difference: why it is none of our bugs. */
export interface Excuse {
  id: string
  says: string
  source: string
}

export interface DeclaredLoss extends Excuse {
  feature: string
  path: JsonPointer
}

export function declaredLosses(id: ProgramId, { losses, verdicts }: Declaration): DeclaredLoss[] {
  return losses.map(({ feature, path, reason }) => ({
    id: `loss/${feature}`,
    says: reason,
    source:
      verdicts.find((verdict) => verdict.feature === feature && verdict.path === path)?.source ||
      `The ${id} target reports it when it writes the files.`,
    feature,
    path,
  }))
}

/** The declared loss that this difference follows from: it is about this place of the plan, and could not show otherwise. */
export function declaredLoss(
  declared: readonly DeclaredLoss[],
  trial: Trial,
  difference: Difference,
): DeclaredLoss | null {
  return declared.find((loss) => follows(loss, trial, difference)) ?? null
}

/** The declared loss of a health check: servers of the upstream are not asked. */
export function declaredHealthLoss(
  declared: readonly DeclaredLoss[],
  plan: Plan,
  upstream: string,
): DeclaredLoss | null {
  const index = plan.upstreams.findIndex(({ name }) => name === upstream)
  const isOurs = ({ feature, path }: DeclaredLoss) =>
    feature.startsWith('upstream.health.') && path.startsWith(`/upstreams/${index}/`)
  return declared.find(isOurs) ?? null
}

function follows({ feature, path }: DeclaredLoss, trial: Trial, { aspect }: Difference): boolean {
  const [, kind, place, part, rule, ...deeper] = path.split('/')
  const { plan, probe, decision } = trial
  const isOwnRoute = kind === 'routes' && Number(place) === decision.routeIndex
  switch (feature) {
    case 'path.regex':
    case 'path.normalized':
      // Left out: then everything is as if the plan did not have it.
      return kind === 'routes' && part === 'paths' && isExplainedWithout(trial, Number(place), Number(rule))
    case 'path.rewrite-prefix':
      return isOwnRoute && Number(rule) === decision.pathIndex && aspect === 'rewritten path'
    case 'headers.request':
    case 'headers.response': {
      const name = (part === 'paths' ? deeper : [rule, ...deeper]).at(-1)?.replaceAll('~1', '/').replaceAll('~0', '~')
      return isOwnRoute && aspect === `${feature.slice(8)} header ${name?.toLowerCase()}`
    }
    case 'upstream.backup':
      return aspect === 'server' && decision.upstreams.some((entry) => entry.upstream === nameAt(plan, kind, place))
    case 'listener.unmatched-reject':
      return aspect === 'alert' && plan.listeners[Number(place)]?.name === probe.listener.name
    default:
      return false
  }
}

const nameAt = (plan: Plan, kind: string | undefined, place: string | undefined) =>
  kind === 'upstreams' ? plan.upstreams[Number(place)]?.name : undefined

/** Whether what was seen is right for the plan without one of its path rules. */
function isExplainedWithout(trial: Trial, routeIndex: number, ruleIndex: number): boolean {
  const route = trial.plan.routes[routeIndex]
  if (!route || !terminatesTls(route) || trial.decision.routeIndex !== routeIndex) return false
  const paths = route.paths.filter((_, index) => index !== ruleIndex)
  const plan = {
    ...trial.plan,
    routes: trial.plan.routes.map((other, index) => (index === routeIndex ? { ...route, paths } : other)),
  }
  const resumed = trial.seen.kind !== 'server-hello' && trial.seen.resumed
  const decision = matchRoute(compilePlan(plan), inquiryOf(trial.probe, trial.request, resumed))
  return compare({ ...trial, plan, decision }).length === 0
}
