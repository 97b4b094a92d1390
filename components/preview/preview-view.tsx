'use client'
import { useState } from 'react'
import type { ActionError, ActionResult } from '@/lib/diagnostics/action-result'
import { Button } from '../ui/button'
import { Notice } from '../ui/notice'
import { ConnectionTable } from './connection-table'
import { ListenerTable } from './listener-table'
import type { PreviewActions, Snapshot } from './preview-facts'
import type { PreviewRoute } from './route-lines'
import { RouteTable } from './route-table'
import { usePreviewNews } from './use-preview-news'

interface Props {
  plan: { id: string; contentHash: string }
  routes: PreviewRoute[]
  initial: Snapshot
  actions: PreviewActions
}

const stateWords = { stopped: 'Stopped', running: 'Running', failed: 'Failed' }

export function PreviewView({ plan, routes, initial, actions }: Props) {
  const [isPaused, setPaused] = useState(false)
  const [busy, setBusy] = useState<string | null>(null)
  const [error, setError] = useState<ActionError | null>(null)
  const { snapshot, setSnapshot, isConnected } = usePreviewNews(plan.id, initial, isPaused)
  const { state, message, listeners, problems, entries, totals, contentHash } = snapshot
  const isRunning = state === 'running'

  const run = async (words: string, act: (input: { id: string }) => Promise<ActionResult<Snapshot>>) => {
    setBusy(words)
    setError(null)
    try {
      const answer = await act({ id: plan.id })
      if (answer.ok) setSnapshot(answer.data)
      else setError(answer.error)
    } catch {
      setError({
        code: 'unexpected',
        message: 'The studio does not answer.',
        wayOut: 'See whether it still runs, then try again.',
        fields: {},
        reference: null,
      })
    } finally {
      setBusy(null)
    }
  }

  return (
    <div className="flex flex-col gap-5">
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
        <Notice look={state === 'failed' ? 'error' : 'plain'} live>
          <p>{message}</p>
        </Notice>
      )}
      {!isConnected && (
        <Notice look="warning" live title="The live view is interrupted">
          <p>The browser tries again by itself; what is shown may be old.</p>
        </Notice>
      )}
      {isRunning && contentHash !== plan.contentHash && (
        <Notice title="Another version of this plan runs">
          <p>Apply the saved plan to see it; open connections stay.</p>
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
      <RouteTable
        routes={routes}
        totals={totals}
        listeners={listeners}
        isRunning={isRunning}
        ask={(route) => actions.ask({ id: plan.id, route })}
      />
      <ConnectionTable entries={entries} isRunning={isRunning} isPaused={isPaused} onPause={setPaused} />
    </div>
  )
}
