'use client'
import dynamic from 'next/dynamic'
import { useEffect } from 'react'
import type { JsonPointer } from '@/lib/domain-model/json-pointer'
import type { CreatePlan } from '../../plans/create-plan'
import { isDirty } from './autosave'
import type { Saving } from './use-saving'

const loadConflictDialog = () => import('./conflict-dialog').then((module) => module.ConflictDialog)
const LazyConflictDialog = dynamic(loadConflictDialog, { ssr: false })
const LazyMergeNotice = dynamic(() => import('./merge-notice').then((module) => module.MergeNotice), { ssr: false })
const LazyGoneNotice = dynamic(() => import('./gone-notice').then((module) => module.GoneNotice), { ssr: false })
/** A page that cannot learn of others' versions still edits and saves. */
const LazyPlanFollower = dynamic(
  () =>
    import('./plan-follower').then(
      (module) => module.PlanFollower,
      () => () => null,
    ),
  { ssr: false },
)

interface Props {
  saving: Saving
  name: string
  text: string
  data: unknown
  canUndo: boolean
  onUndo: () => void
  onSelect: (pointer: JsonPointer) => void
  create: CreatePlan
}

/** What saving has to say above the plan: versions that came in, a choice to make, a plan that is gone. */
export function SavingParts({ saving, name, text, create, ...shown }: Props) {
  const { planId, autosave, merging, isComparing, setComparing } = saving
  const { state, tell, savedVersion } = autosave
  const { theirs } = state
  // A merge with text of one's own may end in a question: what asks it is fetched meanwhile.
  const mayAsk = state.phase === 'merging' && isDirty(state)
  useEffect(() => {
    // A failure shows when it is needed.
    if (mayAsk) loadConflictDialog().catch(() => undefined)
  }, [mayAsk])
  if (state.phase === 'gone')
    return (
      <LazyGoneNotice planId={planId} name={name} text={text} create={create} title="This plan was deleted elsewhere">
        Nothing can be saved to it any more. Its text is still here, kept in this browser, and can become a plan again.
      </LazyGoneNotice>
    )
  return (
    <>
      {merging.notes.length > 0 && (
        <LazyMergeNotice notes={merging.notes} text={text} onDismiss={merging.dismiss} {...shown} />
      )}
      <LazyPlanFollower
        planId={planId}
        version={state.base.version}
        savedVersion={savedVersion}
        onNews={(copy) => tell({ type: 'news', copy })}
        onGone={() => tell({ type: 'answered', answer: { kind: 'gone' } })}
      />
      {state.phase === 'conflict' && theirs && (
        <LazyConflictDialog
          open={isComparing}
          onOpenChange={setComparing}
          version={theirs.version}
          of={{ base: state.base.text, mine: text, theirs: theirs.text }}
          merge={merging.merge}
          onSettle={(merged, of) => {
            setComparing(true)
            merging.take(merged, of, theirs.version, true)
          }}
        />
      )}
    </>
  )
}
