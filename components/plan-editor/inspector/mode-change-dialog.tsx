'use client'
import { Minus, Plus, Wrench } from 'lucide-react'
import { useRef } from 'react'
import type { ModeConsequence } from '@/lib/domain-model/mode-words'
import type { PatchOperation } from '@/lib/domain-model/patch'
import { ModeLabel, modeWords } from '../../modes/mode-sign'
import { Button } from '../../ui/button'
import { Dialog } from '../../ui/dialog'
import type { ModeChange } from '../edits/change-mode'

interface Props {
  change: ModeChange | null
  onClose: () => void
  onConfirm: (operations: PatchOperation[]) => void
}

export function ModeChangeDialog({ change, onClose, onConfirm }: Props) {
  // The words stay while the dialog fades.
  const last = useRef<ModeChange | null>(null)
  if (change) last.current = change
  const shown = change ?? last.current
  if (!shown) return null
  return (
    <Dialog
      open={change !== null}
      onOpenChange={(open) => open || onClose()}
      title={`Change to ${modeWords[shown.to].title.toLowerCase()}?`}
      description={
        <span className="flex flex-wrap items-center gap-2">
          <ModeLabel mode={shown.from} /> becomes <ModeLabel mode={shown.to} />
          <span>Undo brings everything back.</span>
        </span>
      }
      actions={
        <>
          <Button onClick={onClose}>Keep {modeWords[shown.from].title.toLowerCase()}</Button>
          <Button look="primary" onClick={() => onConfirm(shown.operations)}>
            Change to {modeWords[shown.to].title.toLowerCase()}
          </Button>
        </>
      }
    >
      <div className="space-y-4">
        <Consequences title="Lost" sign={<Minus aria-hidden className="size-4" />} list={shown.lost} />
        <Consequences title="Needed then" sign={<Wrench aria-hidden className="size-4" />} list={shown.needed} />
        <Consequences title="Gained" sign={<Plus aria-hidden className="size-4" />} list={shown.gained} />
      </div>
    </Dialog>
  )
}

function Consequences({
  title,
  sign,
  list,
}: {
  title: string
  sign: React.ReactNode
  list: readonly ModeConsequence[]
}) {
  if (list.length === 0) return null
  return (
    <section>
      <h3 className="mb-1 flex items-center gap-1.5 text-sm">
        {sign}
        {title}
      </h3>
      <ul className="space-y-1">
        {list.map(({ what, reason }) => (
          <li key={what} className="border-line border-l-2 pl-3">
            <span className="font-medium">{what}</span> <span className="text-muted">{reason}</span>
          </li>
        ))}
      </ul>
    </section>
  )
}
