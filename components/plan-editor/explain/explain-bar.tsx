'use client'
import { Search } from 'lucide-react'
import { useId, useMemo } from 'react'
import { compilePlan } from '@/lib/domain-model/compile-plan'
import type { Decision } from '@/lib/domain-model/decision'
import { matchRoute } from '@/lib/domain-model/match-route'
import type { Plan } from '@/lib/domain-model/plan'
import { ModeSign } from '../../modes/mode-sign'
import { classNames } from '../../ui/class-names'
import { inquiryFromText, type Question } from './inquiry-from-text'

export const noQuestion: Question = { address: '', sni: '', clientCertificate: 'none', method: 'GET' }

export type Explanation = { decision: Decision } | { reason: string } | null

/** What happens to the connection that was typed; null while nothing was. */
export function useExplanation(plan: Plan | null, question: Question): Explanation {
  const compiled = useMemo(() => (plan ? compilePlan(plan) : null), [plan])
  return useMemo(() => {
    if (!compiled || question.address.trim() === '') return null
    const read = inquiryFromText(question)
    return read.ok ? { decision: matchRoute(compiled, read.inquiry) } : { reason: read.reason }
  }, [compiled, question])
}

const outcomeWords: Record<Decision['outcome'], string> = {
  forward: 'Forwarded',
  redirect: 'Redirected',
  reject: 'Refused',
  misdirected: 'Misdirected',
  'not-found': 'Not found',
}

interface Props {
  question: Question
  onChange: (question: Question) => void
  explanation: Explanation
  trust: readonly string[]
  inputId: string
}

const inputStyle =
  'h-8 min-w-0 rounded-sm border border-edge/70 bg-surface px-2 font-mono text-xs placeholder:text-muted/80'

export function ExplainBar({ question, onChange, explanation, trust, inputId }: Props) {
  const id = useId()
  const set = (change: Partial<Question>) => onChange({ ...question, ...change })
  return (
    <section aria-label="Explain" className="border-line border-b bg-surface px-2 py-1.5">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1.5">
        <label className="flex min-w-56 flex-1 items-center gap-2 max-sm:basis-full">
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
          />
        </label>
        <label className="flex min-w-0 items-center gap-1.5 text-muted text-xs max-sm:flex-1">
          SNI
          <input
            className={classNames(inputStyle, 'w-36 text-ink max-sm:w-full')}
            placeholder="same as host"
            value={question.sni}
            spellCheck={false}
            autoComplete="off"
            onChange={(event) => set({ sni: event.target.value })}
          />
        </label>
        <label className="flex min-w-0 items-center gap-1.5 text-muted text-xs max-sm:flex-1">
          <span className="max-sm:hidden">Client certificate</span>
          <span className="sm:hidden">Cert</span>
          <select
            className={classNames(inputStyle, 'text-ink max-sm:w-full')}
            value={question.clientCertificate}
            onChange={(event) => set({ clientCertificate: event.target.value as Question['clientCertificate'] })}
          >
            <option value="none">none</option>
            <option value="untrusted">of nobody known</option>
            {trust.map((name) => (
              <option key={name} value={`trust:${name}`}>
                of {name}
              </option>
            ))}
          </select>
        </label>
      </div>
      <output id={id} htmlFor={inputId} className="block" aria-live="polite">
        {explanation && <Answer explanation={explanation} />}
      </output>
    </section>
  )
}

function Answer({ explanation }: { explanation: NonNullable<Explanation> }) {
  if ('reason' in explanation) return <p className="mt-1.5 text-muted">Cannot read this: {explanation.reason}.</p>
  const { decision } = explanation
  return (
    <div className="mt-1.5 flex flex-wrap items-baseline gap-x-2 gap-y-0.5">
      {decision.mode && <ModeSign mode={decision.mode} className="self-center" />}
      <strong>
        {outcomeWords[decision.outcome]}
        {decision.status !== null && ` (${decision.status})`}
        {decision.upstream && (
          <>
            {' to '}
            <span className="font-mono">{decision.upstream}</span>
          </>
        )}
        {decision.path && decision.outcome === 'redirect' && <span className="font-mono"> to {decision.path}</span>}
      </strong>
      <span>
        {decision.certificateFrom === 'backend' && "The client sees the backend's certificate. "}
        {decision.certificateFrom === 'edge' && (
          <>
            The client sees edge certificate <span className="font-mono">{decision.certificate}</span>.{' '}
          </>
        )}
      </span>
      <span className="text-muted">
        Why: {decision.reason}.{decision.runnerUp && ` Runner-up: ${decision.runnerUp.reason}.`}
      </span>
    </div>
  )
}
