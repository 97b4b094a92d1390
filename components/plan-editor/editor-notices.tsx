'use client'
import type { LocatedFinding } from '@/lib/rules/run-rules'
import { Button } from '../ui/button'
import { Notice } from '../ui/notice'
import type { Judged } from './document/use-judgement'
import { type Autosave, saveView } from './saving/autosave'

interface Props {
  autosave: Autosave
  judged: Judged
  text: string
  refusal: string | null
  onCompare: () => void
  onOpenFinding: (finding: LocatedFinding) => void
  /** Back to the last version that was a plan. */
  onReturn: () => void
}

/** What stands between the person and their work, each with its way out. Stays until it is over. */
export function EditorNotices({ autosave, judged, text, refusal, onCompare, onOpenFinding, onReturn }: Props) {
  const view = saveView(autosave)
  const { current, good } = judged
  const [first] = current?.findings ?? []
  const isBroken = current !== null && current.plan === null && current.text === text
  // One banner for one evil: what is not saved because of a key is not said twice.
  const isKey = isBroken && first?.rule === 'document/private-key'
  const back = good && (
    <Button size="small" onClick={onReturn}>
      Back to the last good version
    </Button>
  )
  return (
    <>
      {view === 'conflict' && (
        <Notice
          live
          look="error"
          title="Not saved: a newer version exists"
          actions={
            <Button size="small" onClick={onCompare}>
              Compare and choose
            </Button>
          }
        >
          Another tab or person saved this plan meanwhile. Your text is kept in this browser.
        </Notice>
      )}
      {view === 'refused' && (
        <Notice live look="error" title="Not saved" actions={isBroken && back}>
          {autosave.reason}
        </Notice>
      )}
      {view === 'retrying' && (
        <Notice live look="warning" title="The server does not answer">
          Your text is kept in this browser and is sent again by itself
          {autosave.attempt > 1 ? ` (${autosave.attempt} attempts so far)` : ''}.
        </Notice>
      )}
      {refusal && (
        <Notice live look="error" title="This edit could not be made">
          {refusal.charAt(0).toUpperCase() + refusal.slice(1)}.
        </Notice>
      )}
      {isBroken && !isKey && (
        <Notice
          live
          look="warning"
          title={first?.line ? `plan.yaml is no plan now: line ${first.line}` : 'plan.yaml is no plan now'}
          actions={
            <>
              {first && (
                <Button size="small" onClick={() => onOpenFinding(first)}>
                  Show the place
                </Button>
              )}
              {back}
            </>
          }
        >
          {first && `${first.message} `}
          {good && 'Lanes and generated files show the last version that was one.'}
        </Notice>
      )}
      {judged.failure && (
        <Notice look="error" title="Judging the plan failed">
          This is our bug, and your text is safe: {judged.failure}
        </Notice>
      )}
    </>
  )
}
