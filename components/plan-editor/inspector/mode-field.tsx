'use client'
import { Columns3 } from 'lucide-react'
import { type ReactNode, useId, useState } from 'react'
import type { Mode } from '@/lib/domain-model/route'
import { ModeSign, modeWords } from '../../modes/mode-sign'
import { Button } from '../../ui/button'
import { classNames } from '../../ui/class-names'
import { changeMode, type ModeChange } from '../edits/change-mode'
import { Section } from './fields/group'
import { usePlanForm } from './fields/plan-form'
import { ModeChangeDialog } from './mode-change-dialog'

const modes: readonly Mode[] = ['terminate', 'reencrypt', 'passthrough']

/** Choosing another mode first shows what it costs. */
export function ModeField({ index, mode, children }: { index: number; mode: Mode; children: ReactNode }) {
  const { data, apply, showsHelp, compare } = usePlanForm()
  const name = useId()
  const [change, setChange] = useState<ModeChange | null>(null)
  return (
    <Section title="Mode">
      <fieldset className="grid grid-cols-3 gap-1">
        <legend className="sr-only">Mode</legend>
        {modes.map((choice) => (
          <label
            key={choice}
            className={classNames(
              'flex min-w-0 flex-col items-center gap-1 rounded-sm border px-1 py-1.5 text-center font-medium text-xs has-focus-visible:outline-2 has-focus-visible:outline-ink',
              choice === mode
                ? choice === 'passthrough'
                  ? 'border-passthrough bg-passthrough-soft'
                  : 'border-terminate bg-terminate-soft'
                : 'border-edge/60 hover:bg-pressed',
            )}
          >
            <input
              type="radio"
              name={name}
              className="sr-only"
              checked={choice === mode}
              onChange={() => setChange(changeMode(data, index, choice))}
            />
            <ModeSign mode={choice} />
            {modeWords[choice].title}
          </label>
        ))}
      </fieldset>
      {showsHelp && <p className="text-muted text-xs">{modeWords[mode]?.says}</p>}
      <Button size="small" onClick={() => compare(index)}>
        <Columns3 aria-hidden /> Compare modes…
      </Button>
      {children}
      <ModeChangeDialog
        change={change}
        onClose={() => setChange(null)}
        onConfirm={(operations) => {
          setChange(null)
          apply(operations, null)
        }}
      />
    </Section>
  )
}
