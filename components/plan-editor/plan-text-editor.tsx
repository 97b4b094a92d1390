'use client'
import { memo, useMemo } from 'react'
import type { Loss } from '@/lib/diagnostics/loss'
import type { JsonPointer } from '@/lib/domain-model/json-pointer'
import type { CodeMark } from '../output/code-editor'
import { LazyCodeEditor } from '../output/lazy-editors'
import type { LineChange } from '../output/line-changes'
import type { Judgement } from './document/judgement'
import { linesOfThing } from './document/thing-lines'
import { thingAt } from './edits/things'

interface Props {
  text: string
  /** Of this text, or of an older one while this is being read. */
  judgement: Judgement | null
  selection: JsonPointer | null
  glowStyle: string
  reveal: { line: number | null; at: number }
  onEdit: (text: string) => void
  onUndo: () => void
  onRedo: () => void
  onLine: (line: number) => void
  onCursor: (line: number) => void
  /** What the target that was open last cannot carry. */
  losses: readonly Loss[]
  targetTitle: string
  /** Lines that somebody else's edit just changed. */
  flash: readonly LineChange[] | null
}

/** The plan's own text: the same document that the form edits. */
export const PlanTextEditor = memo(Editor)

function Editor({ text, judgement, selection, glowStyle, reveal, losses, targetTitle, flash, ...calls }: Props) {
  const fresh = judgement?.text === text ? judgement : null
  const lines = useMemo(() => (fresh ? linesOfThing(fresh, selection) : []), [fresh, selection])
  const glow = useMemo(() => ({ lines, style: glowStyle }), [lines, glowStyle])
  const marks = useMemo(
    () => [
      ...(judgement?.findings ?? []).flatMap(({ line, column, severity, message }) =>
        line === null ? [] : [{ line, column: column ?? 1, severity, message }],
      ),
      ...(judgement?.plan ? lossMarks(judgement, losses, targetTitle) : []),
    ],
    [judgement, losses, targetTitle],
  )
  const line = reveal.line ?? (reveal.at > 0 ? (lines[0] ?? null) : null)
  const revealed = useMemo(() => (line === null ? null : { line, at: reveal.at }), [line, reveal.at])
  const changes = useMemo(() => flash && { changes: flash, isFresh: true }, [flash])
  const isJson = /^\s*\{/.test(text)
  return (
    <LazyCodeEditor
      label="plan.yaml, the plan as text"
      language="yaml"
      uri={isJson ? undefined : 'inmemory://plan/plan.yaml'}
      text={text}
      glow={glow}
      marks={marks}
      reveal={revealed}
      changes={changes}
      {...calls}
    />
  )
}

/** A loss has no line of its own here: it stands where its thing begins, once for each. */
function lossMarks({ lines }: Judgement, losses: readonly Loss[], title: string): CodeMark[] {
  if (losses.length === 0) return []
  const places = new Map(lines.map(({ pointer, line }) => [pointer, line]))
  return losses.flatMap(({ path, reason }) => {
    const line = places.get(thingAt(path)?.pointer ?? '')
    return line === undefined ? [] : [{ line, severity: 'hint' as const, message: `Lost on ${title}: ${reason}` }]
  })
}
