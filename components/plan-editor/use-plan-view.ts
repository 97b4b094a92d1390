import { useCallback, useState } from 'react'
import type { JsonPointer } from '@/lib/domain-model/json-pointer'
import type { LocatedFinding } from '@/lib/rules/run-rules'
import { planTab } from '../output/output-pane'
import { thingAt } from './edits/things'
import type { PaneId } from './pane-switch'
import type { TargetFacts } from './target-facts'

/** What is looked at, apart from what it says: selection, open pane, open file. */
export function usePlanView(targets: readonly TargetFacts[]) {
  const [selection, setSelection] = useState<JsonPointer | null>(null)
  const [reveal, setReveal] = useState<{ line: number | null; at: number }>({ line: null, at: 0 })
  const [pane, setPane] = useState<PaneId>('plan')
  const [tab, setTab] = useState(planTab)
  const [versions, setVersions] = useState<Record<string, string>>({})
  const [files, setFiles] = useState<Record<string, string>>({})

  /** Selects without moving any text: for choices that a person made in a text. */
  const mark = useCallback((pointer: JsonPointer | null) => {
    setSelection(pointer === null ? null : (thingAt(pointer)?.pointer ?? null))
  }, [])

  /** Selects and brings the lines into view. */
  const select = useCallback(
    (pointer: JsonPointer | null, line: number | null = null) => {
      mark(pointer)
      setReveal(({ at }) => ({ line, at: at + 1 }))
    },
    [mark],
  )

  const inspect = useCallback(
    (pointer: JsonPointer) => {
      select(pointer)
      setPane('inspector')
    },
    [select],
  )

  const openFinding = useCallback(
    (finding: LocatedFinding, hasForm: boolean) => {
      select(finding.path, finding.line)
      setTab(planTab)
      setPane(hasForm && thingAt(finding.path) ? 'inspector' : 'files')
    },
    [select],
  )

  const openTarget = targets.find(({ id }) => id === tab) ?? null
  const versionOf = (target: TargetFacts) => versions[target.id] ?? target.defaultVersion
  return {
    selection,
    reveal,
    pane,
    setPane,
    tab,
    setTab,
    openTarget,
    versions,
    versionOf,
    setVersion: (target: string, version: string) => setVersions({ ...versions, [target]: version }),
    file: files[tab] ?? null,
    setFile: (path: string) => setFiles({ ...files, [tab]: path }),
    mark,
    select,
    inspect,
    openFinding,
  }
}
