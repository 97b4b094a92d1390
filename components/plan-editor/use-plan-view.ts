import { useCallback, useState } from 'react'
import type { JsonPointer } from '@/lib/domain-model/json-pointer'
import type { LocatedFinding } from '@/lib/rules/run-rules'
import { type OutputAddress, planTab } from '../output/output-address'
import { useOutputAddress } from '../output/use-output-address'
import { thingAt } from './edits/things'
import type { PaneId } from './pane-switch'
import type { TargetFacts } from './target-facts'

/** What is looked at, apart from what it says: selection, open pane, open file. `start` is what the address asked for. */
export function usePlanView(targets: readonly TargetFacts[], start: OutputAddress | null) {
  const [selection, setSelection] = useState<JsonPointer | null>(null)
  const [reveal, setReveal] = useState<{ line: number | null; at: number }>(
    start?.tab === planTab && start.line !== null ? { line: start.line, at: 1 } : { line: null, at: 0 },
  )
  const [pane, setPane] = useState<PaneId>(start ? 'files' : 'plan')
  const [tab, openTab] = useState(start?.tab ?? planTab)
  /** Stays while plan.yaml is open: lanes and text go on saying what it cannot carry. */
  const [lastTarget, setLastTarget] = useState(tab)
  const [versions, setVersions] = useState<Record<string, string>>(start?.version ? { [start.tab]: start.version } : {})
  const [files, setFiles] = useState<Record<string, string>>(start?.file ? { [start.tab]: start.file } : {})
  const [cursor, setCursor] = useState<{ tab: string; line: number } | null>(
    start?.line ? { tab: start.tab, line: start.line } : null,
  )

  const setTab = useCallback((next: string) => {
    openTab(next)
    if (next !== planTab) setLastTarget(next)
  }, [])

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
    [select, setTab],
  )

  const openTarget = targets.find(({ id }) => id === lastTarget) ?? null
  const versionOf = (target: TargetFacts) => versions[target.id] ?? target.defaultVersion
  const line = cursor?.tab === tab ? cursor.line : null
  const isUntouched = start === null && tab === planTab && lastTarget === planTab && line === null
  const version = tab === planTab || !openTarget ? null : versionOf(openTarget)
  useOutputAddress(isUntouched ? null : { tab, version, file: files[tab] ?? null, line })
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
    setFile: (path: string) => {
      setFiles({ ...files, [tab]: path })
      setCursor(null)
    },
    setCursor: useCallback((line: number) => setCursor({ tab, line }), [tab]),
    mark,
    select,
    inspect,
    openFinding,
  }
}
