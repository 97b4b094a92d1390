'use client'
import { useLayoutEffect, useState } from 'react'
import { certificateSentence, decisionSentence } from '@/lib/domain-model/decision-words'
import type { JsonPointer } from '@/lib/domain-model/json-pointer'
import { ModeSign } from '../../modes/mode-sign'
import { CopyButton } from '../../output/copy-button'
import { classNames } from '../../ui/class-names'
import type { Explanation } from './use-explain'

interface Props {
  explanation: Explanation
  /** The classes of what is shown only where there is room, or when asked for. */
  more: string
  onOpen: (pointer: JsonPointer) => void
}

/** The decision in a sentence, why, what came second, and how to see it for oneself. */
export function ExplainAnswer({ explanation, more, onOpen }: Props) {
  if (explanation.kind === 'refused')
    return <p className="mt-1.5 text-muted">There is no answer to this: {explanation.reason}.</p>
  if (explanation.kind === 'no-plan') return <p className="mt-1.5 text-muted">{explanation.because}</p>
  const { plan, inquiry, decision, notes } = explanation
  const { mode, route, routeIndex, path, outcome, reason, runnerUp } = decision
  const runnerUpIndex = runnerUp ? plan.routes.findIndex(({ name }) => name === runnerUp.route) : -1
  return (
    <div className="mt-1.5 space-y-1">
      <p className="flex flex-wrap items-baseline gap-x-2 gap-y-0.5">
        {mode && <ModeSign mode={mode} className="h-4 w-7 self-center" />}
        <strong className="break-words">{decisionSentence(decision)}</strong>
        <span className={more}>{certificateSentence(decision)}</span>
        {outcome === 'forward' && path !== null && path !== inquiry.path && (
          <span className={more}>
            The upstream sees <span className="font-mono">{path}</span>.
          </span>
        )}
        {route !== null && routeIndex !== null && (
          <PlaceButton name={`route ${route} decides`} onOpen={() => onOpen(`/routes/${routeIndex}`)} />
        )}
      </p>
      <p className={classNames('break-words text-muted', more)}>
        Why: {reason}.{' '}
        {runnerUp && (
          <>
            Runner-up: <PlaceButton name={runnerUp.route} onOpen={() => onOpen(`/routes/${runnerUpIndex}`)} /> by{' '}
            <span className="font-mono">{runnerUp.host}</span>, since {runnerUp.reason}.{' '}
          </>
        )}
        {notes.join(' ')}
      </p>
    </div>
  )
}

function PlaceButton({ name, onOpen }: { name: string; onOpen: () => void }) {
  return (
    <button
      type="button"
      onClick={onOpen}
      className="font-mono text-ink text-xs underline decoration-edge underline-offset-2 hover:decoration-ink"
    >
      {name}
    </button>
  )
}

export function TryLines({ lines }: { lines: readonly string[] }) {
  const [isOpen, setOpen] = useState(true)
  // On a telephone the lines would push the plan off the screen. Before the browser tells of the first toggle, which would undo it.
  useLayoutEffect(() => setOpen(window.matchMedia('(min-width: 40rem)').matches), [])
  return (
    <details className="mt-1 text-xs" open={isOpen} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary className="w-fit text-muted">
        Try it: <span className="font-mono">EDGE</span> is the address of the edge
      </summary>
      <ul className="mt-1 grid gap-1 lg:grid-cols-[repeat(auto-fit,minmax(30rem,1fr))]">
        {lines.map((line) => (
          <li key={line} className="flex min-w-0 items-start gap-1">
            <code className="min-w-0 flex-1 break-all rounded-sm border border-line bg-raised px-2 py-1 font-mono text-2xs">
              {line}
            </code>
            <CopyButton text={line} name={`the ${line.split(' ', 1)[0]} line`} />
          </li>
        ))}
      </ul>
    </details>
  )
}
