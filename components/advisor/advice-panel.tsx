import { CircleHelp } from 'lucide-react'
import { type Advice, type AdviceOption, type AdvicePoint, featuresOfAdvice } from '@/lib/domain-model/advice'
import { type AdviceAnswers, adviceQuestionIds, adviceQuestions } from '@/lib/domain-model/advice-questions'
import { ModeSign, modeWords } from '../modes/mode-sign'
import { Button } from '../ui/button'
import { classNames } from '../ui/class-names'
import { Notice } from '../ui/notice'
import type { AdvisedRoute } from './advised-route'
import { RouteMaker } from './route-maker'
import type { AdvisorTarget } from './target-answer'
import { TargetAnswers } from './target-answers'

interface Props {
  advice: Advice
  answers: AdviceAnswers
  targets: readonly AdvisorTarget[]
  data: unknown
  addWords: string
  onAdd: (route: AdvisedRoute, host: string) => void
  onOption: (answers: AdviceAnswers) => void
  isBusy: boolean
}

/** The answer: a mode with its reasons, a contradiction with its ways out, or the question that would decide. */
export function AdvicePanel({ advice, answers, targets, data, addWords, onAdd, onOption, isBusy }: Props) {
  return (
    <section aria-label="Answer" className="space-y-4 rounded-sm border border-line bg-surface p-3 lg:sticky lg:top-3">
      <h2 className="sr-only">Answer</h2>
      <output className="block">
        {advice.kind === 'mode' ? (
          <p className="flex items-center gap-2 text-base">
            <ModeSign mode={advice.mode} />
            <strong className={advice.mode === 'passthrough' ? 'text-passthrough' : 'text-terminate'}>
              {modeWords[advice.mode].title}
            </strong>
            <span className="text-muted text-sm">{modeWords[advice.mode].says}</span>
          </p>
        ) : advice.kind === 'contradiction' ? (
          <p className="font-semibold text-base">These answers contradict each other</p>
        ) : (
          <p className="flex items-center gap-2 font-semibold text-base">
            <CircleHelp aria-hidden className="size-5" /> Not decided yet
          </p>
        )}
      </output>
      {advice.kind === 'undecided' && <Undecided answers={answers} />}
      {advice.kind === 'contradiction' && <Contradiction advice={advice} onOption={onOption} />}
      {advice.kind === 'mode' && (
        <>
          <Points title="Because" points={advice.reasons} />
          <Points title="Mind" points={advice.warnings} />
          <TargetAnswers targets={targets} features={featuresOfAdvice(advice.mode, answers)} />
          <RouteMaker
            mode={advice.mode}
            answers={answers}
            data={data}
            addWords={addWords}
            onAdd={onAdd}
            isBusy={isBusy}
          />
        </>
      )}
    </section>
  )
}

function Undecided({ answers }: { answers: AdviceAnswers }) {
  const isAllNeutral = adviceQuestionIds.every((id) => id === 'decrypt' || answers[id] !== undefined)
  return (
    <p>
      {isAllNeutral
        ? `Nothing you need speaks for one mode. "${adviceQuestions.decrypt.title}" decides it.`
        : 'Nothing said so far speaks for one mode. Any of the open questions may decide it; the first and the fifth do most often.'}
    </p>
  )
}

function Points({ title, points, from = true }: { title: string; points: readonly AdvicePoint[]; from?: boolean }) {
  if (points.length === 0) return null
  return (
    <div>
      <h3 className="mb-1 text-sm">{title}</h3>
      <ul className="space-y-1.5">
        {points.map((point) => (
          <li key={point.text} className="border-line border-l-2 pl-3">
            {point.text}
            {from && point.from && (
              <span className="block text-muted text-xs">
                Question {adviceQuestionIds.indexOf(point.from) + 1}: {adviceQuestions[point.from].title}
              </span>
            )}
          </li>
        ))}
      </ul>
    </div>
  )
}

function Contradiction({
  advice,
  onOption,
}: {
  advice: Extract<Advice, { kind: 'contradiction' }>
  onOption: (answers: AdviceAnswers) => void
}) {
  return (
    <>
      <Notice look="warning">No mode can do both. Which of the two gives way is yours to decide.</Notice>
      <div className="grid gap-3 sm:grid-cols-2">
        <Points title="The edge must decrypt" points={advice.decrypts} />
        <Points title="The edge must not decrypt" points={advice.forbids} />
      </div>
      <div>
        <h3 className="mb-1 text-sm">Ways out</h3>
        <ul className="space-y-2">
          {advice.options.map((option) => (
            <li key={option.title}>
              <Option option={option} onChoose={() => onOption(option.answers)} />
            </li>
          ))}
        </ul>
      </div>
    </>
  )
}

function Option({ option: { title, consequences }, onChoose }: { option: AdviceOption; onChoose: () => void }) {
  return (
    <div className={classNames('rounded-sm border border-line bg-raised px-3 py-2')}>
      <h4>{title}</h4>
      <ul className="my-1 list-disc space-y-0.5 pl-4">
        {consequences.map((words) => (
          <li key={words}>{words}</li>
        ))}
      </ul>
      <Button size="small" onClick={onChoose} aria-label={`Take this way: ${title}`}>
        Take this way
      </Button>
    </div>
  )
}
