import { Suspense } from 'react'
import { createPlanAction, deletePlanAction, savePlanAction } from '@/lib/server/plans-actions'
import { loadPlans } from '@/lib/server/plans-loaders'
import { DraftDesk } from './draft-desk'

export default function PlansPage() {
  return (
    <main>
      <h1>Plans</h1>
      <DraftDesk create={createPlanAction} save={savePlanAction} remove={deletePlanAction} />
      <Suspense fallback={<p>Loading plans…</p>}>
        <PlanList />
      </Suspense>
    </main>
  )
}

async function PlanList() {
  const plans = await loadPlans()
  if (plans.length === 0) return <p>No plan yet.</p>
  return (
    <ul>
      {plans.map(({ id, name, version }) => (
        <li key={id}>
          {name} (version {version})
        </li>
      ))}
    </ul>
  )
}
