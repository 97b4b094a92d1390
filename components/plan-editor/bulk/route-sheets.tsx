'use client'
import type { PatchOperation } from '@/lib/domain-model/patch'
import { usePlanForm } from '../inspector/fields/plan-form'
import { ModeChangeDialog } from '../inspector/mode-change-dialog'
import { bulkRoutes, deleteRoutes, moveRoutes } from './bulk-edits'
import { deletionEffects } from './bulk-effects'
import { DeleteSheet } from './delete-sheet'
import { MoveSheet } from './move-sheet'
import type { RouteSheet } from './route-sheet'
import { SetSheet } from './set-sheet'

/** Shows what an edit of one or many routes would do, and does it in one step once that is agreed to. */
export function RouteSheets({ sheet, onClose }: { sheet: RouteSheet; onClose: () => void }) {
  const { data, apply } = usePlanForm()
  const confirm = (operations: PatchOperation[], then?: () => void) => {
    onClose()
    apply(operations, null)
    then?.()
  }
  switch (sheet.kind) {
    case 'move': {
      const move = moveRoutes(data, sheet.routes, sheet.to)
      const [only] = move.routes
      const onConfirm = () => confirm(move.operations, sheet.onDone)
      if (move.routes.length > 1) return <MoveSheet move={move} onClose={onClose} onConfirm={onConfirm} />
      return <ModeChangeDialog change={only?.change ?? null} onClose={onClose} onConfirm={onConfirm} />
    }
    case 'delete':
      return (
        <DeleteSheet
          routes={bulkRoutes(data, sheet.routes)}
          effects={deletionEffects(data, sheet.routes)}
          onClose={onClose}
          onConfirm={() => confirm(deleteRoutes(data, sheet.routes))}
        />
      )
    case 'set':
      return (
        <SetSheet
          data={data}
          routes={sheet.routes}
          field={sheet.field}
          onClose={onClose}
          onConfirm={(operations) => confirm(operations)}
        />
      )
  }
}
