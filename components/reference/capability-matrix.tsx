import { type FeatureId, featureIds, features } from '@/lib/domain-model/feature'
import type { Capability, VerdictKind } from '@/lib/targets/capabilities'
import type { Target } from '@/lib/targets/target'
import { classNames } from '../ui/class-names'
import { ScrollRegion } from '../ui/scroll-region'
import { Reference } from './rule-article'

/** Words and a shape for each verdict; severity colours stay with the findings. */
const verdicts: Record<VerdictKind, { sign: string; words: string }> = {
  native: { sign: '●', words: 'native' },
  'extra-hop': { sign: '◐', words: 'extra hop' },
  'needs-switch': { sign: '◇', words: 'needs a switch' },
  cannot: { sign: '○', words: 'cannot' },
  broken: { sign: '⊗', words: 'accepted, but broken' },
}

export function VerdictLegend() {
  const says: Record<VerdictKind, string> = {
    native: 'the target says it directly',
    'extra-hop': 'by an inner hop that the files contain',
    'needs-switch': 'works once something outside of the files is set',
    cannot: 'not carried; every use is reported as a loss',
    broken: 'the target takes it and does something else; reported as a loss',
  }
  return (
    <dl className="grid gap-x-6 gap-y-1 sm:grid-cols-[max-content_1fr]">
      {Object.entries(verdicts).map(([kind, { sign, words }]) => (
        <div key={kind} className="contents">
          <dt className="font-medium">
            <span aria-hidden className="mr-1.5 inline-block w-4 text-center">
              {sign}
            </span>
            {words}
          </dt>
          <dd className="text-muted max-sm:pl-6">{says[kind as VerdictKind]}</dd>
        </div>
      ))}
    </dl>
  )
}

export function CapabilityMatrix({ targets }: { targets: readonly Target[] }) {
  const groups = [...new Set(featureIds.map(groupOf))]
  return (
    <ScrollRegion
      label="Capability matrix"
      className="relative overflow-x-auto rounded-sm border border-line bg-surface"
    >
      <table className="w-full min-w-[56rem] text-left">
        <caption className="sr-only">Features by target</caption>
        <thead className="border-line border-b bg-raised text-xs">
          <tr>
            <th scope="col" className="w-64 px-3 py-1.5">
              Feature
            </th>
            {targets.map(({ id, title, versions }) => (
              <th key={id} scope="col" className="px-3 py-1.5">
                {title}{' '}
                <span className="font-mono font-normal text-muted">
                  {versions[0]} … {versions.at(-1)}
                </span>
              </th>
            ))}
          </tr>
        </thead>
        {groups.map((group) => (
          <tbody key={group} className="divide-y divide-line border-line border-b">
            <tr>
              <th
                scope="rowgroup"
                colSpan={targets.length + 1}
                className="bg-canvas px-3 py-1 font-mono text-muted text-xs"
              >
                {group}
              </th>
            </tr>
            {featureIds
              .filter((id) => groupOf(id) === group)
              .map((id) => (
                <tr key={id} className="align-top">
                  <th scope="row" className="px-3 py-1.5 font-normal">
                    {features[id]}
                    <span className="block font-mono text-2xs text-muted">{id}</span>
                  </th>
                  {targets.map((target) => (
                    <td key={target.id} className="px-3 py-1.5">
                      <Cell rows={target.capabilities[id]} />
                    </td>
                  ))}
                </tr>
              ))}
          </tbody>
        ))}
      </table>
    </ScrollRegion>
  )
}

function Cell({ rows }: { rows: readonly Capability[] }) {
  return (
    <ul className="space-y-1">
      {rows.map(({ since, verdict, reason, source }) => (
        <li key={`${since} ${verdict}`}>
          <span className={classNames('whitespace-nowrap', verdict !== 'native' && 'font-medium')}>
            <span aria-hidden className="mr-1 inline-block w-4 text-center">
              {verdicts[verdict].sign}
            </span>
            {verdicts[verdict].words}
            {since && <span className="font-mono text-muted text-xs"> since {since}</span>}
          </span>
          {(reason || source) && (
            <details className="text-xs">
              <summary className="text-muted">{reason ? 'why' : 'source'}</summary>
              {reason && <p>{reason}</p>}
              {source && (
                <p className="text-muted">
                  <Reference text={source} />
                </p>
              )}
            </details>
          )}
        </li>
      ))}
    </ul>
  )
}

const groupOf = (id: FeatureId) => id.split('.')[0] ?? id
