'use client'
import { useId, useState } from 'react'
import type { ActionError, ActionResult } from '@/lib/diagnostics/action-result'
import type { HelloAnswer } from '@/lib/diagnostics/hello-report'
import { Button } from '../ui/button'
import { readChosenFile } from '../ui/chosen-file'
import { adoptEarlyInput } from '../ui/early-input'
import { FileInput } from '../ui/file-input'
import { Notice } from '../ui/notice'
import { CaptureOne } from './capture-one'
import { HelloResult } from './hello-result'

interface Props {
  inspect: (input: { bytes: Uint8Array<ArrayBuffer> }) => Promise<ActionResult<HelloAnswer>>
}

const fileBytesMax = 16 * 1024 * 1024
/** More of a paste is a capture file, which is better uploaded. */
const pasteMax = 1_000_000

const noAnswer: ActionError = {
  code: 'unexpected',
  message: 'The studio does not answer.',
  wayOut: 'See whether it still runs, then try again.',
  fields: {},
  reference: null,
}

/** Three ways to bring a ClientHello, one answer. */
export function HelloInspector({ inspect }: Props) {
  const id = useId()
  const [text, setText] = useState('')
  const [answer, setAnswer] = useState<HelloAnswer | null>(null)
  const [error, setError] = useState<ActionError | null>(null)
  const [isBusy, setBusy] = useState(false)
  const ask = async (bytes: Uint8Array<ArrayBuffer>) => {
    setBusy(true)
    setError(null)
    const result = await inspect({ bytes }).catch(() => ({ ok: false, error: noAnswer }) as const)
    setBusy(false)
    if (result.ok) setAnswer(result.data)
    else setError(result.error)
  }
  const open = async (file: File) => {
    const wayOut = 'Cut the capture to the connection in question.'
    const chosen = await readChosenFile(file, { bytesMax: fileBytesMax, wayOut })
    if ('problem' in chosen)
      return setError({ ...noAnswer, code: 'bad-input', message: chosen.problem, wayOut: chosen.wayOut })
    await ask(chosen.bytes)
  }
  return (
    <div ref={adoptEarlyInput} className="grid gap-6 lg:grid-cols-2">
      <div className="min-w-0 space-y-5">
        <form
          className="space-y-2"
          onSubmit={(event) => {
            event.preventDefault()
            void ask(new TextEncoder().encode(text))
          }}
        >
          <label htmlFor={`${id}-text`} className="block font-semibold">
            Paste
          </label>
          <p id={`${id}-hint`} className="text-muted text-xs">
            Hex (bare, or as xxd, hexdump -C, od, Wireshark and openssl s_client -msg print it), base64, or a PEM-like
            block of it.
          </p>
          <textarea
            id={`${id}-text`}
            aria-describedby={`${id}-hint`}
            rows={9}
            spellCheck={false}
            className="w-full resize-y rounded-sm border border-edge/70 bg-surface p-2 font-mono text-xs"
            value={text}
            onPaste={(event) => {
              // A field that cuts off what is too long would have a part of it read as if it were all.
              const { length } = event.clipboardData.getData('text/plain')
              if (length <= pasteMax) return
              event.preventDefault()
              setError({
                ...noAnswer,
                code: 'too-large',
                message: `What was pasted has ${(length / 1e6).toFixed(1)} million characters; at most ${pasteMax / 1e6} million are read here. Nothing was put in.`,
                wayOut: 'Save it as a file and upload that, or cut it to the ClientHello.',
              })
            }}
            onChange={({ target }) => setText(target.value)}
          />
          <Button type="submit" look="primary" disabled={isBusy || text.trim() === ''}>
            {isBusy ? 'Reading…' : 'Read it'}
          </Button>
        </form>
        <div className="space-y-2">
          <label htmlFor={`${id}-file`} className="block font-semibold">
            Or upload
          </label>
          <p className="text-muted text-xs">Raw bytes, or a pcap or pcapng capture of a connection.</p>
          <FileInput id={`${id}-file`} onFile={open} />
        </div>
        <CaptureOne
          onError={setError}
          onCaptured={(hex, captured) => {
            setError(null)
            setText(hex.replace(/(.{64})/g, '$1\n'))
            setAnswer(captured)
          }}
        />
      </div>
      <section aria-label="Answer" className="min-w-0">
        {error && (
          <Notice look="error" live title={error.message} className="mb-3">
            <p>{error.wayOut}</p>
          </Notice>
        )}
        {answer ? (
          <HelloResult answer={answer} />
        ) : (
          <p className="text-muted">
            Nothing read yet. On the command line the same is <code className="font-mono">signalbox hello FILE</code>.
          </p>
        )}
      </section>
    </div>
  )
}
