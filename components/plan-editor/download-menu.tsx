'use client'
import { Download, FileArchive, FileDown } from 'lucide-react'
import { useState } from 'react'
import { Button } from '../ui/button'
import { Dialog } from '../ui/dialog'
import { Menu, MenuItem, MenuLine } from '../ui/menu'
import { Notice } from '../ui/notice'
import type { TargetFacts } from './target-facts'

interface Props {
  planId: string
  targets: readonly TargetFacts[]
  versions: Record<string, string>
  openFile: { name: string; text: string } | null
  /** Why no target can be generated now, or null. */
  blockedBecause: string | null
  /** Null while nobody has looked yet. */
  errorCount: number | null
  /** Saves what is on screen first: the zip is made from what the server holds. */
  flush: () => Promise<boolean>
  isZipOpen: boolean
  onZip: (isOpen: boolean) => void
}

export function DownloadMenu({ openFile, isZipOpen, onZip, ...zip }: Props) {
  return (
    <>
      <Menu
        trigger={
          <Button look="primary">
            <Download aria-hidden /> <span className="max-sm:sr-only">Download</span>
          </Button>
        }
      >
        <MenuItem
          disabled={openFile === null}
          onSelect={() => openFile && saveFile(openFile.name, openFile.text)}
          note={openFile?.name ?? 'Open a tab first'}
        >
          <FileDown aria-hidden /> The open file
        </MenuItem>
        <MenuLine />
        <MenuItem
          onSelect={() => onZip(true)}
          note="Files of chosen targets, the plan, a report, checksums and the commands"
        >
          <FileArchive aria-hidden /> Zip of targets…
        </MenuItem>
      </Menu>
      <ZipDialog {...zip} open={isZipOpen} onOpenChange={onZip} />
    </>
  )
}

type ZipProps = Omit<Props, 'openFile' | 'isZipOpen' | 'onZip'> & {
  open: boolean
  onOpenChange: (open: boolean) => void
}

function ZipDialog({ planId, targets, versions, blockedBecause, errorCount, flush, open, onOpenChange }: ZipProps) {
  const [left, setLeft] = useState<readonly string[]>([])
  const [problem, setProblem] = useState<string | null>(null)
  const chosen = targets.filter(({ id }) => !left.includes(id))
  const versionOf = (target: TargetFacts) => versions[target.id] ?? target.defaultVersion
  const start = async () => {
    setProblem(null)
    if (!(await flush()))
      return setProblem(
        'The plan on screen is not saved, and the server makes the zip from what it holds. See the save state at the top, then try again.',
      )
    const query = new URLSearchParams(chosen.map((target) => ['target', `${target.id}@${versionOf(target)}`]))
    const link = document.createElement('a')
    link.href = `/plans/${planId}/download?${query}`
    link.download = ''
    link.click()
    onOpenChange(false)
  }
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title="Download a zip"
      description="Made by the server from the saved plan: the same plan gives the same bytes. SHA256SUMS names every file."
      actions={
        <>
          <Button onClick={() => onOpenChange(false)}>Cancel</Button>
          <Button look="primary" disabled={chosen.length === 0 || blockedBecause !== null} onClick={start}>
            <Download aria-hidden /> Download zip
          </Button>
        </>
      }
    >
      <div className="space-y-3">
        {blockedBecause && <Notice look="error">{blockedBecause}</Notice>}
        {errorCount === null && (
          <Notice look="warning" title="The plan has not been read here">
            Whether it has errors is not known yet. The report in the zip says it.
          </Notice>
        )}
        {!blockedBecause && errorCount !== null && errorCount > 0 && (
          <Notice look="warning" title={`The plan has ${errorCount} ${errorCount === 1 ? 'error' : 'errors'}`}>
            The report in the zip says so. Do not apply these files before the errors are gone.
          </Notice>
        )}
        {problem && (
          <Notice look="error" live>
            {problem}
          </Notice>
        )}
        <fieldset className="space-y-1.5">
          <legend className="mb-1 font-medium">Targets</legend>
          {targets.map((target) => (
            <label key={target.id} className="flex items-center gap-2">
              <input
                type="checkbox"
                className="size-4 accent-ink"
                checked={!left.includes(target.id)}
                onChange={() =>
                  setLeft(left.includes(target.id) ? left.filter((id) => id !== target.id) : [...left, target.id])
                }
              />
              {target.title} <span className="font-mono text-muted">{versionOf(target)}</span>
            </label>
          ))}
        </fieldset>
      </div>
    </Dialog>
  )
}

/** Hands a text to the browser's own downloads. */
export function saveFile(name: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: 'text/plain;charset=utf-8' }))
  const link = document.createElement('a')
  link.href = url
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(url), 10_000)
}
