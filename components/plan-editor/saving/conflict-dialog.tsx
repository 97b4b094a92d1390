'use client'
import { useCallback, useEffect, useMemo, useState } from 'react'
import type { MergeConflict, Versions } from '@/lib/domain-model/merge/conflict'
import type { Side } from '@/lib/domain-model/merge/merge-order'
import type { Choices } from '@/lib/domain-model/merge/write-merged'
import { LazyTextDiff } from '../../output/lazy-editors'
import { Button } from '../../ui/button'
import { Dialog } from '../../ui/dialog'
import { Notice } from '../../ui/notice'
import { ConflictChoices } from './conflict-choices'
import { CopyText } from './copy-text'
import type { JudgedMerge } from './merge-judged'

interface Props {
  open: boolean
  onOpenChange: (open: boolean) => void
  /** The version that the others saved. */
  version: number
  of: Versions<string>
  merge: (of: Versions<string>, choices: Choices) => Promise<JudgedMerge>
  onSettle: (merged: JudgedMerge, of: Versions<string>) => void
}

/** By the id of the conflict: whose, and between which values that was chosen. */
type Chosen = Record<string, { side: Side; of: string }>

const valuesOf = ({ values }: MergeConflict) => JSON.stringify([values.base, values.mine, values.theirs])

/** Two people, or two tabs, at one place: each place side by side, and nothing decided before somebody decides it. */
export function ConflictDialog({ open, onOpenChange, version, of, merge, onSettle }: Props) {
  const [chosen, setChosen] = useState<Chosen>({})
  const [showsTexts, setShowsTexts] = useState(false)
  const choices = useMemo(
    () => Object.fromEntries(Object.entries(chosen).map(([id, { side }]) => [id, side])),
    [chosen],
  )
  const { merged, isCurrent, failure, fail } = useMerged(open ? of : null, choices, merge)
  const conflicts = merged?.conflicts ?? []
  const openCount = conflicts.filter(({ id }) => choices[id] === undefined).length
  const dangers = isCurrent && openCount === 0 ? (merged?.dangers ?? []) : []
  const choose = (some: readonly MergeConflict[], side: Side) =>
    setChosen({ ...chosen, ...Object.fromEntries(some.map((one) => [one.id, { side, of: valuesOf(one) }])) })
  useEffect(() => {
    const known = new Map(merged?.conflicts.map((one) => [one.id, valuesOf(one)]))
    if (!merged) return
    // A choice was made between two values: when one of them changes, it is open again.
    setChosen((before) => {
      const kept = Object.entries(before).filter(([id, { of: values }]) => (known.get(id) ?? values) === values)
      return kept.length === Object.keys(before).length ? before : Object.fromEntries(kept)
    })
  }, [merged])
  const settle = async () => {
    if (isCurrent && merged) return onSettle(merged, of)
    // Pressed before the merge with the last choice is there: it waits for it, and settles nothing that was not shown.
    const late = await merge(of, choices).catch(fail)
    const isChosen = late?.conflicts.every((one) => chosen[one.id]?.of === valuesOf(one))
    if (late && isChosen && late.dangers.length === 0) onSettle(late, of)
  }
  const settleWhole = async (side: Side) => {
    const whole = await merge({ base: of[side === 'mine' ? 'theirs' : 'mine'], mine: of.mine, theirs: of.theirs }, {})
    onSettle({ ...whole, changes: merged?.changes ?? whole.changes }, of)
  }
  const seesTexts = showsTexts || failure
  return (
    <Dialog
      wide
      open={open}
      onOpenChange={onOpenChange}
      title="This plan was changed elsewhere"
      description={`Version ${version} was saved while you were editing. What does not touch is merged already; for the rest you choose. Undo brings your text back.`}
      actions={
        <>
          <CopyText look="quiet" text={of.mine}>
            Copy mine
          </CopyText>
          {!failure && (
            <Button look="quiet" aria-pressed={showsTexts} onClick={() => setShowsTexts(!showsTexts)}>
              {showsTexts ? 'Place by place' : 'Whole texts'}
            </Button>
          )}
          <span className="flex-1" />
          {seesTexts ? (
            <>
              <Button onClick={() => settleWhole('theirs')}>Take their whole text</Button>
              <Button onClick={() => settleWhole('mine')}>Keep my whole text</Button>
            </>
          ) : (
            <Button look="primary" disabled={!merged || openCount > 0} onClick={settle}>
              {openCount > 0 ? `${openCount} still to choose` : 'Merge and save'}
            </Button>
          )}
        </>
      }
    >
      {seesTexts ? (
        <>
          <p className="pb-2">
            {failure && `The texts could not be merged (${failure}). `}
            Left: their whole text, version {version}. Right: yours. Taking one leaves out everything that only the
            other has.
          </p>
          <div className="h-[55dvh] min-h-64 border border-line">
            <LazyTextDiff
              left={{ label: 'Their version', text: of.theirs }}
              right={{ label: 'Your version', text: of.mine }}
              language="yaml"
            />
          </div>
        </>
      ) : merged ? (
        <div className="space-y-4">
          {conflicts.length > 1 && (
            <p className="flex flex-wrap items-center gap-2">
              {conflicts.length} places.
              <Button size="small" onClick={() => choose(conflicts, 'theirs')}>
                Theirs everywhere
              </Button>
              <Button size="small" onClick={() => choose(conflicts, 'mine')}>
                Mine everywhere
              </Button>
            </p>
          )}
          <ConflictChoices
            conflicts={conflicts}
            choices={choices}
            onChoose={(conflict, side) => choose([conflict], side)}
          />
          {dangers.length > 0 && (
            <Notice look="error" title="Each edit was fine alone. Together the plan gets errors that neither had:">
              <ul className="list-disc pl-5">
                {dangers.map(({ rule, path, message }) => (
                  <li key={`${rule} ${path} ${message}`}>{message}</li>
                ))}
              </ul>
            </Notice>
          )}
        </div>
      ) : (
        <p className="text-muted">Comparing…</p>
      )}
    </Dialog>
  )
}

/** The merge under the present choices; the last one stays until the next is there. Nothing is merged for a closed dialog. */
function useMerged(of: Versions<string> | null, choices: Choices, merge: Props['merge']) {
  const [done, setDone] = useState<{ merged: JudgedMerge; of: Versions<string>; choices: Choices } | null>(null)
  const [failure, setFailure] = useState<string | null>(null)
  const fail = useCallback((error: unknown) => setFailure(error instanceof Error ? error.message : String(error)), [])
  const isOpen = of !== null
  const { base = '', mine = '', theirs = '' } = of ?? {}
  useEffect(() => {
    if (!isOpen) return
    let isLate = false
    const texts = { base, mine, theirs }
    merge(texts, choices).then(
      (merged) => !isLate && setDone({ merged, of: texts, choices }),
      (error) => !isLate && fail(error),
    )
    return () => {
      isLate = true
    }
  }, [isOpen, base, mine, theirs, choices, merge, fail])
  // A choice that was just made is not in the last merge yet.
  const isCurrent = done !== null && done.choices === choices && done.of.mine === mine && done.of.theirs === theirs
  return { merged: done?.merged ?? null, isCurrent, failure, fail }
}
