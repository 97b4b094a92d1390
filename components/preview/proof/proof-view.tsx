'use client'
import { useState } from 'react'
import type { ActionError, ActionResult } from '@/lib/diagnostics/action-result'
import type { EngineName, EngineReport } from '@/lib/diagnostics/proof-report'
import type { ProofRun } from '@/lib/diagnostics/proof-run'
import { Button, buttonStyle } from '../../ui/button'
import { Notice } from '../../ui/notice'
import { noAnswer, type PreviewActions } from '../preview-facts'
import { EngineChoice } from './engine-choice'
import { ProofProgress } from './proof-progress'
import { ProofTable } from './proof-table'
import { runWords } from './proof-words'

interface Props {
  plan: { id: string; contentHash: string }
  engines: EngineReport[]
  run: ProofRun | null
  onRun: (run: ProofRun | null) => void
  actions: Pick<PreviewActions, 'prove' | 'cancelProof'>
}

/** Tries everything that follows from the plan, and says who does otherwise. */
export function ProofView({ plan, engines, run, onRun, actions }: Props) {
  const [chosen, setChosen] = useState<readonly EngineName[]>(() =>
    engines.filter(({ available }) => available).map(({ id }) => id),
  )
  const [busy, setBusy] = useState<string | null>(null)
  const [error, setError] = useState<ActionError | null>(null)
  const isRunning = run?.state === 'running'
  const act = async (words: string, ask: () => Promise<ActionResult<ProofRun | null>>) => {
    setBusy(words)
    setError(null)
    const answer = await ask().catch(() => ({ ok: false, error: noAnswer }) as const)
    if (answer.ok) onRun(answer.data)
    else setError(answer.error)
    setBusy(null)
  }

  return (
    <>
      <section aria-label="Proof" className="flex flex-col gap-3">
        <EngineChoice engines={engines} chosen={chosen} isLocked={isRunning || busy !== null} onChoose={setChosen} />
        <div className="flex flex-wrap items-center gap-2">
          {isRunning ? (
            <Button
              disabled={busy !== null}
              onClick={() => act('Cancelling…', () => actions.cancelProof({ id: plan.id }))}
            >
              Cancel
            </Button>
          ) : (
            <Button
              look="primary"
              disabled={busy !== null || chosen.length === 0}
              onClick={() => act('Starting…', () => actions.prove({ id: plan.id, engines: [...chosen] }))}
            >
              Prove it
            </Button>
          )}
          <p role="status" aria-label="Proof state" className="font-semibold">
            {busy ?? (chosen.length === 0 && !isRunning ? 'Choose at least one engine.' : runWords(run))}
          </p>
          <span className="flex-1" />
          {run?.proof && (
            <>
              <DownloadLink plan={plan.id} format="json" title="Report as JSON" />
              <DownloadLink plan={plan.id} format="markdown" title="Report as Markdown" />
            </>
          )}
          <p className="basis-full text-muted text-sm">
            Each engine runs the saved plan on loopback, with stand-ins for its upstreams and throw-away certificates.
            Every host, path, odd hello, limit and health check that follows from the plan is tried for real; of a plan
            with many names some dozens of each kind, spread evenly over it.
          </p>
        </div>
      </section>
      {error && (
        <Notice look="error" live title={error.message}>
          <p>{error.wayOut}</p>
        </Notice>
      )}
      {run && <ProofProgress run={run} />}
      {run && run.contentHash !== plan.contentHash && (
        <Notice title="This proof is of another version of the plan">
          <p>The plan was saved since; lines may have moved. Prove it again to be sure.</p>
        </Notice>
      )}
      {run && run.leftOut.length > 0 && (
        <Notice look="warning" title="Own lines that no engine was given">
          <p>
            They could read files, load code or write on this machine: {run.leftOut.join(', ')}. What they do is not
            proved.
          </p>
        </Notice>
      )}
      {run && run.probes.length > 0 && <ProofTable key={run.id} planId={plan.id} run={run} />}
    </>
  )
}

function DownloadLink({ plan, format, title }: { plan: string; format: 'json' | 'markdown'; title: string }) {
  return (
    <a
      href={`/plans/${plan}/preview/report?format=${format}`}
      download
      className={`${buttonStyle({ size: 'small' })} hover:bg-pressed`}
    >
      {title}
    </a>
  )
}
