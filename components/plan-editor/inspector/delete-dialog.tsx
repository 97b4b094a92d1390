'use client'
import { useState } from 'react'
import { removalEffects } from '@/lib/domain-model/rename'
import { Button } from '../../ui/button'
import { Dialog } from '../../ui/dialog'
import { namedKinds, placeWords, type ThingKind, thingsOf, thingWords } from '../edits/things'

interface Parts {
  data: unknown
  kind: ThingKind
  index: number
  onDelete: () => void
}

/** Deletes at once what nothing refers to (undo is one key away); asks first when something would point to nothing. */
export function useDeletion({ data, kind, index, onDelete }: Parts) {
  const [isOpen, setOpen] = useState(false)
  const name = String(thingsOf(data, kind)[index]?.name ?? '')
  const { dangling } = removalEffects(data, namedKinds[kind], index)
  const touched = [...new Set(dangling.map(({ path }) => placeWords(path, data)))]
  return {
    ask: () => (touched.length === 0 ? onDelete() : setOpen(true)),
    dialog: (
      <Dialog
        open={isOpen}
        onOpenChange={setOpen}
        title={`Delete ${thingWords[kind].one} ${name}?`}
        description={`${touched.length === 1 ? 'One place refers' : `${touched.length} places refer`} to it and would point to nothing until you choose something else. Undo brings it back.`}
        actions={
          <>
            <Button onClick={() => setOpen(false)}>Keep it</Button>
            <Button
              look="danger"
              onClick={() => {
                setOpen(false)
                onDelete()
              }}
            >
              Delete {name}
            </Button>
          </>
        }
      >
        <ul className="list-disc pl-5 font-mono text-xs">
          {touched.slice(0, 12).map((place) => (
            <li key={place}>{place}</li>
          ))}
          {touched.length > 12 && <li>and {touched.length - 12} more</li>}
        </ul>
      </Dialog>
    ),
  }
}
