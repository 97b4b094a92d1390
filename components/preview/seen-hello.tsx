'use client'
import { useEffect, useState } from 'react'
import type { ActionError, ActionResult } from '@/lib/diagnostics/action-result'
import type { SeenHello } from '@/lib/diagnostics/hello-report'
import { HelloResult } from '../hello/hello-result'
import { CopyButton } from '../output/copy-button'
import { Dialog } from '../ui/dialog'
import { Notice } from '../ui/notice'
import { type Entry, noAnswer } from './preview-facts'

interface Props {
  /** Whose hello is shown; null for nobody's. */
  entry: Entry | null
  inspect: (connection: number) => Promise<ActionResult<SeenHello>>
  onClose: () => void
}

/** The ClientHello of one connection, read as the hello inspector reads it. */
export function SeenHelloDialog({ entry, inspect, onClose }: Props) {
  return (
    <Dialog
      open={entry !== null}
      onOpenChange={(open) => !open && onClose()}
      title={entry ? `ClientHello of connection ${entry.connection}` : 'ClientHello'}
      description="The first bytes that this client sent, as they came. The preview keeps those of its last connections, and nothing that follows them."
    >
      {entry && <SeenHelloBody key={entry.connection} connection={entry.connection} inspect={inspect} />}
    </Dialog>
  )
}

function SeenHelloBody({ connection, inspect }: Pick<Props, 'inspect'> & { connection: number }) {
  const [seen, setSeen] = useState<SeenHello | null>(null)
  const [error, setError] = useState<ActionError | null>(null)
  // Asked for once: the bytes of a connection never change.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the way to ask is made anew by each render
  useEffect(() => {
    inspect(connection).then(
      (result) => (result.ok ? setSeen(result.data) : setError(result.error)),
      () => setError(noAnswer),
    )
  }, [connection])
  if (error)
    return (
      <Notice look="error" live title={error.message}>
        <p>{error.wayOut}</p>
      </Notice>
    )
  if (!seen) return <p role="status">Reading…</p>
  return (
    <div className="space-y-3">
      <HelloResult answer={seen.answer} />
      <details className="text-xs">
        <summary className="cursor-pointer py-0.5">Its bytes in hex, for the hello inspector or another tool</summary>
        <div className="flex items-start gap-1">
          <pre className="min-w-0 flex-1 whitespace-pre-wrap break-all bg-raised px-2 py-1 font-mono">{seen.hex}</pre>
          <CopyButton text={seen.hex} name="the bytes in hex" />
        </div>
      </details>
    </div>
  )
}
