import type { Metadata } from 'next'
import { initialJudgement } from '@/components/plan-editor/document/initial-judgement'
import { PlanEditor } from '@/components/plan-editor/plan-editor'
import { targetFacts } from '@/components/plan-editor/target-facts'
import { savePlanAction } from '@/lib/server/plans-actions'
import { loadPlan } from '@/lib/server/plans-loaders'
import { targets } from '@/lib/targets/registry'

interface Props {
  params: Promise<{ id: string }>
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { name } = await loadPlan((await params).id)
  return { title: name }
}

export default async function PlanPage({ params }: Props) {
  const { id, name, version, text, validText } = await loadPlan((await params).id)
  return (
    <PlanEditor
      key={id}
      plan={{ id, name, version, text }}
      initial={initialJudgement(text, validText)}
      targets={targets.map(targetFacts)}
      save={savePlanAction}
    />
  )
}
