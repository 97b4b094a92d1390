'use client'
import { Minus, Plus, Wrench } from 'lucide-react'
import type { ReactNode } from 'react'
import { modeWords } from '../../modes/mode-sign'
import { Button } from '../../ui/button'
import { Dialog } from '../../ui/dialog'
import type { BulkMove } from './bulk-edits'
import { type GroupedConsequence, groupConsequences } from './bulk-effects'
import { NameList } from './name-list'

interface Props {
  move: BulkMove
  onClose: () => void
  onConfirm: () => void
}

/** The price of moving several routes, before they move: each reason once, with everything it costs and the routes it costs it. */
export function MoveSheet({ move, onClose, onConfirm }: Props) {
  const mode = modeWords[move.to].title.toLowerCase()
  const count = move.routes.length
  const part = { total: count }
  return (
    <Dialog
      open
      wide
      onOpenChange={(open) => open || onClose()}
      title={`Move ${count} routes to ${mode}?`}
      description={
        <>
          <NameList names={move.routes.map(({ name }) => name)} />
          <p>One edit: one undo brings everything back.</p>
        </>
      }
      actions={
        <>
          <Button onClick={onClose}>Keep them</Button>
          <Button look="primary" onClick={onConfirm}>
            Move {count} to {mode}
          </Button>
        </>
      }
    >
      <div className="space-y-4">
        <Consequences {...part} title="Lost" sign={<Minus aria-hidden />} groups={groupConsequences(move, 'lost')} />
        <Consequences
          {...part}
          title="Needed then"
          sign={<Wrench aria-hidden />}
          groups={groupConsequences(move, 'needed')}
        />
        <Consequences {...part} title="Gained" sign={<Plus aria-hidden />} groups={groupConsequences(move, 'gained')} />
      </div>
    </Dialog>
  )
}

interface ConsequencesProps {
  title: string
  sign: ReactNode
  groups: readonly GroupedConsequence[]
  total: number
}

function Consequences({ title, sign, groups, total }: ConsequencesProps) {
  if (groups.length === 0) return null
  return (
    <section>
      <h3 className="mb-1 flex items-center gap-1.5 text-sm [&_svg]:size-4">
        {sign}
        {title}
      </h3>
      <ul className="space-y-2 compact:space-y-1">
        {groups.map(({ reason, whats }) => (
          <li key={reason} className="border-line border-l-2 pl-3">
            <span className="text-muted">{reason}</span>
            <Whats whats={whats} total={total} />
          </li>
        ))}
      </ul>
    </section>
  )
}

const whatsMax = 6

function Whats({ whats, total }: { whats: GroupedConsequence['whats']; total: number }) {
  const rest = whats.slice(whatsMax)
  const lines = (some: GroupedConsequence['whats']) => (
    <ul>
      {some.map(({ what, routes }) => (
        <li key={what}>
          <span className="font-medium">{what}</span>{' '}
          {routes.length === total ? (
            <span className="text-muted text-xs">all {total} routes</span>
          ) : (
            <NameList names={routes} />
          )}
        </li>
      ))}
    </ul>
  )
  return (
    <>
      {lines(whats.slice(0, whatsMax))}
      {rest.length > 0 && (
        <details>
          <summary className="underline">and {rest.length} more like these</summary>
          <div className="max-h-60 overflow-y-auto">{lines(rest)}</div>
        </details>
      )}
    </>
  )
}
