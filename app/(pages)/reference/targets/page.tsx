import type { Metadata } from 'next'
import { CapabilityMatrix, VerdictLegend } from '@/components/reference/capability-matrix'
import { targets } from '@/lib/targets/registry'

export const metadata: Metadata = { title: 'Targets' }

export default function TargetsPage() {
  return (
    <div className="space-y-4">
      <h1 className="text-xl leading-7">Targets</h1>
      <p className="max-w-prose text-muted">
        What each target makes of each feature of a plan, with the source of the claim.
      </p>
      <dl className="max-w-3xl space-y-2">
        {targets.map(({ id, title, summary }) => (
          <div key={id}>
            <dt className="font-medium">
              {title} <span className="font-mono text-muted text-xs">{id}</span>
            </dt>
            <dd className="text-muted">{summary}</dd>
          </div>
        ))}
      </dl>
      <VerdictLegend />
      <CapabilityMatrix targets={targets} />
    </div>
  )
}
