import { useSearchParams } from 'next/navigation'
import { useCallback, useEffect, useState } from 'react'
import type { JsonPointer } from '@/lib/domain-model/json-pointer'
import type { LocatedFinding } from '@/lib/rules/run-rules'
import { useQuery } from '../address/use-query'
import { type OutputAddress, planTab } from '../output/output-address'
import { useOutputAddress } from '../output/use-output-address'
import { thingAt } from './edits/things'
import type { PaneId } from './pane-switch'
import type { TargetFacts } from './target-facts'
import { readThingAddress, thingQuery } from './thing-address'

/**
 * What is looked at, apart from what it says: selection, open pane, open file. `start` is what the address asked for of the files;
 * `data` is the document, in which the address may name a thing.
 */
export function usePlanView(targets: readonly TargetFacts[], start: OutputAddress | null, data: unknown) {
  const { selection, setSelection, lostName, forgetLost } = useSelection(data)
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
  const mark = useCallback(
    (pointer: JsonPointer | null) => setSelection(pointer === null ? null : (thingAt(pointer)?.pointer ?? null)),
    [setSelection],
  )

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
    /** What the address named and the plan does not have, in words; null when all is well. */
    lostName,
    forgetLost,
    line,
    reveal,
    pane,
    setPane,
    tab,
    setTab,
    openTarget,
    versions,
    versionOf,
    setVersion: useCallback(
      (target: string, version: string) => setVersions((chosen) => ({ ...chosen, [target]: version })),
      [],
    ),
    file: files[tab] ?? null,
    setFile: useCallback(
      (path: string) => {
        setFiles((chosen) => ({ ...chosen, [tab]: path }))
        setCursor(null)
      },
      [tab],
    ),
    setCursor: useCallback((line: number) => setCursor({ tab, line }), [tab]),
    mark,
    select,
    inspect,
    openFinding,
  }
}

/** The selected thing, by the address at first, and then kept in it. A large plan is read after its page has come; its link waits. */
function useSelection(data: unknown) {
  const parameters = useSearchParams()
  const [link] = useState(() => new URLSearchParams(parameters))
  const hasData = data !== null && data !== undefined
  const [isFollowed, setFollowed] = useState(hasData)
  const [selection, setSelection] = useState<JsonPointer | null>(() => readThingAddress(link, data).pointer)
  const [lostName, setLostName] = useState(() => (hasData ? readThingAddress(link, data).lostName : null))
  useEffect(() => {
    if (isFollowed || !hasData) return
    const named = readThingAddress(link, data)
    setSelection((chosen) => chosen ?? named.pointer)
    setLostName(named.lostName)
    setFollowed(true)
  }, [isFollowed, hasData, link, data])
  useQuery(isFollowed ? thingQuery(selection, data) : null)
  return { selection, setSelection, lostName, forgetLost: useCallback(() => setLostName(null), []) }
}
