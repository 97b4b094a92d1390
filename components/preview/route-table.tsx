'use client'
import { useState } from 'react'
import type { ActionResult } from '@/lib/diagnostics/action-result'
import { ModeLabel } from '../modes/mode-sign'
import { CopyButton } from '../output/copy-button'
import { Button } from '../ui/button'
import { bytesText, noAnswer, type Rate, rateText, type Snapshot, type TestAnswer, type Totals } from './preview-facts'
import { type PreviewRoute, routeLines } from './route-lines'

interface Props extends Pick<Snapshot, 'listeners' | 'totals' | 'rates'> {
  routes: PreviewRoute[]
  isRunning: boolean
  ask: (route: string) => Promise<ActionResult<TestAnswer>>
}

/** More rows than anybody reads; the filter finds the others. */
const rowsMax = 100

export function RouteTable({ routes, listeners, totals, rates, isRunning, ask }: Props) {
  const [answers, setAnswers] = useState<Record<string, ActionResult<TestAnswer> | 'asking'>>({})
  const [filter, setFilter] = useState('')
  const test = async (route: string) => {
    setAnswers((before) => ({ ...before, [route]: 'asking' }))
    const answer = await ask(route).catch(() => ({ ok: false, error: noAnswer }) as const)
    setAnswers((before) => ({ ...before, [route]: answer }))
  }
  const refused = totals['']
  const words = filter.toLowerCase()
  const found = routes.filter(({ name, hosts }) => [name, ...hosts].some((text) => text.toLowerCase().includes(words)))
  const shown = found.slice(0, rowsMax)
  return (
    <section aria-labelledby="preview-routes">
      <div className="mb-1 flex flex-wrap items-center gap-2">
        <h2 id="preview-routes" className="font-semibold">
          Routes
        </h2>
        <span className="text-muted text-xs">
          {shown.length} of {routes.length}
        </span>
        <span className="flex-1" />
        {routes.length > 8 && (
          <input
            type="search"
            aria-label="Filter routes"
            placeholder="Filter by name or host"
            value={filter}
            onChange={({ target }) => setFilter(target.value)}
            className="h-7 w-48 rounded-sm border border-edge bg-surface px-2 text-sm"
          />
        )}
      </div>
      {routes.length === 0 && <p className="text-muted">The saved plan has no routes.</p>}
      <ul className="divide-y divide-line border-line border-y">
        {shown.map((route) => {
          const answer = answers[route.name]
          const bound = listeners.find(({ name }) => name === route.listener)
          return (
            <li key={route.name} className="flex flex-col gap-1 py-2">
              <div className="flex flex-wrap items-center gap-x-4 gap-y-1">
                <h3 className="font-medium font-mono text-sm">{route.name}</h3>
                <ModeLabel mode={route.mode} className="text-xs" />
                <span className="min-w-0 truncate font-mono text-muted text-xs">{route.hosts.join(', ')}</span>
                <span className="flex-1" />
                <Numbers sums={totals[route.name]} rate={rates[route.name]} />
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
              {bound && <Lines route={route} bound={bound} />}
            </li>
          )
        })}
      </ul>
      {found.length > shown.length && (
        <p className="mt-1 text-muted text-xs">{found.length - shown.length} more: filter to see them.</p>
      )}
      {refused && (
        <p className="mt-1 text-muted text-xs">
          Taken by no route: {refused.connections} seen, {refused.refused} refused.
        </p>
      )}
    </section>
  )
}

function Numbers({ sums, rate }: { sums: Totals | undefined; rate: Rate | undefined }) {
  return (
    <span className="text-muted text-xs">
      {rate && <span className="mr-2 font-semibold text-ink">{rateText(rate)}</span>}
      {sums
        ? `${sums.connections} seen, ${sums.open} open, ${sums.refused} refused, ${sums.failed} failed, ${bytesText(sums.bytesUp)} up, ${bytesText(sums.bytesDown)} down`
        : 'nothing seen yet'}
    </span>
  )
}

function Lines({ route, bound }: { route: PreviewRoute; bound: Snapshot['listeners'][number] }) {
  return (
    <details className="text-xs">
      <summary className="cursor-pointer py-0.5">Lines to type for {route.name}</summary>
      {routeLines(route, bound).map(({ name, line }) => (
        <div key={name} className="flex items-start gap-1">
          <code className="min-w-0 flex-1 break-all bg-raised px-2 py-1 font-mono">{line}</code>
          <CopyButton text={line} name={`${name} line of ${route.name}`} />
        </div>
      ))}
    </details>
  )
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
