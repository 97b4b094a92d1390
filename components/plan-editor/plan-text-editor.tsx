'use client'
import { useMemo } from 'react'
import type { JsonPointer } from '@/lib/domain-model/json-pointer'
import { LazyCodeEditor } from '../output/lazy-editors'
import type { Judgement } from './document/judgement'
import { linesOfThing } from './document/thing-lines'

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
}

/** The plan's own text: the same document that the form edits. */
export function PlanTextEditor({ text, judgement, selection, glowStyle, reveal, ...calls }: Props) {
  const fresh = judgement?.text === text ? judgement : null
  const lines = useMemo(() => (fresh ? linesOfThing(fresh, selection) : []), [fresh, selection])
  const glow = useMemo(() => ({ lines, style: glowStyle }), [lines, glowStyle])
  const marks = useMemo(
    () =>
      (judgement?.findings ?? []).flatMap(({ line, column, severity, message }) =>
        line === null ? [] : [{ line, column: column ?? 1, severity, message }],
      ),
    [judgement],
  )
  const line = reveal.line ?? (reveal.at > 0 ? (lines[0] ?? null) : null)
  const revealed = useMemo(() => (line === null ? null : { line, at: reveal.at }), [line, reveal.at])
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
      {...calls}
    />
  )
}
