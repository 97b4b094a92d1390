import { Suspense } from 'react'
import { ExampleList } from '@/components/plans/example-list'
import { NewPlan } from '@/components/plans/new-plan'
import { PlanTable, PlanTableWait } from '@/components/plans/plan-table'
import { planExamples } from '@/lib/domain-model/examples/catalogue'
import { loadPlanOverviews } from '@/lib/server/plan-overviews'
import { createPlanAction, deletePlanAction } from '@/lib/server/plans-actions'

export default function PlansPage() {
  const examples = planExamples.map(({ id, title, summary, text }) => ({ id, title, summary, text: text() }))
  return (
    <div className="space-y-8">
      <section aria-labelledby="plans" className="space-y-3">
        <div className="flex flex-wrap items-end justify-between gap-3">
          <div className="max-w-3xl">
            <h1 id="plans" className="text-xl leading-7">
              Plans
            </h1>
            <p className="text-muted">
              A plan says, name by name, whether TLS ends at your edge or runs through to the backend, on one port 443.
              Signalbox checks it and writes the files for HAProxy, NGINX and Kubernetes.
            </p>
          </div>
          <NewPlan create={createPlanAction} />
        </div>
        <Suspense fallback={<PlanTableWait />}>
          <Plans />
        </Suspense>
      </section>
      <ExampleList examples={examples} create={createPlanAction} />
    </div>
  )
}

async function Plans() {
  return <PlanTable plans={await loadPlanOverviews()} remove={deletePlanAction} />
}
