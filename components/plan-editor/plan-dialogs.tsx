'use client'
import { useState } from 'react'
import type { PatchOperation } from '@/lib/domain-model/patch'
import type { AdvisorTarget } from '../advisor/target-answer'
import type { RouteSheet } from './bulk/route-sheet'
import type { Judgement } from './document/judgement'
import type { PlanEngine } from './document/plan-engine'
import { LazyAdvisorDialog, LazyCompareDialog, LazyRouteSheets } from './lazy-parts'
import type { TargetFacts } from './target-facts'
import type { usePlanView } from './use-plan-view'

/** Which of the studio's dialogs is open, and what about. What opens one stays the same from drawing to drawing. */
export function usePlanDialogs() {
  const [comparedRoute, compareRoute] = useState<number | null>(null)
  const [routeSheet, askSheet] = useState<RouteSheet | null>(null)
  const [isAdvising, setAdvising] = useState(false)
  return { comparedRoute, compareRoute, routeSheet, askSheet, isAdvising, setAdvising }
}

interface Props {
  dialogs: ReturnType<typeof usePlanDialogs>
  /** The last text that was a plan. */
  good: Judgement | null
  data: unknown
  engine: PlanEngine | null
  targets: readonly TargetFacts[]
  advisorTargets: readonly AdvisorTarget[]
  view: ReturnType<typeof usePlanView>
  apply: (operations: PatchOperation[], key: string | null) => void
}

/** The dialogs over the studio: modes compared, edits of one or many routes, the advisor. */
export function PlanDialogs({ dialogs, good, data, engine, targets, advisorTargets, view, apply }: Props) {
  const { comparedRoute, compareRoute, routeSheet, askSheet, isAdvising, setAdvising } = dialogs
  return (
    <>
      {comparedRoute !== null && good?.plan && (
        <LazyCompareDialog
          index={comparedRoute}
          text={good.text}
          data={good.data}
          plan={good.plan}
          engine={engine}
          targets={targets}
          openTarget={view.openTarget?.id ?? null}
          versionOf={(id) => {
            const target = targets.find((one) => one.id === id)
            return target ? view.versionOf(target) : ''
          }}
          onApply={(operations) => apply(operations, null)}
          onClose={() => compareRoute(null)}
        />
      )}
      {routeSheet && <LazyRouteSheets sheet={routeSheet} plan={good?.plan ?? null} onClose={() => askSheet(null)} />}
      {isAdvising && (
        <LazyAdvisorDialog
          targets={advisorTargets}
          data={data}
          onAdd={({ operations, pointer }) => {
            apply(operations, null)
            view.inspect(pointer)
          }}
          onClose={() => setAdvising(false)}
        />
      )}
    </>
  )
}
