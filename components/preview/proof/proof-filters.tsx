'use client'
import { useMemo } from 'react'
import { type ProbeReport, verdictOf } from '@/lib/diagnostics/proof-report'
import { noRoute, type ProofFilter } from './proof-words'

interface Props {
  probes: readonly ProbeReport[]
  filter: ProofFilter
  onFilter: (filter: ProofFilter) => void
  found: number
}

const selectStyle = 'h-7 max-w-48 rounded-sm border border-edge bg-surface px-1 text-sm'

export function ProofFilters({ probes, filter, onFilter, found }: Props) {
  const { routes, kinds, wrong, known } = useMemo(
    () => ({
      routes: [...new Set(probes.map(({ route }) => route ?? noRoute))],
      kinds: [...new Set(probes.map(({ kind }) => kind))],
      wrong: probes.filter(({ agree }) => !agree).length,
      known: probes.filter(({ seen }) => Object.values(seen).some((one) => verdictOf(one) === 'known')).length,
    }),
    [probes],
  )
  return (
    <div className="mb-1 flex flex-wrap items-center gap-2">
      <h2 id="proof-probes" className="font-semibold">
        Probes
      </h2>
      <span className="text-muted text-xs">
        {found} of {probes.length}
      </span>
      <span className="flex-1" />
      <select
        aria-label="Which verdicts"
        className={selectStyle}
        value={filter.verdict}
        onChange={({ target }) => onFilter({ ...filter, verdict: target.value as ProofFilter['verdict'] })}
      >
        <option value="all">all verdicts</option>
        <option value="disagrees">disagreements ({wrong})</option>
        <option value="known">known differences ({known})</option>
      </select>
      <select
        aria-label="Which route"
        className={selectStyle}
        value={filter.route}
        onChange={({ target }) => onFilter({ ...filter, route: target.value })}
      >
        <option value="">all routes</option>
        {routes.map((route) => (
          <option key={route} value={route}>
            {route === noRoute ? 'no route' : route}
          </option>
        ))}
      </select>
      <select
        aria-label="Which kind"
        className={selectStyle}
        value={filter.kind}
        onChange={({ target }) => onFilter({ ...filter, kind: target.value })}
      >
        <option value="">all kinds</option>
        {kinds.map((kind) => (
          <option key={kind} value={kind}>
            {kind}
          </option>
        ))}
      </select>
      <input
        type="search"
        aria-label="Filter probes"
        placeholder="Filter"
        value={filter.text}
        onChange={({ target }) => onFilter({ ...filter, text: target.value })}
        className="h-7 w-48 rounded-sm border border-edge bg-surface px-2 text-sm"
      />
    </div>
  )
}
