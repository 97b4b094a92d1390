'use client'
import { Check, Copy } from 'lucide-react'
import { useState } from 'react'
import { LazyTextDiff } from '../../output/lazy-editors'
import { Button } from '../../ui/button'
import { Dialog } from '../../ui/dialog'
import type { ServerCopy } from './autosave'

interface Props {
  open: boolean
  onOpenChange: (open: boolean) => void
  mine: string
  theirs: ServerCopy
  onResolve: (keep: 'mine' | 'theirs') => void
}

/** Two people, or two tabs: both texts, and nothing decided before somebody decides it. */
export function ConflictDialog({ open, onOpenChange, mine, theirs, onResolve }: Props) {
  const [isCopied, setCopied] = useState(false)
  return (
    <Dialog
      wide
      open={open}
      onOpenChange={onOpenChange}
      title="This plan was changed elsewhere"
      description={`Another tab or person saved version ${theirs.version} while you were editing. Left: theirs. Right: yours. Nothing is overwritten until you choose, and undo brings your text back.`}
      actions={
        <>
          <Button look="quiet" onClick={() => navigator.clipboard.writeText(mine).then(() => setCopied(true))}>
            {isCopied ? <Check aria-hidden /> : <Copy aria-hidden />} {isCopied ? 'Copied' : 'Copy mine'}
          </Button>
          <Button onClick={() => onResolve('theirs')}>Take theirs</Button>
          <Button look="primary" onClick={() => onResolve('mine')}>
            Keep mine
          </Button>
        </>
      }
    >
      <div className="h-[55dvh] min-h-64 border border-line">
        <LazyTextDiff
          left={{ label: 'Their version', text: theirs.text }}
          right={{ label: 'Your version', text: mine }}
          language="yaml"
        />
      </div>
    </Dialog>
  )
}
