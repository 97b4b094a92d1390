'use client'
import { Check, Trash2 } from 'lucide-react'
import Link from 'next/link'
import { useState } from 'react'
import type { Mode } from '@/lib/domain-model/route'
import { SeverityCountList } from '../findings/severity-sign'
import { ModeSign, modeWords } from '../modes/mode-sign'
import { IconButton } from '../ui/button'
import { type DeletePlan, DeletePlanDialog } from './delete-plan-dialog'
import type { PlanContent, PlanOverview } from './plan-overview'

export function PlanTable({ plans, remove }: { plans: readonly PlanOverview[]; remove: DeletePlan }) {
  const [doomed, setDoomed] = useState<PlanOverview | null>(null)
  if (plans.length === 0)
    return (
      <p className="rounded-sm border border-edge border-dashed bg-surface px-4 py-6 text-muted">
        No plan yet. Open an example below to see a hybrid edge in a minute, or start blank.
      </p>
    )
  return (
    <>
      <div className="relative overflow-x-auto rounded-sm border border-line bg-surface">
        <table className="w-full text-left">
          <caption className="sr-only">Plans, newest first</caption>
          <thead className="border-line border-b bg-raised text-muted text-xs max-sm:sr-only">
            <tr>
              {['Name', 'Modes', 'Findings', 'Targets', 'Updated (UTC)'].map((title) => (
                <th key={title} scope="col" className="px-3 py-1.5 font-medium">
                  {title}
                </th>
              ))}
              <th scope="col" className="w-10">
                <span className="sr-only">Delete</span>
              </th>
            </tr>
          </thead>
          <tbody className="divide-y divide-line">
            {plans.map((plan) => (
              <tr
                key={plan.id}
                className="align-top hover:bg-raised max-sm:relative max-sm:flex max-sm:flex-wrap max-sm:items-center max-sm:pr-10"
              >
                <th scope="row" className="px-3 py-2 font-medium max-sm:w-full">
                  <Link
                    href={`/plans/${plan.id}`}
                    prefetch={false}
                    className="font-mono underline decoration-edge underline-offset-2 hover:decoration-ink"
                  >
                    {plan.name}
                  </Link>
                </th>
                <td className="px-3 py-2 max-sm:py-1">
                  {plan.content ? <ModeMix content={plan.content} /> : <span className="text-muted">no plan yet</span>}
                </td>
                <td className="px-3 py-2 max-sm:py-1">
                  <SeverityCountList counts={plan.findings} none="none" />
                </td>
                <td className="px-3 py-2 max-sm:py-1">{plan.content && <TargetMix content={plan.content} />}</td>
                <td className="whitespace-nowrap px-3 py-2 text-muted max-sm:py-1 tabular-nums">
                  <time dateTime={plan.updatedAt}>{plan.updatedAt.slice(0, 16).replace('T', ' ')}</time>
                </td>
                <td className="px-1 py-1 max-sm:absolute max-sm:top-0 max-sm:right-0">
                  <IconButton label={`Delete plan ${plan.name}`} onClick={() => setDoomed(plan)}>
                    <Trash2 aria-hidden />
                  </IconButton>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {doomed && <DeletePlanDialog plan={doomed} remove={remove} onClose={() => setDoomed(null)} />}
    </>
  )
}

const modes: readonly Mode[] = ['terminate', 'reencrypt', 'passthrough']

function ModeMix({ content }: { content: PlanContent }) {
  const present = modes.filter((mode) => content.modes[mode] > 0)
  if (present.length === 0) return <span className="text-muted">no routes</span>
  return (
    <ul className="flex flex-wrap gap-x-3 gap-y-1">
      {present.map((mode) => (
        <li key={mode} className="flex items-center gap-1 whitespace-nowrap">
          <ModeSign mode={mode} className="h-3.5 w-6" />
          {content.modes[mode]} <span className="text-muted">{modeWords[mode].title.toLowerCase()}</span>
        </li>
      ))}
    </ul>
  )
}

function TargetMix({ content }: { content: PlanContent }) {
  return (
    <ul className="flex flex-wrap gap-x-3 gap-y-1">
      {content.targets.map(({ id, title, lossCount }) => (
        <li key={id} className="flex items-center gap-1 whitespace-nowrap">
          {title}
          {lossCount === 0 ? (
            <Check role="img" aria-label="carries all of it" className="size-3.5 text-muted" />
          ) : (
            <span className="text-muted">{lossCount} lost</span>
          )}
        </li>
      ))}
    </ul>
  )
}

export function PlanTableWait() {
  return (
    <p role="status" className="rounded-sm border border-line bg-surface px-4 py-6 text-muted">
      Loading plans…
    </p>
  )
}
