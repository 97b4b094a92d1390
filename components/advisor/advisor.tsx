'use client'
import { RotateCcw } from 'lucide-react'
import { useMemo, useState } from 'react'
import { advise } from '@/lib/domain-model/advice'
import {
  type AdviceAnswers,
  type AdviceQuestionId,
  adviceQuestionIds,
  adviceQuestions,
} from '@/lib/domain-model/advice-questions'
import { Button } from '../ui/button'
import { adoptEarlyInput } from '../ui/early-input'
import { AdvicePanel } from './advice-panel'
import type { AdvisedRoute } from './advised-route'
import { Question } from './question'
import { questionCount } from './question-count'
import type { AdvisorTarget } from './target-answer'

interface Props {
  targets: readonly AdvisorTarget[]
  /** The plan as written, which lends what it has; null for a new one. */
  data: unknown
  initialAnswers?: AdviceAnswers
  onAnswers?: (answers: AdviceAnswers) => void
  /** What the last button does, such as "Add the route". */
  addWords: string
  onAdd: (route: AdvisedRoute, host: string) => void
  isBusy?: boolean
}

/** The field's checklist as questions; the answer stands beside them and changes with every click. */
export function Advisor({ targets, data, initialAnswers = {}, onAnswers, addWords, onAdd, isBusy = false }: Props) {
  const [answers, setAnswers] = useState(initialAnswers)
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set(targets.map(({ id }) => id)))
  const advice = useMemo(() => advise(answers), [answers])
  const change = (next: AdviceAnswers) => {
    setAnswers(next)
    onAnswers?.(next)
  }
  const isContested = (id: AdviceQuestionId) =>
    advice.kind === 'contradiction' && [...advice.decrypts, ...advice.forbids].some(({ from }) => from === id)
  const toggle = (id: string) => {
    const next = new Set(chosen)
    if (!next.delete(id)) next.add(id)
    setChosen(next)
  }
  const answered = adviceQuestionIds.filter((id) => answers[id] !== undefined).length
  return (
    <div ref={adoptEarlyInput} className="grid items-start gap-x-6 gap-y-4 lg:grid-cols-[minmax(0,1fr)_minmax(0,1fr)]">
      <div className="space-y-3">
        <p className="flex flex-wrap items-center gap-x-3 gap-y-1 text-muted">
          <span>
            {answered} of {adviceQuestionIds.length} answered. What you do not know yet can stay open.
          </span>
          {answered > 0 && (
            <Button size="small" look="quiet" onClick={() => change({})}>
              <RotateCcw aria-hidden /> Start again
            </Button>
          )}
        </p>
        <ol className="space-y-2">
          {adviceQuestionIds.map((id, index) => (
            <li key={id}>
              <Question
                number={index + 1}
                title={adviceQuestions[id].title}
                help={adviceQuestions[id].help}
                options={adviceQuestions[id].options}
                value={answers[id] ?? null}
                isContested={isContested(id)}
                onChange={(value) => change(withAnswer(answers, id, value))}
              />
            </li>
          ))}
          <li>
            <fieldset className="rounded-sm border border-line bg-surface px-3 py-2">
              <legend className="float-left mb-1 w-full font-semibold">
                {questionCount}. Which engines or controllers should carry it?
              </legend>
              <div className="clear-both flex flex-wrap gap-x-4 gap-y-1">
                {targets.map(({ id, title }) => (
                  <label key={id} className="inline-flex items-center gap-2 py-0.5">
                    <input
                      type="checkbox"
                      className="size-4 accent-ink"
                      checked={chosen.has(id)}
                      onChange={() => toggle(id)}
                    />
                    {title}
                  </label>
                ))}
              </div>
            </fieldset>
          </li>
        </ol>
      </div>
      <AdvicePanel
        advice={advice}
        answers={answers}
        targets={targets.filter(({ id }) => chosen.has(id))}
        data={data}
        addWords={addWords}
        onAdd={onAdd}
        onOption={(option) => change({ ...answers, ...option })}
        isBusy={isBusy}
      />
    </div>
  )
}

function withAnswer(answers: AdviceAnswers, id: AdviceQuestionId, value: string | null): AdviceAnswers {
  const { [id]: _, ...others } = answers
  return value === null ? others : ({ ...others, [id]: value } as AdviceAnswers)
}
