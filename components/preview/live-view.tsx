'use client'
import dynamic from 'next/dynamic'
import { useState } from 'react'
import type { ActionError, ActionResult } from '@/lib/diagnostics/action-result'
import { drawnRoutesMax } from '@/lib/diagnostics/drawn-routes'
import type { Plan } from '@/lib/domain-model/plan'
import { Button } from '../ui/button'
import { Notice } from '../ui/notice'
import { ConnectionTable } from './connection-table'
import { ListenerTable } from './listener-table'
import { noAnswer, type PreviewActions, type Snapshot } from './preview-facts'
import type { PreviewRoute } from './route-lines'
import { RouteTable } from './route-table'

/** Drawing is much code, and only a running preview needs it. */
const LiveTopology = dynamic(() => import('./live-topology').then((module) => module.LiveTopology), {
  ssr: false,
  loading: () => <p className="text-muted text-sm">Drawing…</p>,
})

interface Props {
  plan: { id: string; contentHash: string }
  routes: PreviewRoute[]
  drawn: Plan | null
  snapshot: Snapshot
  onSnapshot: (snapshot: Snapshot) => void
  actions: PreviewActions
}

const count = (number: number) => number.toLocaleString('en')

const stateWords = { stopped: 'Stopped', running: 'Running', failed: 'Failed' }

export function LiveView({ plan, routes, drawn, snapshot, onSnapshot, actions }: Props) {
  const [filter, setFilter] = useState('')
  const [busy, setBusy] = useState<string | null>(null)
  const [error, setError] = useState<ActionError | null>(null)
  const { state, message, listeners, problems, changes, entries, totals, rates, contentHash } = snapshot
  const isRunning = state === 'running'

  const run = async (words: string, act: (input: { id: string }) => Promise<ActionResult<Snapshot>>) => {
    setBusy(words)
    setError(null)
    try {
      const answer = await act({ id: plan.id })
      if (answer.ok) onSnapshot(answer.data)
      else setError(answer.error)
    } catch {
      setError(noAnswer)
    } finally {
      setBusy(null)
    }
  }

  return (
    <>
      <section aria-label="Preview" className="flex flex-wrap items-center gap-2">
        <p role="status" aria-label="Preview state" className="mr-2 font-semibold">
          {busy ?? stateWords[state]}
        </p>
        {isRunning ? (
          <>
            <Button disabled={busy !== null} onClick={() => run('Stopping…', actions.stop)}>
              Stop preview
            </Button>
            <Button disabled={busy !== null} onClick={() => run('Applying…', actions.apply)}>
              Apply the saved plan
            </Button>
          </>
        ) : (
          <Button look="primary" disabled={busy !== null} onClick={() => run('Starting…', actions.start)}>
            Start preview
          </Button>
        )}
        <p className="basis-full text-muted text-sm">
          The saved plan runs on loopback of the machine that runs the studio, with throw-away certificates. Stand-ins
          answer for its upstreams; nothing else is dialled.
        </p>
      </section>
      {error && (
        <Notice look="error" live title={error.message}>
          <p>{error.wayOut}</p>
        </Notice>
      )}
      {message && (
        <Notice look={state === 'failed' ? 'error' : 'plain'} live title={message}>
          {changes.length > 0 && (
            <ul aria-label="What changed" className="list-disc pl-4">
              {changes.map((change) => (
                <li key={change}>{change}</li>
              ))}
            </ul>
          )}
        </Notice>
      )}
      {isRunning && contentHash !== plan.contentHash && (
        <Notice title="Another version of this plan runs">
          <p>Apply the saved plan to see it; open connections stay, and listeners where they are.</p>
        </Notice>
      )}
      {problems.length > 0 && (
        <Notice look="warning" title="What the preview lacks">
          <ul className="list-disc pl-4">
            {problems.map((problem) => (
              <li key={problem}>{problem}</li>
            ))}
          </ul>
        </Notice>
      )}
      {isRunning && <ListenerTable listeners={listeners} />}
      {isRunning && drawn && <LiveTopology plan={drawn} rates={rates} entries={entries} onFilter={setFilter} />}
      {isRunning && !drawn && (
        <p className="text-muted text-sm">
          The traffic is not drawn: this plan has {count(routes.length)} routes, and drawings end at{' '}
          {count(drawnRoutesMax)}. The table below tells the rate of each route; filter it to see one.
        </p>
      )}
      <RouteTable
        routes={routes}
        totals={totals}
        rates={rates}
        listeners={listeners}
        isRunning={isRunning}
        ask={(route) => actions.ask({ id: plan.id, route })}
      />
      <ConnectionTable
        entries={entries}
        isRunning={isRunning}
        filter={filter}
        onFilter={setFilter}
        inspect={(connection) => actions.inspect({ id: plan.id, connection })}
      />
    </>
  )
}
