import Link from 'next/link'
import { LostDraft } from '@/components/plan-editor/saving/lost-draft'
import { SiteHeader } from '@/components/shell/site-header'
import { createPlanAction, listPlansAction } from '@/lib/server/plans-actions'

export default function PlanNotFound() {
  return (
    <>
      <SiteHeader listPlans={listPlansAction} />
      <main className="mx-auto max-w-2xl space-y-3 p-6">
        <h1 className="text-xl">There is nothing here</h1>
        <p className="text-muted">The plan was deleted, or the address is not quite right.</p>
        <LostDraft create={createPlanAction} />
        <Link href="/" className="underline underline-offset-2">
          All plans
        </Link>
      </main>
    </>
  )
}
