'use client'
import { CircleHelp, Copy, Trash2 } from 'lucide-react'
import { memo } from 'react'
import { type JsonPointer, valueAt } from '@/lib/domain-model/json-pointer'
import type { Plan } from '@/lib/domain-model/plan'
import { writeQuery } from '../../address/query'
import { CopyButton } from '../../output/copy-button'
import { IconButton } from '../../ui/button'
import { ScrollRegion } from '../../ui/scroll-region'
import { Unread } from '../../ui/unread'
import { type ThingPlace, thingAt, thingWords } from '../edits/things'
import type { TargetFacts } from '../target-facts'
import type { TargetJudgement } from '../target-notes'
import { thingQuery } from '../thing-address'
import { CertificateForm, TrustForm } from './certificate-form'
import { usePlanForm } from './fields/plan-form'
import { ListenerForm } from './listener-form'
import { PlanFormBody } from './plan-form-body'
import { RouteForm } from './route-form'
import { TargetVerdict } from './target-verdict'
import { UpstreamForm } from './upstream-form'

interface Props {
  selection: JsonPointer | null
  targets: readonly TargetFacts[]
  /** Why nothing can be changed now, or null. */
  lockedBecause: string | null
  /** Why nothing is known of the plan, or null. */
  unread: string | null
  onToggleHelp: () => void
  /** The last text that was a plan, and what the open target makes of it. */
  plan: Plan | null
  target: TargetJudgement | null
}

/** The form of whatever is selected; of the plan itself when nothing is. */
export const Inspector = memo(Pane)

function Pane({ selection, targets, lockedBecause, unread, onToggleHelp, plan, target }: Props) {
  const { data, showsHelp } = usePlanForm()
  const place = selection === null ? null : thingAt(selection)
  const thing = place && valueAt(data, place.pointer)
  const shown = thing ? place : null
  const name = shown ? String(valueAt(thing, '/name') ?? shown.index + 1) : String(valueAt(data, '/name') ?? '')
  return (
    <section aria-label="Inspector" className="flex h-full min-h-0 flex-col bg-surface">
      <header className="flex h-10 shrink-0 items-center gap-1 border-line border-b px-3">
        <h2 className="min-w-0 flex-1 truncate text-sm">
          <span className="text-muted">{shown ? `${thingWords[shown.kind].one} ` : 'plan '}</span>
          <span className="font-mono">{name}</span>
        </h2>
        {shown && (
          <CopyButton
            kind="link"
            text={() => `${location.origin}${location.pathname}${writeQuery('', thingQuery(shown.pointer, data))}`}
            name={`the link to this ${thingWords[shown.kind].one}`}
          />
        )}
        {shown && !lockedBecause && <ThingActions place={shown} />}
        <IconButton label={showsHelp ? 'Hide help' : 'Show help'} aria-pressed={showsHelp} onClick={onToggleHelp}>
          <CircleHelp aria-hidden />
        </IconButton>
      </header>
      <ScrollRegion label={`Fields of ${name}`} className="min-h-0 flex-1 overflow-y-auto">
        {lockedBecause && !unread && (
          <p className="border-warning border-l-4 bg-warning-soft px-3 py-2">{lockedBecause}</p>
        )}
        {shown && plan && target && <TargetVerdict pointer={shown.pointer} plan={plan} target={target} />}
        <fieldset disabled={lockedBecause !== null} key={shown?.pointer ?? 'plan'}>
          <legend className="sr-only">{name}</legend>
          {unread ? (
            <Unread because={unread} />
          ) : shown ? (
            <ThingForm place={shown} />
          ) : (
            <PlanFormBody targets={targets} />
          )}
        </fieldset>
      </ScrollRegion>
    </section>
  )
}

function ThingForm({ place: { kind, index } }: { place: ThingPlace }) {
  switch (kind) {
    case 'listeners':
      return <ListenerForm index={index} />
    case 'routes':
      return <RouteForm index={index} />
    case 'upstreams':
      return <UpstreamForm index={index} />
    case 'certificates':
      return <CertificateForm index={index} />
    case 'trust':
      return <TrustForm index={index} />
  }
}

function ThingActions({ place: { kind, index } }: { place: ThingPlace }) {
  const { duplicate, remove } = usePlanForm()
  const word = thingWords[kind].one
  return (
    <>
      <IconButton label={`Duplicate this ${word}`} onClick={() => duplicate(kind, index)}>
        <Copy aria-hidden />
      </IconButton>
      <IconButton label={`Delete this ${word}`} onClick={() => remove(kind, index)}>
        <Trash2 aria-hidden />
      </IconButton>
    </>
  )
}
