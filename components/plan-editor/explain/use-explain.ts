import { useMemo, useState } from 'react'
import { type CompiledPlan, compilePlan } from '@/lib/domain-model/compile-plan'
import type { Decision, Inquiry } from '@/lib/domain-model/decision'
import { matchRoute } from '@/lib/domain-model/match-route'
import type { Plan } from '@/lib/domain-model/plan'
import { useQuery } from '../../address/use-query'
import { inquiryFromText } from './inquiry-from-text'
import { type Question, questionQuery } from './question'

export type Explanation =
  | { kind: 'decision'; plan: Plan; inquiry: Inquiry; decision: Decision; notes: readonly string[] }
  | { kind: 'refused'; reason: string }
  /** There is no plan that could be asked, and a sentence says why. */
  | { kind: 'no-plan'; because: string }

/** What is asked in the explain bar and what the plan answers; the address keeps the question, so that a link asks it again. */
export function useExplain(plan: Plan | null, asked: Question, unread: string | null) {
  const [question, setQuestion] = useState(asked)
  const isAsked = question.address.trim() !== ''
  const compiled = useMemo(() => (plan && isAsked ? compilePlan(plan) : null), [plan, isAsked])
  const explanation = useMemo((): Explanation | null => {
    if (!isAsked) return null
    if (compiled) return explain(compiled, question)
    return { kind: 'no-plan', because: unread ?? 'The text in plan.yaml is no plan yet.' }
  }, [compiled, isAsked, unread, question])
  // Only a question that was answered goes into the address: half of one, or a password before an @, does not.
  useQuery(questionQuery(explanation?.kind === 'decision' ? question : null))
  return {
    question,
    setQuestion,
    explanation,
    decision: explanation?.kind === 'decision' ? explanation.decision : null,
  }
}

export function explain(compiled: CompiledPlan, question: Question): Explanation {
  const { plan } = compiled
  const read = inquiryFromText(question, plan.listeners)
  if (!read.ok) return { kind: 'refused', reason: read.reason }
  return {
    kind: 'decision',
    plan,
    inquiry: read.inquiry,
    decision: matchRoute(compiled, read.inquiry),
    notes: read.notes,
  }
}
