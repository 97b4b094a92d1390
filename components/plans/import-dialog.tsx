'use client'
import { useEffect, useId, useRef, useState } from 'react'
import { planTextBytesMax } from '@/lib/domain-model/plan-limits'
import { Button } from '../ui/button'
import { readChosenFile } from '../ui/chosen-file'
import { Dialog } from '../ui/dialog'
import { FileInput } from '../ui/file-input'
import { Notice } from '../ui/notice'
import { TextProblems } from './text-problems'
import { useTextReading } from './use-text-reading'

interface Props {
  onClose: () => void
  onCreate: (plan: { name: string; text: string }) => void
  isBusy: boolean
  problem: string | null
}

interface Source {
  text: string
  /** What the plan is called if the text does not say. */
  name: string
}

const nothing: Source = { text: '', name: 'pasted' }

/** A field lays out every line that it holds: of more than this a person sees the size, and the browser stays awake. */
const shownMax = 200_000

/** A plan from a paste or a file. Broken text may come in and be mended in the studio; what must never be kept is refused here. */
export function ImportDialog({ onClose, onCreate, isBusy, problem }: Props) {
  const id = useId()
  /** The text, and what a file or a long paste took the place of: nothing that was typed is lost by a click. */
  const [{ source, before }, setTexts] = useState({ source: nothing, before: nothing })
  const { text, name: fileName } = source
  const fileInput = useRef<HTMLInputElement>(null)
  const [fileProblem, setFileProblem] = useState<string | null>(null)
  /** The text whose making was asked for before it had been read. */
  const [wanted, setWanted] = useState<string | null>(null)
  const { answer, isCurrent } = useTextReading(text)
  const reading = answer && 'reading' in answer ? answer.reading : null
  const isEmpty = text.trim() === ''
  const isRefused = isCurrent && reading?.isRefused
  const isBroken = isCurrent && reading?.name === null && !isRefused
  const isWaiting = !isCurrent && wanted === text
  const make = () => onCreate({ name: reading?.name ?? fileName, text })

  // biome-ignore lint/correctness/useExhaustiveDependencies: what was asked for is done when the answer comes, once
  useEffect(() => {
    if (!isCurrent || wanted !== text) return
    setWanted(null)
    // What is wrong with it was not on screen when it was asked for.
    if (reading?.problemCount === 0) make()
  }, [isCurrent])

  const take = (next: Source) => {
    setFileProblem(null)
    // Reading a file takes a moment, in which more may have been typed.
    setTexts((texts) => ({ source: next, before: texts.source }))
  }
  const takeOut = () => {
    setFileProblem(null)
    setTexts({ source: before, before: nothing })
    if (!fileInput.current) return
    // Its name is no longer that of the text, and the keyboard is not left on a button that is gone.
    fileInput.current.value = ''
    fileInput.current.focus()
  }
  const refuse = (why: string) => {
    setFileProblem(why)
    // What stands below is not of this file.
    if (fileInput.current) fileInput.current.value = ''
  }
  const open = async (file: File) => {
    const chosen = await readChosenFile(file, {
      bytesMax: planTextBytesMax,
      wayOut: 'Split the edge into several plans.',
    })
    if ('problem' in chosen) return refuse(`${chosen.problem} ${chosen.wayOut}`)
    try {
      const held = new TextDecoder('utf-8', { fatal: true }).decode(chosen.bytes)
      take({ text: held, name: file.name.replace(/\.(ya?ml|json)$/i, '') })
    } catch {
      refuse(`${file.name} is no UTF-8 text, so it is no plan. If it is one, save it as UTF-8.`)
    }
  }
  return (
    <Dialog
      open
      onOpenChange={(isOpen) => isOpen || onClose()}
      title="New plan from YAML or JSON"
      description="A plan document, apiVersion signalbox/v1. It stays on this machine."
      actions={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            look="primary"
            disabled={isEmpty || isRefused || isBusy}
            onClick={() => (isCurrent ? make() : setWanted(text))}
          >
            {isBroken ? 'Make it and mend it there' : isWaiting ? 'Reading the text…' : 'Make the plan'}
          </Button>
        </>
      }
    >
      <div className="space-y-3">
        <div>
          <label htmlFor={`${id}-file`} className="mb-0.5 block font-medium text-xs">
            File
          </label>
          <FileInput id={`${id}-file`} ref={fileInput} accept=".yaml,.yml,.json" onFile={open} />
        </div>
        {text.length > shownMax ? (
          <div className="flex flex-wrap items-center gap-x-3 gap-y-2 rounded-sm border border-line bg-raised px-3 py-2">
            <p role="status" className="min-w-0 flex-1 basis-60">
              <strong className="break-all font-mono">{fileName}</strong>: {(text.length / 1e6).toFixed(1)} million
              characters, too long to be shown here. {isCurrent ? 'It has been read.' : 'Reading it…'}
            </p>
            <Button size="small" onClick={takeOut}>
              Take it out
            </Button>
          </div>
        ) : (
          <div>
            <label htmlFor={`${id}-text`} className="mb-0.5 block font-medium text-xs">
              Or paste the text
            </label>
            <textarea
              id={`${id}-text`}
              rows={12}
              spellCheck={false}
              className="w-full resize-y rounded-sm border border-edge/70 bg-surface p-2 font-mono text-xs"
              value={text}
              onPaste={(event) => {
                const pasted = event.clipboardData.getData('text/plain')
                if (pasted.length <= shownMax) return
                event.preventDefault()
                const { selectionStart, selectionEnd } = event.currentTarget
                take({ text: text.slice(0, selectionStart) + pasted + text.slice(selectionEnd), name: fileName })
              }}
              onChange={({ target }) =>
                setTexts((texts) => ({ ...texts, source: { ...texts.source, text: target.value } }))
              }
            />
            {before.text.trim() !== '' && (
              <p className="mt-1 flex flex-wrap items-center gap-x-3 gap-y-1 text-muted text-xs">
                Another text stood here before, {lineCount(before.text)}.
                <Button size="small" onClick={() => take(before)}>
                  Bring it back
                </Button>
              </p>
            )}
          </div>
        )}
        {fileProblem && (
          <Notice live look="error" title="The file was not opened">
            {fileProblem}
          </Notice>
        )}
        {problem && (
          <Notice live look="error" title="Nothing was made">
            {problem}
          </Notice>
        )}
        {answer && 'failure' in answer && (
          <Notice live look="warning" title="This text could not be read here">
            The server reads it again before it keeps anything. ({answer.failure})
          </Notice>
        )}
        {reading && <TextProblems reading={reading} />}
      </div>
    </Dialog>
  )
}

function lineCount(text: string): string {
  const lines = text.trimEnd().split('\n').length
  return lines === 1 ? '1 line' : `${lines} lines`
}
