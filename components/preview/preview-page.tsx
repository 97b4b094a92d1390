'use client'
import type { EngineReport } from '@/lib/diagnostics/proof-report'
import type { ProofRun } from '@/lib/diagnostics/proof-run'
import type { Plan } from '@/lib/domain-model/plan'
import { classNames } from '../ui/class-names'
import { adoptEarlyInput } from '../ui/early-input'
import { Notice } from '../ui/notice'
import { LiveView } from './live-view'
import type { PreviewActions, Snapshot } from './preview-facts'
import { ProofView } from './proof/proof-view'
import type { PreviewRoute } from './route-lines'
import { useAddressView } from './use-address-view'
import { usePreviewNews } from './use-preview-news'

interface Props {
  plan: { id: string; name: string; contentHash: string }
  routes: PreviewRoute[]
  /** For the drawing; null where it would be too large to send. */
  drawn: Plan | null
  engines: EngineReport[]
  initial: { snapshot: Snapshot; run: ProofRun | null }
  actions: PreviewActions
}

const views = [
  { id: 'live', title: 'Live', says: 'Run the plan here and watch it' },
  { id: 'proof', title: 'Proof', says: 'Try everything that follows from the plan, in every engine' },
] as const

export function PreviewPage({ plan, routes, drawn, engines, initial, actions }: Props) {
  const [view, setView] = useAddressView()
  const { snapshot, setSnapshot, run, setRun, isConnected } = usePreviewNews(plan.id, initial)
  return (
    <div ref={adoptEarlyInput} className="flex flex-col gap-5">
      <fieldset className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <legend className="sr-only">View</legend>
        <span className="flex">
          {views.map(({ id, title }) => (
            <button
              key={id}
              type="button"
              aria-pressed={view === id}
              onClick={() => setView(id)}
              className={classNames(
                'h-8 border px-3 font-medium text-sm first-of-type:rounded-l-sm last-of-type:rounded-r-sm last-of-type:border-l-0',
                view === id ? 'border-edge bg-pressed' : 'border-edge/60 text-muted hover:bg-pressed',
              )}
            >
              {title}
              {id === 'proof' && run?.state === 'running' && <span className="sr-only"> (running)</span>}
            </button>
          ))}
        </span>
        <span className="text-muted text-sm">{views.find(({ id }) => id === view)?.says}</span>
      </fieldset>
      {!isConnected && (
        <Notice look="warning" live title="The live view is interrupted">
          <p>The browser tries again by itself; what is shown may be old.</p>
        </Notice>
      )}
      {view === 'live' ? (
        <LiveView
          plan={plan}
          routes={routes}
          drawn={drawn}
          snapshot={snapshot}
          onSnapshot={setSnapshot}
          actions={actions}
        />
      ) : (
        <ProofView plan={plan} engines={engines} run={run} onRun={setRun} actions={actions} />
      )}
    </div>
  )
}
