import { verdictOf } from '@/lib/diagnostics/proof-report'
import type { ProofRun } from '@/lib/diagnostics/proof-run'
import { engineTitles } from './proof-words'

/** One line per engine: how far it is, and how it did so far. */
export function ProofProgress({ run }: { run: ProofRun }) {
  return (
    <section aria-label="Progress">
      <ul className="divide-y divide-line border-line border-y text-sm">
        {run.engines.map((id) => {
          const { done = 0, of = 0 } = run.progress[id] ?? {}
          const report = run.proof?.engines.find((engine) => engine.id === id)
          const verdicts = run.probes.map(({ seen }) => verdictOf(seen[id]))
          const count = (verdict: string) => verdicts.filter((one) => one === verdict).length
          const { title } = engineTitles[id]
          return (
            <li key={id} className="flex flex-wrap items-center gap-x-4 gap-y-1 py-1.5">
              <span className="w-20 font-medium">{title}</span>
              {report?.reason ? (
                <span className="whitespace-pre-wrap text-error text-xs">✗ Could not be asked: {report.reason}</span>
              ) : (
                <>
                  <progress
                    aria-label={`Progress of ${title}`}
                    value={done}
                    max={Math.max(1, of)}
                    className="h-2 w-40 appearance-none border border-edge bg-surface [&::-moz-progress-bar]:bg-ink [&::-webkit-progress-bar]:bg-surface [&::-webkit-progress-value]:bg-ink"
                  />
                  <span className="w-24 font-mono text-xs">{of === 0 ? waiting(run, id) : `${done} of ${of}`}</span>
                  <span className="text-muted text-xs">
                    {count('agrees')} agree, {count('known')} known
                    {count('known') === 1 ? ' difference' : ' differences'}
                  </span>
                  {count('disagrees') > 0 && (
                    <span className="font-semibold text-error text-xs">✗ {count('disagrees')} disagree</span>
                  )}
                </>
              )}
            </li>
          )
        })}
      </ul>
    </section>
  )
}

/** The first one that told nothing yet gets its stand-ins and certificates; a large plan takes a while. */
function waiting({ state, engines, progress }: ProofRun, id: ProofRun['engines'][number]): string {
  if (state !== 'running') return 'not asked'
  return engines.find((engine) => !progress[engine]?.of) === id ? 'setting up' : 'waits'
}
