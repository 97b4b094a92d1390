'use client'
import { useState } from 'react'
import type { JsonPointer } from '@/lib/domain-model/json-pointer'
import { LazyTextDiff } from '../../output/lazy-editors'
import { Button } from '../../ui/button'
import { Dialog } from '../../ui/dialog'
import { Notice } from '../../ui/notice'
import { changeWords, placeOfChange } from './change-words'
import { isTakenOut, type MergeNote } from './use-merging'

interface Props {
  /** Newest first. */
  notes: readonly MergeNote[]
  text: string
  data: unknown
  canUndo: boolean
  onUndo: () => void
  onDismiss: () => void
  onSelect: (pointer: JsonPointer) => void
}

const shownMax = 5

/** What others brought into the text on screen: stays until somebody has read it. */
export function MergeNotice({ notes, text, data, canUndo, onUndo, onDismiss, onSelect }: Props) {
  const [shown, setShown] = useState<MergeNote | null>(null)
  // An undo that takes out what others saved says so, however long ago it came in.
  const [note, ...earlier] = notes.filter((one) => !one.isRead || isTakenOut(one, text))
  if (!note) return null
  const isOut = isTakenOut(note, text)
  const canTakeOut = text === note.text && note.text !== note.before
  const source = note.isFromHere ? 'by another tab' : 'elsewhere'
  return (
    <>
      <Notice
        live
        title={isOut ? `Version ${note.version} was taken out again` : titles[note.how](note.version)}
        actions={
          <>
            <Button size="small" onClick={() => setShown(note)}>
              Show the difference
            </Button>
            {canTakeOut && (
              <Button size="small" disabled={!canUndo} onClick={onUndo}>
                Take it out again
              </Button>
            )}
            <Button size="small" onClick={onDismiss}>
              Dismiss
            </Button>
          </>
        }
      >
        {isOut ? (
          <p>
            Undo went back behind it: what was saved {source} is out of the plan with the next save. Redo brings it
            back.
          </p>
        ) : (
          <p>
            Saved {source}: <Changes note={note} data={data} onSelect={onSelect} />
            {note.how === 'merged' && ' Your own changes stayed.'}
            {canTakeOut && ' It is one step of undo.'}
            {earlier.length > 0 && ` Before it: ${earlier.map(({ version }) => `version ${version}`).join(', ')}.`}
          </p>
        )}
      </Notice>
      {shown && (
        <Dialog
          wide
          open
          onOpenChange={() => setShown(null)}
          title={`What version ${shown.version} changed here`}
          description="Left: the text before. Right: the text with it."
        >
          <div className="h-[60dvh] min-h-64 border border-line">
            <LazyTextDiff
              left={{ label: 'Before', text: shown.before }}
              right={{ label: 'After', text: shown.text }}
              language="yaml"
            />
          </div>
        </Dialog>
      )}
    </>
  )
}

const titles: Record<MergeNote['how'], (version: number) => string> = {
  followed: (version) => `Version ${version} came in`,
  merged: (version) => `Merged version ${version}`,
  chosen: (version) => `Version ${version}, as you chose`,
}

function Changes({
  note,
  data,
  onSelect,
}: {
  note: MergeNote
  data: unknown
  onSelect: (pointer: JsonPointer) => void
}) {
  const changes = note.changes.theirs
  if (changes.length === 0) return <>only remarks, spacing or text that is no plan yet.</>
  return (
    <>
      {changes.slice(0, shownMax).map((change, index) => {
        const place = placeOfChange(change, data)
        return (
          <span key={`${change.change} ${change.thing}`}>
            {index > 0 && ', '}
            {place === null ? (
              change.thing
            ) : (
              <button
                type="button"
                aria-label={`${change.thing}: show it`}
                className="cursor-pointer font-medium underline underline-offset-2"
                onClick={() => onSelect(place)}
              >
                {change.thing}
              </button>
            )}{' '}
            {changeWords(change)}
          </span>
        )
      })}
      {changes.length > shownMax ? ` and ${changes.length - shownMax} more.` : '.'}
    </>
  )
}
