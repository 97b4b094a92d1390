'use client'
import Link from 'next/link'
import { type EngineName, type ProbeReport, type SeenReport, verdictOf } from '@/lib/diagnostics/proof-report'
import type { ProofPlace } from '@/lib/diagnostics/proof-run'
import { CopyButton } from '../../output/copy-button'
import { certificateWords, engineTitles, verdictSigns } from './proof-words'

interface Props {
  planId: string
  probe: ProbeReport
  engines: readonly EngineName[]
  places: readonly ProofPlace[]
}

/** Everything about one probe: what came, from whom, what is known of it, what to type, and where its lines stand. */
export function ProbeDetails({ planId, probe, engines, places }: Props) {
  const { expected, seen, command, title, id } = probe
  return (
    <section
      aria-label={`Details of ${title}`}
      className="sticky left-2 flex max-w-[min(76rem,calc(100vw-2.5rem))] flex-col gap-2 bg-raised px-3 py-2 text-xs"
    >
      <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-4 gap-y-1">
        <dt className="text-muted">Probe</dt>
        <dd className="font-mono">{id}</dd>
        <dt className="text-muted">The plan says</dt>
        <dd className="break-words font-mono">{expected}</dd>
        {engines.map((engine) => (
          <EngineDetails key={engine} engine={engine} seen={seen[engine]} />
        ))}
      </dl>
      <div>
        <span className="text-muted">
          What a person would type; {'"$EDGE"'} stands for the address of the edge, such as one of a running preview.
        </span>
        <div className="flex items-start gap-1">
          <code className="min-w-0 flex-1 break-all border border-line bg-surface px-2 py-1 font-mono">{command}</code>
          <CopyButton text={command} name={`the line of probe ${id}`} />
        </div>
      </div>
      {places.length > 0 && (
        <p className="flex flex-wrap gap-x-4 gap-y-1">
          <span className="text-muted">Where it stands:</span>
          {places.map(({ title: where, search }) => (
            <Link
              key={search}
              href={`/plans/${planId}${search}`}
              prefetch={false}
              className="underline underline-offset-2"
            >
              {where}
            </Link>
          ))}
        </p>
      )}
    </section>
  )
}

function EngineDetails({ engine, seen }: { engine: EngineName; seen: SeenReport | undefined }) {
  const verdict = verdictOf(seen)
  const { sign, words } = verdictSigns[verdict]
  return (
    <>
      <dt className="text-muted">{engineTitles[engine].title}</dt>
      <dd className="min-w-0">
        <p className={verdict === 'disagrees' ? 'font-semibold text-error' : 'font-semibold'}>
          <span aria-hidden>{sign}</span> {words}
        </p>
        {seen && (
          <>
            <p className="break-words font-mono">{seen.text}</p>
            <p className="text-muted">certificate: {certificateWords(seen.certificate)}</p>
            {seen.differences.map(({ aspect, expected, seen: found, known }) => (
              <div key={aspect} className="border-edge border-l-2 pl-2">
                <p className="break-words">
                  {aspect}: expected <span className="font-mono">{expected}</span>, seen{' '}
                  <span className="font-mono">{found}</span>
                </p>
                {known && (
                  <p className="text-muted">
                    {known.says} <span className="block">Source: {known.source}</span>
                  </p>
                )}
              </div>
            ))}
          </>
        )}
      </dd>
    </>
  )
}
