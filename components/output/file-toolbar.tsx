'use client'
import { Download, ShieldCheck } from 'lucide-react'
import type { JsonPointer } from '@/lib/domain-model/json-pointer'
import type { Artifact } from '@/lib/targets/target'
import { Button, IconButton } from '../ui/button'
import { CopyButton } from './copy-button'
import type { FileChanges } from './line-changes'
import type { OutputTarget } from './output-target'
import { linesOf } from './provenance'

interface Props {
  target: OutputTarget
  artifacts: readonly Artifact[]
  artifact: Artifact | null
  selection: JsonPointer | null
  changed: FileChanges
  onVersion: (version: string) => void
  onFile: (path: string) => void
  onDownload: (artifact: Artifact) => void
  /** Left out where no program can check these files. */
  onCheck?: (() => void) | undefined
  isChecking: boolean
}

const selectStyle = 'h-7 min-w-0 rounded-sm border border-edge/70 bg-surface px-1 font-mono text-ink text-xs'

/** Which version, which file, and what can be done with it. */
export function FileToolbar({
  target,
  artifacts,
  artifact,
  selection,
  changed,
  onVersion,
  onFile,
  onDownload,
  onCheck,
  isChecking,
}: Props) {
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-1 border-line border-b px-3 py-1">
      <label className="flex items-center gap-1.5 text-muted text-xs">
        Version
        <select className={selectStyle} value={target.version} onChange={(event) => onVersion(event.target.value)}>
          {target.versions.map((version) => (
            <option key={version}>{version}</option>
          ))}
        </select>
      </label>
      {artifact && (
        <label className="flex min-w-0 items-center gap-1.5 text-muted text-xs">
          File
          <select
            className={`${selectStyle} w-44`}
            value={artifact.path}
            onChange={(event) => onFile(event.target.value)}
          >
            {artifacts.map((file) => {
              const count = linesOf(file, selection).length
              return (
                <option key={file.path} value={file.path}>
                  {file.path}
                  {count > 0 && ` · ${count} line${count === 1 ? '' : 's'}`}
                  {changed.has(file.path) && ' · changed'}
                </option>
              )
            })}
          </select>
        </label>
      )}
      {artifact && onCheck && (
        <Button size="small" className="ml-auto" onClick={onCheck} aria-disabled={isChecking}>
          <ShieldCheck aria-hidden />
          {isChecking ? 'Checking…' : `Check with ${target.checkTitle}`}
        </Button>
      )}
      {artifact && (
        <span className="flex">
          <CopyButton text={artifact.text} name={artifact.path} />
          <IconButton label={`Download ${artifact.path}`} onClick={() => onDownload(artifact)}>
            <Download aria-hidden />
          </IconButton>
        </span>
      )}
    </div>
  )
}
