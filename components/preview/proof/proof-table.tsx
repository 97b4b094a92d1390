'use client'
import { useDeferredValue, useMemo, useState } from 'react'
import { type EngineName, type SeenReport, verdictOf } from '@/lib/diagnostics/proof-report'
import type { ProofRun } from '@/lib/diagnostics/proof-run'
import { Button } from '../../ui/button'
import { ScrollRegion } from '../../ui/scroll-region'
import { cellStyle, headStyle, tableStyle } from '../table-style'
import { ProbeDetails } from './probe-details'
import { ProofFilters } from './proof-filters'
import { engineTitles, fitsFilter, noFilter, verdictSigns } from './proof-words'

interface Props {
  planId: string
  run: ProofRun
}

const rowsAtOnce = 100

/** Side by side: what the plan says, and what each engine did. */
export function ProofTable({ planId, run }: Props) {
  const [filter, setFilter] = useState(noFilter)
  const [rowsMax, setRowsMax] = useState(rowsAtOnce)
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set())
  const late = useDeferredValue(filter)
  const probes = useDeferredValue(run.probes)
  const found = useMemo(() => probes.filter((probe) => fitsFilter(probe, late)), [probes, late])
  const engines = run.engines.filter((id) => run.proof?.engines.find((engine) => engine.id === id)?.reason == null)
  const toggle = (id: string) => {
    const next = new Set(open)
    if (!next.delete(id)) next.add(id)
    setOpen(next)
  }
  return (
    <section aria-labelledby="proof-probes" className="min-w-0">
      <ProofFilters probes={probes} filter={filter} onFilter={setFilter} found={found.length} />
      {found.length === 0 ? (
        <p className="border-line border-y py-3 text-muted">No probe fits the filter.</p>
      ) : (
        <ScrollRegion label="Probes, side by side" className="relative max-h-[46rem] overflow-auto">
          <table className={tableStyle}>
            <thead className="sticky top-0 z-10 bg-canvas">
              <tr>
                <th className={headStyle}>Probe</th>
                <th className={headStyle}>Route</th>
                <th className={headStyle}>The plan says</th>
                {engines.map((id) => (
                  <th key={id} className={headStyle}>
                    {engineTitles[id].title}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {found.slice(0, rowsMax).map((probe) => {
                const isOpen = open.has(probe.id)
                return [
                  <tr key={probe.id} className={probe.agree ? undefined : 'bg-error-soft'}>
                    <td className={`${cellStyle} min-w-56`}>
                      <button
                        type="button"
                        aria-expanded={isOpen}
                        onClick={() => toggle(probe.id)}
                        className="text-left underline decoration-edge underline-offset-2 hover:decoration-ink"
                      >
                        {probe.title}
                      </button>
                      <span className="block text-2xs text-muted">{probe.kind}</span>
                    </td>
                    <td className={`${cellStyle} font-mono text-xs`}>{probe.route ?? '–'}</td>
                    <td className={`${cellStyle} min-w-48 font-mono text-xs`}>{probe.expected}</td>
                    {engines.map((id) => (
                      <td key={id} className={`${cellStyle} min-w-48`}>
                        <SeenCell engine={id} seen={probe.seen[id]} />
                      </td>
                    ))}
                  </tr>,
                  isOpen && (
                    <tr key={`${probe.id} details`}>
                      <td colSpan={3 + engines.length} className={cellStyle}>
                        <ProbeDetails
                          planId={planId}
                          probe={probe}
                          engines={engines}
                          places={probe.route === null ? [] : (run.places[probe.route] ?? [])}
                        />
                      </td>
                    </tr>
                  ),
                ]
              })}
            </tbody>
          </table>
        </ScrollRegion>
      )}
      {found.length > rowsMax && (
        <Button size="small" className="mt-2" onClick={() => setRowsMax(rowsMax + rowsAtOnce)}>
          Show {Math.min(rowsAtOnce, found.length - rowsMax)} more of {found.length}
        </Button>
      )}
    </section>
  )
}

function SeenCell({ engine, seen }: { engine: EngineName; seen: SeenReport | undefined }) {
  const verdict = verdictOf(seen)
  const { sign, words } = verdictSigns[verdict]
  return (
    <span className={verdict === 'disagrees' ? 'text-error' : undefined}>
      <span aria-hidden className="mr-1 font-semibold">
        {sign}
      </span>
      <span className="sr-only">
        {engineTitles[engine].title} {words}:{' '}
      </span>
      <span className="break-words font-mono text-xs">{seen?.text ?? ''}</span>
    </span>
  )
}
