'use client'
import { Button } from '../../ui/button'
import { Dialog } from '../../ui/dialog'
import { NameList } from '../bulk/name-list'
import type { EditEffects } from './edit-effects'

interface Props extends EditEffects {
  /** What the edit is about, where the title only counts it, and what these are called. */
  names?: readonly string[]
  lead?: string
  keep: string
  confirm: string
  isDanger: boolean
  onClose: () => void
  onConfirm: () => void
}

/** What an edit touches beyond the thing itself, before it does. */
export function EffectsSheet({ title, groups, names = [], lead, keep, confirm, isDanger, onClose, onConfirm }: Props) {
  return (
    <Dialog
      open
      onOpenChange={(open) => open || onClose()}
      title={title}
      description={
        groups.length > 0
          ? 'It touches more than itself. One undo brings everything back.'
          : 'Nothing else is touched. One undo brings everything back.'
      }
      actions={
        <>
          <Button onClick={onClose}>{keep}</Button>
          <Button look={isDanger ? 'danger' : 'primary'} onClick={onConfirm}>
            {confirm}
          </Button>
        </>
      }
    >
      {names.length + groups.length > 0 && (
        <div className="space-y-3">
          {names.length > 0 && (
            <p>
              {lead && <span className="text-muted">{lead} </span>}
              <NameList names={names} />
            </p>
          )}
          {groups.map(({ heading, items }) => (
            <section key={heading}>
              <h3 className="font-medium text-sm">{heading}</h3>
              <Lines items={items} />
            </section>
          ))}
        </div>
      )}
    </Dialog>
  )
}

const shownMax = 10

/** The first of many lines, and the rest one step away. */
function Lines({ items }: { items: readonly string[] }) {
  const list = (some: readonly string[]) => (
    <ul className="list-disc pl-5 font-mono text-xs [overflow-wrap:anywhere]">
      {some.map((item) => (
        <li key={item}>{item}</li>
      ))}
    </ul>
  )
  if (items.length <= shownMax + 1) return list(items)
  return (
    <>
      {list(items.slice(0, shownMax))}
      <details className="text-xs">
        <summary className="underline">and {items.length - shownMax} more</summary>
        <div className="max-h-40 overflow-y-auto">{list(items.slice(shownMax))}</div>
      </details>
    </>
  )
}
