'use client'
import { type ReactNode, useMemo, useRef, useState } from 'react'
import { type JsonPointer, toPointer } from '@/lib/domain-model/json-pointer'
import type { PatchOperation } from '@/lib/domain-model/patch'
import type { Plan } from '@/lib/domain-model/plan'
import { additionEffects, deletionEffects, duplicationEffects, type EditEffects } from './edit-effects'
import { EffectsSheet } from './effects-sheet'
import { addThing, deleteThing, duplicateThing, newThing } from './list-edits'
import type { ThingKind } from './things'

interface Parts {
  data: unknown
  /** The last text that was a plan: what names mean is asked of it. */
  plan: Plan | null
  apply: (operations: PatchOperation[], key: string | null) => void
  /** Opens the form of a thing. */
  inspect: (pointer: JsonPointer) => void
  select: (pointer: JsonPointer | null) => void
}

export interface ThingEdits {
  add: (kind: ThingKind, mode?: 'terminate' | 'passthrough') => void
  duplicate: (kind: ThingKind, index: number) => void
  remove: (kind: ThingKind, index: number) => void
}

interface Asked {
  effects: EditEffects
  confirm: string
  isDanger: boolean
  go: () => void
}

/** Adds, copies and deletes. What an edit touches beyond the thing itself is shown first; one that touches nothing happens at once. */
export function useThingEdits({ data, plan, apply, inspect, select }: Parts): ThingEdits & { sheet: ReactNode } {
  const [asked, setAsked] = useState<Asked | null>(null)
  // Asked when something is done, so that the ways to do it stay the same while the plan changes.
  const latest = useRef({ data, plan })
  latest.current = { data, plan }
  const edits = useMemo((): ThingEdits => {
    const ask = (effects: EditEffects | null, rest: Omit<Asked, 'effects'>) =>
      effects === null ? rest.go() : setAsked({ effects, ...rest })
    return {
      add: (kind, mode) => {
        const thing = newThing(latest.current.data, kind, mode)
        ask(additionEffects(latest.current.plan, kind, thing), {
          confirm: 'Add it',
          isDanger: false,
          go: () => {
            const { operations, pointer } = addThing(latest.current.data, kind, thing)
            apply(operations, null)
            inspect(pointer)
          },
        })
      },
      duplicate: (kind, index) =>
        ask(duplicationEffects(latest.current.data, kind, [index]), {
          confirm: 'Duplicate it',
          isDanger: false,
          go: () => {
            const { operations, pointer } = duplicateThing(latest.current.data, kind, index)
            apply(operations, null)
            select(pointer)
          },
        }),
      remove: (kind, index) =>
        ask(deletionEffects(latest.current.data, latest.current.plan, kind, [index]), {
          confirm: 'Delete it',
          isDanger: true,
          go: () => {
            apply(deleteThing(kind, index), null)
            select(index > 0 ? toPointer([kind, index - 1]) : null)
          },
        }),
    }
  }, [apply, inspect, select])
  if (!asked) return { ...edits, sheet: null }
  const { effects, go, ...words } = asked
  const close = () => setAsked(null)
  const confirm = () => {
    close()
    go()
  }
  const sheet = <EffectsSheet {...effects} {...words} keep="Leave it as it is" onClose={close} onConfirm={confirm} />
  return { ...edits, sheet }
}
