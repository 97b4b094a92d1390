import { LazyMissingPlan } from '@/components/plan-editor/saving/lazy-missing-plan'
import { createPlanAction, listPlansAction } from '@/lib/server/plans-actions'

export default function PlanNotFound() {
  return <LazyMissingPlan listPlans={listPlansAction} create={createPlanAction} />
}
