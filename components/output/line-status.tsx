'use client'
import { ChevronDown, ChevronUp } from 'lucide-react'
import type { JsonPointer } from '@/lib/domain-model/json-pointer'
import type { Artifact } from '@/lib/targets/target'
import { keyCaps } from '../commands/key-combination'
import { shortcuts } from '../commands/shortcuts'
import { IconButton } from '../ui/button'
import { ScrollRegion } from '../ui/scroll-region'
import type { CodeMark } from './code-editor'
import { CopyButton } from './copy-button'
import { changedLines, changePlaces, type FileChanges } from './line-changes'

interface Props {
  artifact: Artifact
  line: number | null
  /** The query of an address that leads to the line. */
  lineQuery: string
  notes: readonly CodeMark[]
  placeWords: (pointer: JsonPointer) => string
  /** What changed, in all files. */
  files: FileChanges
  /** The change that the cursor is in, or null. */
  change: number | null
  onStep: (direction: 'next' | 'previous') => void
}

const sourcesMax = 3
const keysOf = (id: 'nextChange' | 'previousChange') => keyCaps(shortcuts[id].keys[0], false).join(' ')

/** Below the text: where the cursor's line comes from and what is said of it; and the lines that the last edit changed, to step through. */
export function LineStatus({ artifact, line, lineQuery, notes, placeWords, files, change, onStep }: Props) {
  const sources = line === null ? [] : [...new Set(artifact.provenance[line - 1] ?? [])]
  const said = notes.filter((note) => note.line === line)
  const changes = changePlaces(files)
  const here = changedLines(files.get(artifact.path) ?? [])
  return (
    <footer className="flex min-h-8 shrink-0 flex-wrap items-center gap-x-3 border-line border-t px-3 py-0.5 text-xs">
      <div className="min-w-0 flex-1 basis-48">
        {line === null ? (
          <p className="text-muted">Put the cursor into a line to see which part of the plan made it.</p>
        ) : (
          <p className="flex items-center gap-1">
            <span className="text-muted">Line {line}:</span>
            <CopyButton
              kind="link"
              text={() => `${location.origin}${location.pathname}${lineQuery}`}
              name={`the link to line ${line}`}
            />
            <span role="status" aria-label="Where the line comes from" className="min-w-0 truncate">
              {sources.length === 0
                ? 'every plan gets it'
                : `from ${sources.slice(0, sourcesMax).map(placeWords).join(', ')}`}
              {sources.length > sourcesMax && ` and ${sources.length - sourcesMax} more`}
            </span>
          </p>
        )}
        {said.length > 0 && (
          <ScrollRegion label="Said of this line" className="max-h-20 overflow-y-auto">
            {said.map(({ severity, message, source }) => (
              <p key={`${source} ${message}`}>
                <strong className="font-medium">{source ? `${source}, ${severity}` : severity}:</strong> {message}
              </p>
            ))}
          </ScrollRegion>
        )}
      </div>
      <fieldset className="flex shrink-0 items-center gap-1" aria-label="Changed lines">
        <span role="status" className="text-muted">
          {changes.length === 0
            ? 'Nothing changed yet'
            : `${change === null ? '' : `${change + 1} of `}${changes.length} change${changes.length === 1 ? '' : 's'}${here === 0 ? ', in other files' : ''}`}
        </span>
        <IconButton
          label={`Previous change (${keysOf('previousChange')})`}
          onClick={() => onStep('previous')}
          disabled={changes.length === 0}
        >
          <ChevronUp aria-hidden />
        </IconButton>
        <IconButton
          label={`Next change (${keysOf('nextChange')})`}
          onClick={() => onStep('next')}
          disabled={changes.length === 0}
        >
          <ChevronDown aria-hidden />
        </IconButton>
      </fieldset>
    </footer>
  )
}
