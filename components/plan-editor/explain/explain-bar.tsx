'use client'
import { ChevronDown, ChevronUp, Search, X } from 'lucide-react'
import { memo, type ReactNode, useId, useState } from 'react'
import type { JsonPointer } from '@/lib/domain-model/json-pointer'
import { tryLines } from '@/lib/targets/try-lines'
import { IconButton } from '../../ui/button'
import { classNames } from '../../ui/class-names'
import { ExplainAnswer, TryLines } from './explain-answer'
import { asksMore, noQuestion, type Question } from './question'
import type { Explanation } from './use-explain'

interface Props {
  question: Question
  onChange: (question: Question) => void
  explanation: Explanation | null
  trust: readonly { name: string }[]
  inputId: string
  onOpen: (pointer: JsonPointer) => void
}

const inputStyle =
  'h-8 min-w-0 rounded-sm border border-edge/70 bg-surface px-2 font-mono text-xs placeholder:text-muted/80'
const smallStyle = classNames(inputStyle, 'text-ink max-sm:w-full')

/** Asks where a connection goes, and answers from the plan alone. */
export const ExplainBar = memo(Bar)

function Bar({ question, onChange, explanation, trust, inputId, onOpen }: Props) {
  const set = (change: Partial<Question>) => onChange({ ...question, ...change })
  const isAsked = question.address.trim() !== ''
  // On a telephone the rest of question and answer would leave no room for the plan: it is one step away. Elsewhere it is always there.
  const [showsMore, setShowsMore] = useState(() => asksMore(question))
  const moreId = useId()
  const more = showsMore ? '' : 'max-sm:hidden'
  return (
    <section aria-label="Explain" className="border-line border-b bg-surface px-2 py-1.5">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1.5 max-sm:gap-x-1">
        <label className="flex min-w-56 flex-1 items-center gap-2">
          <Search aria-hidden className="size-4 shrink-0 text-muted" />
          <span className="sr-only">Explain a URL, a host, or none</span>
          <input
            id={inputId}
            className={classNames(inputStyle, 'flex-1')}
            placeholder="Where does it go?  https://api.example.com/v1/  ·  host:port  ·  none"
            value={question.address}
            spellCheck={false}
            autoComplete="off"
            autoCapitalize="off"
            onChange={(event) => set({ address: event.target.value })}
            onKeyDown={(event) => {
              if (event.key === 'Escape') onChange(noQuestion)
            }}
          />
        </label>
        {isAsked && (
          <IconButton label="Clear the question" onClick={() => onChange(noQuestion)}>
            <X aria-hidden />
          </IconButton>
        )}
        <span className="sm:hidden">
          <IconButton
            label={
              showsMore
                ? 'Less of the question'
                : `More of the question${asksMore(question) ? ', where something is set' : ''}`
            }
            aria-expanded={showsMore}
            aria-controls={moreId}
            onClick={() => setShowsMore(!showsMore)}
          >
            {showsMore ? <ChevronUp aria-hidden /> : <ChevronDown aria-hidden />}
          </IconButton>
        </span>
        <div
          id={moreId}
          className={classNames('flex flex-wrap items-center gap-x-3 gap-y-1.5 max-sm:basis-full max-sm:gap-x-2', more)}
        >
          <Labelled label="SNI">
            <input
              className={classNames(smallStyle, 'sm:w-36')}
              placeholder="same as host"
              value={question.sni}
              spellCheck={false}
              autoComplete="off"
              autoCapitalize="off"
              onChange={(event) => set({ sni: event.target.value })}
            />
          </Labelled>
          <Labelled label="Client certificate">
            <select
              className={smallStyle}
              value={question.clientCertificate}
              onChange={(event) => set({ clientCertificate: event.target.value as Question['clientCertificate'] })}
            >
              <option value="none">none</option>
              <option value="untrusted">of nobody known</option>
              {[...new Set(trust.map(({ name }) => name))].map((name) => (
                <option key={name} value={`trust:${name}`}>
                  of {name}
                </option>
              ))}
            </select>
          </Labelled>
          {isAsked && (
            <>
              <Labelled label="Method">
                <input
                  className={classNames(smallStyle, 'sm:w-16')}
                  value={question.method}
                  spellCheck={false}
                  autoComplete="off"
                  onChange={(event) => set({ method: event.target.value })}
                />
              </Labelled>
              <Labelled label="From">
                <input
                  className={classNames(smallStyle, 'sm:w-28')}
                  placeholder="any address"
                  value={question.from}
                  spellCheck={false}
                  autoComplete="off"
                  onChange={(event) => set({ from: event.target.value })}
                />
              </Labelled>
            </>
          )}
        </div>
      </div>
      <output htmlFor={inputId} className="block" aria-live="polite">
        {explanation && <ExplainAnswer explanation={explanation} more={more} onOpen={onOpen} />}
      </output>
      {explanation?.kind === 'decision' && (
        <div className={more}>
          <TryLines lines={tryLines(explanation.plan, explanation.inquiry, explanation.decision)} />
        </div>
      )}
    </section>
  )
}

function Labelled({ label, children }: { label: string; children: ReactNode }) {
  return (
    // biome-ignore lint/a11y/noLabelWithoutControl: the control is the child
    <label className="flex min-w-0 items-center gap-1.5 text-muted text-xs max-sm:flex-1 max-sm:basis-[45%] max-sm:flex-col max-sm:items-stretch max-sm:gap-0.5">
      {label}
      {children}
    </label>
  )
}
