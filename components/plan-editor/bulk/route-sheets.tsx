'use client'
import type { PatchOperation } from '@/lib/domain-model/patch'
import type { Plan } from '@/lib/domain-model/plan'
import { deletionEffects, duplicationEffects, thingsInWords } from '../edits/edit-effects'
import { EffectsSheet } from '../edits/effects-sheet'
import { usePlanForm } from '../inspector/fields/plan-form'
import { ModeChangeDialog } from '../inspector/mode-change-dialog'
import { bulkRoutes, deleteRoutes, duplicateRoutes, moveRoutes } from './bulk-edits'
import { MoveSheet } from './move-sheet'
import type { RouteSheet } from './route-sheet'
import { SetSheet } from './set-sheet'

interface Props {
  sheet: RouteSheet
  /** The last text that was a plan: what names mean is asked of it. */
  plan: Plan | null
  onClose: () => void
}

/** Shows what an edit of one or many routes would do, and does it in one step once that is agreed to. */
export function RouteSheets({ sheet, plan, onClose }: Props) {
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
    case 'delete': {
      const words = thingsInWords(data, 'routes', sheet.routes)
      return (
        <EffectsSheet
          title={`Delete ${words}?`}
          groups={deletionEffects(data, plan, 'routes', sheet.routes)?.groups ?? []}
          names={bulkRoutes(data, sheet.routes).map(({ name }) => name)}
          keep="Keep them"
          confirm={`Delete ${words}`}
          isDanger
          onClose={onClose}
          onConfirm={() => confirm(deleteRoutes(data, sheet.routes))}
        />
      )
    }
    case 'duplicate': {
      const words = thingsInWords(data, 'routes', sheet.routes)
      const { operations, copies } = duplicateRoutes(data, sheet.routes)
      return (
        <EffectsSheet
          title={`Duplicate ${words}?`}
          groups={duplicationEffects(data, 'routes', sheet.routes)?.groups ?? []}
          names={copies.map(({ name }) => name)}
          lead="The copies will be called"
          keep="Leave it as it is"
          confirm={`Duplicate ${words}`}
          isDanger={false}
          onClose={onClose}
          onConfirm={() => confirm(operations, () => sheet.onCopied(copies))}
        />
      )
    }
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
