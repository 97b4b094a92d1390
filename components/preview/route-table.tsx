'use client'
import { useState } from 'react'
import type { ActionResult } from '@/lib/diagnostics/action-result'
import { ModeLabel } from '../modes/mode-sign'
import { CopyButton } from '../output/copy-button'
import { Button } from '../ui/button'
import { bytesText, type Snapshot, type TestAnswer } from './preview-facts'
import { type PreviewRoute, routeLines } from './route-lines'

interface Props extends Pick<Snapshot, 'listeners' | 'totals'> {
  routes: PreviewRoute[]
  isRunning: boolean
  ask: (route: string) => Promise<ActionResult<TestAnswer>>
}

export function RouteTable({ routes, listeners, totals, isRunning, ask }: Props) {
  const [answers, setAnswers] = useState<Record<string, ActionResult<TestAnswer> | 'asking'>>({})
  const test = async (route: string) => {
    setAnswers((before) => ({ ...before, [route]: 'asking' }))
    const answer = await ask(route).catch(() => lost)
    setAnswers((before) => ({ ...before, [route]: answer }))
  }
  const refused = totals['']
  return (
    <section aria-labelledby="preview-routes">
      <h2 id="preview-routes" className="mb-1 font-semibold">
        Routes
      </h2>
      {routes.length === 0 && <p className="text-muted">The saved plan has no routes.</p>}
      <ul className="divide-y divide-line border-line border-y">
        {routes.map((route) => {
          const sums = totals[route.name]
          const answer = answers[route.name]
          const bound = listeners.find(({ name }) => name === route.listener)
          return (
            <li key={route.name} className="flex flex-col gap-1 py-2">
              <div className="flex flex-wrap items-center gap-x-4 gap-y-1">
                <h3 className="font-medium font-mono text-sm">{route.name}</h3>
                <ModeLabel mode={route.mode} className="text-xs" />
                <span className="min-w-0 truncate font-mono text-muted text-xs">{route.hosts.join(', ')}</span>
                <span className="flex-1" />
                <span className="text-muted text-xs">
                  {sums
                    ? `${sums.connections} seen, ${sums.open} open, ${sums.refused} refused, ${sums.failed} failed, ${bytesText(sums.bytesUp)} up, ${bytesText(sums.bytesDown)} down`
                    : 'nothing seen yet'}
                </span>
                <Button
                  size="small"
                  disabled={!isRunning || answer === 'asking'}
                  aria-label={`Send a test connection to ${route.name}`}
                  onClick={() => test(route.name)}
                >
                  {answer === 'asking' ? 'Sending…' : 'Send a test connection'}
                </Button>
              </div>
              {answer && answer !== 'asking' && <Answer answer={answer} />}
              {bound && (
                <details className="text-xs">
                  <summary className="cursor-pointer py-0.5">Lines to type for {route.name}</summary>
                  {routeLines(route, bound).map(({ name, line }) => (
                    <div key={name} className="flex items-start gap-1">
                      <code className="min-w-0 flex-1 break-all bg-raised px-2 py-1 font-mono">{line}</code>
                      <CopyButton text={line} name={`${name} line of ${route.name}`} />
                    </div>
                  ))}
                </details>
              )}
            </li>
          )
        })}
      </ul>
      {refused && (
        <p className="mt-1 text-muted text-xs">
          Taken by no route: {refused.connections} seen, {refused.refused} refused.
        </p>
      )}
    </section>
  )
}

const lost: ActionResult<TestAnswer> = {
  ok: false,
  error: {
    code: 'unexpected',
    message: 'The studio does not answer.',
    wayOut: 'See whether it still runs, then try again.',
    fields: {},
    reference: null,
  },
}

function Answer({ answer }: { answer: ActionResult<TestAnswer> }) {
  if (!answer.ok)
    return (
      <p role="status" className="text-error text-xs">
        {answer.error.message} {answer.error.wayOut}
      </p>
    )
  const { asked, expected, seen, agrees, differences } = answer.data
  return (
    <div role="status" className="grid grid-cols-[auto_1fr] gap-x-3 gap-y-0.5 bg-raised px-2 py-1 text-xs">
      <span className="text-muted">Asked</span>
      <span className="break-all font-mono">{asked}</span>
      <span className="text-muted">Expected</span>
      <span className="break-all font-mono">{expected}</span>
      <span className="text-muted">Seen</span>
      <span className="break-all font-mono">{seen}</span>
      <span className="text-muted">Verdict</span>
      <span className={agrees ? 'font-semibold' : 'font-semibold text-error'}>
        {agrees ? '✓ As the plan says' : `✗ ${differences.join('; ')}`}
      </span>
    </div>
  )
}
