'use client'
import { useId, useMemo, useState } from 'react'
import { parsePlanText, planTextBytesMax } from '@/lib/domain-model/plan-document'
import { Button } from '../ui/button'
import { Dialog } from '../ui/dialog'
import { Notice } from '../ui/notice'

interface Props {
  onClose: () => void
  onCreate: (plan: { name: string; text: string }) => void
  isBusy: boolean
  problem: string | null
}

const refusals = ['private-key', 'too-large', 'not-text']

/** A plan from a paste or a file. Broken text may come in and be mended in the studio; what must never be kept is refused here. */
export function ImportDialog({ onClose, onCreate, isBusy, problem }: Props) {
  const id = useId()
  const [text, setText] = useState('')
  const [fileProblem, setFileProblem] = useState<string | null>(null)
  const [fileName, setFileName] = useState('pasted')
  const reading = useMemo(() => (text.trim() === '' ? null : parsePlanText(text)), [text])
  const isRefused = reading?.problems.some(({ code }) => refusals.includes(code)) ?? false
  const open = async (file: File | undefined) => {
    setFileProblem(null)
    if (!file) return
    if (file.size > planTextBytesMax)
      return setFileProblem(
        `${file.name} has ${Math.ceil(file.size / 1048576)} MiB; a plan may have ${planTextBytesMax / 1048576} MiB. Split the edge into several plans.`,
      )
    setFileName(file.name.replace(/\.(ya?ml|json)$/i, ''))
    setText(await file.text())
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
            disabled={reading === null || isRefused || isBusy}
            onClick={() => onCreate({ name: reading?.plan?.name ?? fileName, text })}
          >
            {reading && reading.plan === null && !isRefused ? 'Make it and mend it there' : 'Make the plan'}
          </Button>
        </>
      }
    >
      <div className="space-y-3">
        <div>
          <label htmlFor={`${id}-file`} className="mb-0.5 block font-medium text-xs">
            File
          </label>
          <input
            id={`${id}-file`}
            type="file"
            accept=".yaml,.yml,.json"
            className="w-full text-muted text-sm file:mr-3 file:h-8 file:cursor-pointer file:rounded-sm file:border file:border-edge/60 file:bg-surface file:px-3 file:font-medium file:text-ink hover:file:bg-pressed"
            onChange={(event) => open(event.target.files?.[0])}
          />
        </div>
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
            onChange={(event) => setText(event.target.value)}
          />
        </div>
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
        {reading && reading.problems.length > 0 && (
          <Notice
            live
            look={isRefused ? 'error' : 'warning'}
            title={
              isRefused
                ? 'This cannot become a plan'
                : `${reading.problems.length} ${reading.problems.length === 1 ? 'problem' : 'problems'} in this text`
            }
          >
            <ul className="space-y-1">
              {reading.problems.slice(0, 5).map((found) => (
                <li key={`${found.line} ${found.path} ${found.message}`}>
                  {found.line !== null && <span className="font-mono text-xs">line {found.line}: </span>}
                  {found.message} {found.fix?.text}
                </li>
              ))}
              {reading.problems.length > 5 && <li>and {reading.problems.length - 5} more</li>}
            </ul>
          </Notice>
        )}
      </div>
    </Dialog>
  )
}
