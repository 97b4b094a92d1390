'use client'
import { useMemo, useState } from 'react'
import type { PatchOperation } from '@/lib/domain-model/patch'
import type { Plan } from '@/lib/domain-model/plan'
import type { Mode } from '@/lib/domain-model/route'
import { modeWords } from '../modes/mode-sign'
import type { PlanEngine } from '../plan-editor/document/plan-engine'
import type { TargetFacts } from '../plan-editor/target-facts'
import { Dialog } from '../ui/dialog'
import { Notice } from '../ui/notice'
import { type ModeColumn, modeColumns } from './mode-columns'
import { ModeDiff } from './mode-diff'
import { ModeTable } from './mode-table'
import { useModeOutput } from './use-mode-output'

interface Props {
  /** Which route of the plan. */
  index: number
  text: string
  data: unknown
  plan: Plan
  engine: PlanEngine | null
  targets: readonly TargetFacts[]
  /** The target whose files are open; the first one when it is the plan itself. */
  openTarget: string | null
  versionOf: (target: string) => string
  onApply: (operations: PatchOperation[]) => void
  onClose: () => void
}

/** One route in three modes side by side: what works, what stops, and what changes in the files. */
export function CompareDialog({ index, data, plan, onApply, onClose, ...rest }: Props) {
  const columns = useMemo(() => modeColumns(data, plan, index), [data, plan, index])
  const route = plan.routes[index]
  return (
    <Dialog
      open
      wide
      onOpenChange={(open) => open || onClose()}
      title={`Compare modes of ${route?.name ?? 'this route'}`}
      description={
        route
          ? `What each mode gives and costs ${route.hosts.slice(0, 3).join(', ')}${route.hosts.length > 3 ? ` and ${route.hosts.length - 3} more names` : ''}. Nothing changes until you choose one, and undo brings everything back.`
          : 'This route is not in the plan any more.'
      }
    >
      {columns ? (
        <Comparison
          {...rest}
          columns={columns}
          onChoose={(operations) => {
            onApply(operations)
            onClose()
          }}
        />
      ) : (
        <Notice>This route cannot be compared as it is written now. Its problems say why.</Notice>
      )}
    </Dialog>
  )
}

type ComparisonProps = Pick<Props, 'text' | 'engine' | 'targets' | 'openTarget' | 'versionOf'> & {
  columns: readonly ModeColumn[]
  onChoose: (operations: PatchOperation[]) => void
}

function Comparison({ columns, text, engine, targets, openTarget, versionOf, onChoose }: ComparisonProps) {
  const others = columns.filter(({ change }) => change !== null)
  const [target, setTarget] = useState(openTarget ?? targets[0]?.id ?? '')
  const [shown, setShown] = useState<Mode>(others[0]?.mode ?? 'passthrough')
  const { outputs, failure } = useModeOutput({ engine, text, columns, target, version: versionOf(target) })
  const title = targets.find(({ id }) => id === target)?.title ?? target
  return (
    <div className="space-y-5">
      <ModeTable columns={columns} outputs={outputs} targetTitle={title} onChoose={onChoose} />
      <ModeDiff
        modes={others.map(({ mode }) => ({ mode, title: modeWords[mode].title }))}
        shown={shown}
        onShow={setShown}
        targets={targets}
        target={target}
        version={versionOf(target)}
        onTarget={setTarget}
        output={outputs[shown]}
        failure={failure}
      />
    </div>
  )
}
