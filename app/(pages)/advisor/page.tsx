import type { Metadata } from 'next'
import { NewPlanAdvisor } from '@/components/advisor/new-plan-advisor'
import { advisorTarget } from '@/components/advisor/target-answer'
import { readAdviceAnswers } from '@/lib/domain-model/advice-questions'
import { createPlanAction } from '@/lib/server/plans-actions'
import { targets } from '@/lib/targets/registry'

export const metadata: Metadata = { title: 'Advisor' }

interface Props {
  searchParams: Promise<Record<string, string | string[] | undefined>>
}

export default async function AdvisorPage({ searchParams }: Props) {
  return (
    <div className="space-y-4">
      <div className="max-w-3xl">
        <h1 className="text-xl leading-7">Advisor</h1>
        <p className="text-muted">
          Should TLS for a name end at the edge, run through to the backend, or both? Answer what you know; every answer
          that counts is named in the reasons, and answers that cannot go together are said, not guessed.
        </p>
      </div>
      <NewPlanAdvisor
        targets={targets.map(advisorTarget)}
        initialAnswers={readAdviceAnswers(await searchParams)}
        create={createPlanAction}
      />
    </div>
  )
}
