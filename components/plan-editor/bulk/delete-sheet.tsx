'use client'
import { Button } from '../../ui/button'
import { Dialog } from '../../ui/dialog'
import { Notice } from '../../ui/notice'
import type { BulkRoute } from './bulk-edits'
import type { DeletionEffects } from './bulk-effects'
import { NameList } from './name-list'

interface Props {
  routes: readonly BulkRoute[]
  effects: DeletionEffects
  onClose: () => void
  onConfirm: () => void
}

/** What goes, and what that leaves behind, before it goes. */
export function DeleteSheet({ routes, effects: { dangling, unused }, onClose, onConfirm }: Props) {
  const words = routes.length === 1 ? `route ${routes[0]?.name}` : `${routes.length} routes`
  return (
    <Dialog
      open
      onOpenChange={(open) => open || onClose()}
      title={`Delete ${words}?`}
      description="One edit: one undo brings everything back."
      actions={
        <>
          <Button onClick={onClose}>Keep {routes.length === 1 ? 'it' : 'them'}</Button>
          <Button look="danger" onClick={onConfirm}>
            Delete {words}
          </Button>
        </>
      }
    >
      <div className="space-y-3">
        <p>
          <NameList names={routes.map(({ name }) => name)} />
        </p>
        {dangling.length > 0 && (
          <Notice
            look="warning"
            title={
              dangling.length === 1
                ? 'One place would point to nothing'
                : `${dangling.length} places would point to nothing`
            }
          >
            <NameList names={dangling} />
          </Notice>
        )}
        {unused.length > 0 && (
          <Notice title="Nothing would use these any more. They stay in the plan.">
            <NameList names={unused} />
          </Notice>
        )}
        {dangling.length + unused.length === 0 && (
          <p className="text-muted">Nothing else refers to it or is left unused.</p>
        )}
      </div>
    </Dialog>
  )
}
