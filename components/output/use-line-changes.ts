import { useEffect, useRef, useState } from 'react'
import type { Artifact } from '@/lib/targets/target'
import type { CodeChanges } from './code-editor'
import { type FileChanges, filesChanged } from './line-changes'

/** The files of each target as they were last seen, with what had changed then. */
export type SeenFiles = Map<string, { artifacts: readonly Artifact[]; changes: FileChanges }>

export interface ShownChanges {
  of: (path: string | undefined) => CodeChanges | null
  files: FileChanges
}

const nothing: FileChanges = new Map()

/**
 * What is different since these files were last on screen: by an edit while they were open, by edits made while another tab was, or by
 * another version of the target.
 */
export function useLineChanges(seen: SeenFiles, target: string, artifacts: readonly Artifact[] | null): ShownChanges {
  const [shown, setShown] = useState<{ artifacts: readonly Artifact[]; byPath: Map<string, CodeChanges> } | null>(null)
  const known = useRef(seen)

  useEffect(() => {
    if (!artifacts) return
    const last = known.current.get(target)
    const found = last ? filesChanged(last.artifacts, artifacts) : nothing
    const isFresh = found.size > 0
    const changes = isFresh ? found : (last?.changes ?? nothing)
    known.current.set(target, { artifacts, changes })
    setShown((before) => {
      // Run twice over the same files, as React does to find mistakes, a change stays fresh.
      if (before?.artifacts === artifacts) return before
      return { artifacts, byPath: new Map([...changes].map(([path, list]) => [path, { changes: list, isFresh }])) }
    })
  }, [target, artifacts])

  const byPath = artifacts !== null && shown?.artifacts === artifacts ? shown.byPath : null
  return {
    of: (path) => byPath?.get(path ?? '') ?? null,
    files: byPath ? new Map([...byPath].map(([path, { changes }]) => [path, changes])) : nothing,
  }
}
