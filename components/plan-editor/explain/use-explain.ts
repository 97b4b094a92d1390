import { useEffect, useMemo, useState } from 'react'
import { type CompiledPlan, compilePlan } from '@/lib/domain-model/compile-plan'
import type { Decision, Inquiry } from '@/lib/domain-model/decision'
import { matchRoute } from '@/lib/domain-model/match-route'
import type { Plan } from '@/lib/domain-model/plan'
import { inquiryFromText } from './inquiry-from-text'
import { type Question, writeQuestion } from './question'

export type Explanation =
  | { kind: 'decision'; plan: Plan; inquiry: Inquiry; decision: Decision; notes: readonly string[] }
  | { kind: 'refused'; reason: string }

/** What is asked in the explain bar and what the plan answers; the address keeps the question, so that a link asks it again. */
export function useExplain(plan: Plan | null, asked: Question, unread: string | null) {
  const [question, setQuestion] = useState(asked)
  const isAsked = question.address.trim() !== ''
  const compiled = useMemo(() => (plan && isAsked ? compilePlan(plan) : null), [plan, isAsked])
  const explanation = useMemo((): Explanation | null => {
    if (!isAsked) return null
    if (compiled) return explain(compiled, question)
    return {
      kind: 'refused',
      reason: unread?.replace(/\.$/, '').replace(/^The/, 'the') ?? 'the text in plan.yaml is no plan yet',
    }
  }, [compiled, isAsked, unread, question])
  useQuestionAddress(explanation?.kind === 'decision' ? question : null)
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

const settleMilliseconds = 300

/** Only a question that was answered goes into the address: half of one, or a password before an @, does not. */
function useQuestionAddress(question: Question | null): void {
  useEffect(() => {
    // Browsers refuse more than a few changes a second.
    const timer = setTimeout(() => {
      const search = writeQuestion(location.search, question)
      if (search !== location.search)
        history.replaceState(history.state, '', location.pathname + search + location.hash)
    }, settleMilliseconds)
    return () => clearTimeout(timer)
  }, [question])
}
