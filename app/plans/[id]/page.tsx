import type { Metadata } from 'next'
import { advisorTarget } from '@/components/advisor/target-answer'
import { readOutputAddress } from '@/components/output/output-address'
import { initialJudgement } from '@/components/plan-editor/document/initial-judgement'
import { readQuestion } from '@/components/plan-editor/explain/question'
import { PlanEditor } from '@/components/plan-editor/plan-editor'
import { targetFacts } from '@/components/plan-editor/target-facts'
import { checkNativelyAction } from '@/lib/server/native-check-actions'
import { createPlanAction, listPlansAction, savePlanAction } from '@/lib/server/plans-actions'
import { loadPlan } from '@/lib/server/plans-loaders'
import { targets } from '@/lib/targets/registry'

interface Props {
  params: Promise<{ id: string }>
  searchParams: Promise<Record<string, string | string[] | undefined>>
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { name } = await loadPlan((await params).id)
  return { title: name }
}

export default async function PlanPage({ params, searchParams }: Props) {
  const { id, name, version, text, validText } = await loadPlan((await params).id)
  const parameters = await searchParams
  return (
    <PlanEditor
      key={id}
      plan={{ id, name, version, text }}
      initial={initialJudgement(text, validText)}
      targets={targets.map(targetFacts)}
      advisorTargets={targets.map(advisorTarget)}
      save={savePlanAction}
      create={createPlanAction}
      runCheck={checkNativelyAction}
      start={readOutputAddress(parameters, targets)}
      asked={readQuestion(parameters)}
      listPlans={listPlansAction}
    />
  )
}
