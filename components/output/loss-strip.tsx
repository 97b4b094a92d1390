'use client'
import { TriangleAlert } from 'lucide-react'
import { useMemo } from 'react'
import type { Loss } from '@/lib/diagnostics/loss'
import type { Verdict } from '@/lib/targets/capabilities'
import { ScrollRegion } from '../ui/scroll-region'
import { useVersionChange, type VersionChange } from './use-version-change'

interface Props {
  title: string
  version: string
  losses: readonly Loss[]
  verdicts: readonly Verdict[]
  placeWords: (pointer: string) => string
  onOpen: (pointer: string) => void
}

/** What the files below do not say, and what they need to be said to. Never hidden: at least as a count. */
export function LossStrip({ title, version, losses, verdicts, placeWords, onOpen }: Props) {
  const comparison = useVersionChange(verdicts)
  const distinct = useMemo(() => distinctSwitches(verdicts), [verdicts])
  const groups = useMemo(() => groupLosses(losses), [losses])
  if (losses.length === 0 && distinct.length === 0)
    return (
      <p className="border-line border-b px-3 py-1 text-muted text-xs">
        {title} {version} carries the whole plan: nothing is lost. {comparison && <ChangeWords {...comparison} />}
      </p>
    )
  return (
    <details className="border-line border-b bg-raised text-xs" open={groups.length > 0 && groups.length <= 2}>
      <summary className="flex items-center gap-2 px-3 py-1 font-medium">
        <TriangleAlert aria-hidden className="size-3.5 shrink-0" />
        {groups.length > 0 && `${groups.length} ${groups.length === 1 ? 'thing is' : 'things are'} lost`}
        {losses.length > groups.length && `, in ${losses.length} places`}
        {losses.length > 0 && distinct.length > 0 && ' · '}
        {distinct.length > 0 &&
          `${distinct.length} ${distinct.length === 1 ? 'thing needs' : 'things need'} a switch outside of these files`}
        {comparison && (
          <span className="font-normal">
            <ChangeWords {...comparison} />
          </span>
        )}
      </summary>
      <ScrollRegion label="Losses and switches" className="max-h-40 overflow-y-auto">
        <ul className="space-y-1 px-3 pb-2">
          {groups.map(({ first: { path, reason, fix, feature }, count }) => (
            <li key={`${path} ${feature} ${reason}`} className="border-edge border-l-2 pl-2">
              <Place pointer={path} words={placeWords(path)} onOpen={onOpen} />
              {count > 1 && ` and ${count - 1} more: `} {reason} {fix && <span className="text-muted">{fix}</span>}
            </li>
          ))}
          {distinct.map(({ path, reason, source }) => (
            <li key={`${path} ${reason}`} className="border-line border-l-2 pl-2">
              <Place pointer={path} words={placeWords(path)} onOpen={onOpen} /> needs a switch: {reason}{' '}
              <span className="break-all text-muted">{source}</span>
            </li>
          ))}
        </ul>
      </ScrollRegion>
    </details>
  )
}

function ChangeWords({ from, to, better, worse }: VersionChange) {
  const words = [
    better > 0 && `${better} ${better === 1 ? 'verdict is' : 'verdicts are'} better`,
    worse > 0 && `${worse} ${worse === 1 ? 'is' : 'are'} worse`,
  ].filter(Boolean)
  return (
    <span role="status" className="text-muted">
      From {from} to {to}: {words.length === 0 ? 'no verdict differs' : words.join(', ')}.
    </span>
  )
}

function Place({ pointer, words, onOpen }: { pointer: string; words: string; onOpen: (pointer: string) => void }) {
  return (
    <button
      type="button"
      onClick={() => onOpen(pointer)}
      className="text-left font-mono underline decoration-edge underline-offset-2 hover:decoration-ink"
    >
      {words}
    </button>
  )
}

/** Each reason once, with the first place that it holds for. */
function distinctSwitches(verdicts: readonly Verdict[]): Verdict[] {
  const first = new Map<string, Verdict>()
  for (const verdict of verdicts)
    if (verdict.verdict === 'needs-switch' && !first.has(verdict.reason)) first.set(verdict.reason, verdict)
  return [...first.values()]
}

/** The same loss in many places is said once, with the first of them. */
function groupLosses(losses: readonly Loss[]): { first: Loss; count: number }[] {
  const groups = new Map<string, { first: Loss; count: number }>()
  for (const loss of losses) {
    const group = groups.get(`${loss.feature} ${loss.reason}`)
    if (group) group.count += 1
    else groups.set(`${loss.feature} ${loss.reason}`, { first: loss, count: 1 })
  }
  return [...groups.values()]
}
