'use client'
import type { AdviceAnswers } from '@/lib/domain-model/advice-questions'
import { editPlanText } from '@/lib/domain-model/plan-edit'
import { type CreatePlan, useCreatePlan } from '../plans/create-plan'
import { Notice } from '../ui/notice'
import type { AdvisedRoute } from './advised-route'
import { Advisor } from './advisor'
import type { AdvisorTarget } from './target-answer'

interface Props {
  targets: readonly AdvisorTarget[]
  initialAnswers: AdviceAnswers
  create: CreatePlan
}

const blank = `apiVersion: signalbox/v1
kind: Plan
name: advised
`

/** The advisor without a plan: what it makes becomes the first route of a new one. The address holds the answers, so that they can be shared. */
export function NewPlanAdvisor({ targets, initialAnswers, create }: Props) {
  const { make, isBusy, problem } = useCreatePlan(create)
  const add = (route: AdvisedRoute, host: string) => {
    const edited = editPlanText(blank, route.operations)
    if (edited.ok) make({ name: 'advised', text: edited.text.replace('name: advised', `name: ${planName(host)}`) })
  }
  return (
    <div className="space-y-3">
      {problem && (
        <Notice live look="error" title="The plan was not made">
          {problem}
        </Notice>
      )}
      <Advisor
        targets={targets}
        data={null}
        initialAnswers={initialAnswers}
        onAnswers={(answers) => {
          const query = new URLSearchParams(answers as Record<string, string>).toString()
          window.history.replaceState(null, '', query ? `?${query}` : window.location.pathname)
        }}
        addWords="Make a plan with this route"
        onAdd={add}
        isBusy={isBusy}
      />
    </div>
  )
}

/** A plan's name from a host: its own grammar has no star. */
function planName(host: string): string {
  const name = host
    .replace(/^\*\.?/, '')
    .slice(0, 60)
    .replace(/[^a-z0-9]+$/, '')
  return name || 'advised'
}
