'use client'
import type { editor, IDisposable } from 'monaco-editor/editor'
import { useEffect, useRef } from 'react'
import { flushSync } from 'react-dom'
import { commonEnds } from '@/lib/domain-model/common-ends'
import { shortcuts } from '../commands/shortcuts'
import { editorOptions } from './editor-options'
import type { LineChange } from './line-changes'
import { editors, MarkerSeverity, OverviewRulerLane, Range, Uri } from './monaco'
import { monacoKey } from './monaco-keys'

export interface CodeMark {
  line: number
  /** Left out: where the line's text begins. */
  column?: number
  severity: 'error' | 'warning' | 'hint'
  message: string
  /** Who says it, where it is not the studio. */
  source?: string
}

/** What an edit changed; `isFresh` lines flash once. */
export interface CodeChanges {
  changes: readonly LineChange[]
  isFresh: boolean
}

export interface CodeEditorProps {
  label: string
  language: string
  text: string
  /** A name for the model, where its language goes by it. */
  uri?: string
  /** Absent: read-only. */
  onEdit?: (text: string) => void
  onUndo?: () => void
  onRedo?: () => void
  /** 1-based lines that glow, and how. */
  glow: { lines: readonly number[]; style: string }
  marks?: readonly CodeMark[]
  changes?: CodeChanges | null
  /** Scrolls there, once for each value of `at`: later edits that move the line must not move the cursor. */
  reveal?: { line: number; at: number | string; focus?: boolean } | null
  /** A person put the cursor into a line. */
  onLine?: (line: number) => void
  /** The cursor is in a line, however it came there. */
  onCursor?: (line: number) => void
  onStep?: (direction: 'next' | 'previous') => void
}

const flashMilliseconds = 2000
/** Some 300 routes. Monaco reads a text as a whole to fold it, and to complete a word: beyond this, after every key, for longer than a key takes. */
const longCharacters = 150_000
/** Canvas, not CSS: they have to show on both themes. */
const rulerColours = { glow: '#7d8895', change: '#a06cd5' }
const severities = { error: MarkerSeverity.Error, warning: MarkerSeverity.Warning, hint: MarkerSeverity.Info }

/** One Monaco editor. What is on screen follows the props; what is typed goes out through onEdit, and history is the caller's. */
export function CodeEditor({
  label,
  language,
  text,
  uri,
  onEdit,
  onUndo,
  onRedo,
  glow,
  marks,
  changes,
  reveal,
  onLine,
  onCursor,
  onStep,
}: CodeEditorProps) {
  const host = useRef<HTMLDivElement>(null)
  const view = useRef<{
    editor: editor.IStandaloneCodeEditor
    model: editor.ITextModel
    glow: editor.IEditorDecorationsCollection
    changes: editor.IEditorDecorationsCollection
  } | null>(null)
  const calls = useRef({ onEdit, onUndo, onRedo, onLine, onCursor, onStep })
  calls.current = { onEdit, onUndo, onRedo, onLine, onCursor, onStep }
  const isOurs = useRef(false)
  /** What the model holds: asking it would put a long text together anew. */
  const held = useRef('')
  /** What went out and has not come back yet: while a newer one is under way, an older one must not undo it. */
  const sent = useRef<string[]>([])
  const revealed = useRef<number | string>(0)
  const first = useRef({ label, text, language })
  const isReadOnly = onEdit === undefined

  useEffect(() => {
    if (!host.current) return
    const { label: name, text: start, language: tongue } = first.current
    held.current = start
    const model = editors.createModel(start, tongue, uri ? Uri.parse(uri) : undefined)
    const made = editors.create(host.current, {
      ...editorOptions,
      ...optionsFor(start.length > longCharacters),
      model,
      ariaLabel: name,
      readOnly: isReadOnly,
      domReadOnly: isReadOnly,
    })
    const listeners: IDisposable[] = [
      model.onDidChangeContent(() => {
        if (isOurs.current || !calls.current.onEdit) return
        const typed = model.getValue()
        held.current = typed
        sent.current.push(typed)
        // React draws at once what it knows as input; what comes from Monaco it would draw after the next frame.
        queueMicrotask(() => flushSync(() => calls.current.onEdit?.(typed)))
      }),
      made.onDidChangeCursorPosition(({ source, position }) => {
        // Marking a stretch of text chooses nothing: the choice would move the cursor and undo the marking.
        calls.current.onCursor?.(position.lineNumber)
        const isPoint = made.getSelection()?.isEmpty() ?? true
        if (isPoint && (source === 'mouse' || source === 'keyboard')) calls.current.onLine?.(position.lineNumber)
      }),
    ]
    if (!isReadOnly) {
      // One history for form and text: Monaco's own would know nothing of edits made elsewhere.
      for (const key of shortcuts.undo.keys) made.addCommand(monacoKey(key), () => calls.current.onUndo?.())
      for (const key of shortcuts.redo.keys) made.addCommand(monacoKey(key), () => calls.current.onRedo?.())
    }
    for (const key of shortcuts.hover.keys)
      made.addCommand(monacoKey(key), () => made.trigger('keyboard', 'editor.action.showHover', null))
    for (const key of shortcuts.nextChange.keys) made.addCommand(monacoKey(key), () => calls.current.onStep?.('next'))
    for (const key of shortcuts.previousChange.keys)
      made.addCommand(monacoKey(key), () => calls.current.onStep?.('previous'))
    view.current = {
      editor: made,
      model,
      glow: made.createDecorationsCollection(),
      changes: made.createDecorationsCollection(),
    }
    return () => {
      view.current = null
      for (const listener of listeners) listener.dispose()
      made.dispose()
      model.dispose()
    }
  }, [uri, isReadOnly])

  useEffect(() => {
    const shown = view.current
    sent.current = sent.current.slice(sent.current.indexOf(text) + 1 || sent.current.length)
    if (!shown || sent.current.length > 0 || held.current === text) return
    isOurs.current = true
    replaceText(shown.editor, shown.model, held.current, text)
    held.current = text
    isOurs.current = false
  }, [text])

  const isLong = text.length > longCharacters
  useEffect(() => {
    view.current?.editor.updateOptions(optionsFor(isLong))
  }, [isLong])

  useEffect(() => {
    if (view.current) editors.setModelLanguage(view.current.model, language)
  }, [language])

  useEffect(() => {
    view.current?.editor.updateOptions({ ariaLabel: label })
  }, [label])

  // biome-ignore lint/correctness/useExhaustiveDependencies: a new text moves the lines, also where they are called the same
  useEffect(() => {
    view.current?.glow.set(
      glow.lines.map((line) => ({
        range: new Range(line, 1, line, 1),
        options: {
          isWholeLine: true,
          className: `line-of-selection ${glow.style}`,
          linesDecorationsClassName: `bar-of-selection ${glow.style}`,
          overviewRuler: { color: rulerColours.glow, position: OverviewRulerLane.Center },
        },
      })),
    )
  }, [glow, text])

  useEffect(() => {
    const shown = view.current
    if (!shown) return
    const lines = changes?.changes ?? []
    const decorate = (isFresh: boolean) =>
      shown.changes.set(
        lines.map(({ line, count }) => ({
          range: new Range(line, 1, line + Math.max(count, 1) - 1, 1),
          options: {
            isWholeLine: true,
            linesDecorationsClassName: count === 0 ? 'mark-of-removal' : 'mark-of-change',
            ...(isFresh ? { className: 'line-of-change' } : {}),
            overviewRuler: { color: rulerColours.change, position: OverviewRulerLane.Left },
          },
        })),
      )
    decorate(changes?.isFresh ?? false)
    if (!changes?.isFresh) return
    // Gone after its animation: a line that scrolls back into view must not flash again.
    const timer = setTimeout(() => view.current === shown && decorate(false), flashMilliseconds)
    return () => clearTimeout(timer)
  }, [changes])

  useEffect(() => {
    if (!view.current) return
    const { model } = view.current
    editors.setModelMarkers(
      model,
      'signalbox',
      (marks ?? []).map(({ line, column, severity, message, source }) => {
        const startLineNumber = Math.min(line, model.getLineCount())
        const startColumn = column ?? (model.getLineFirstNonWhitespaceColumn(startLineNumber) || 1)
        return {
          startLineNumber,
          startColumn,
          endLineNumber: startLineNumber,
          endColumn: Math.max(startColumn + 1, model.getLineMaxColumn(startLineNumber)),
          message,
          severity: severities[severity],
          ...(source === undefined ? {} : { source }),
        }
      }),
    )
  }, [marks])

  useEffect(() => {
    const shown = view.current
    if (!shown || !reveal || reveal.at === revealed.current || reveal.line > shown.model.getLineCount()) return
    revealed.current = reveal.at
    shown.editor.revealLineInCenterIfOutsideViewport(reveal.line)
    shown.editor.setPosition({ lineNumber: reveal.line, column: 1 })
    // Where the cursor stood already, Monaco says nothing.
    calls.current.onCursor?.(reveal.line)
    if (reveal.focus) shown.editor.focus()
  }, [reveal])

  return <div ref={host} className="h-full min-h-0 w-full" data-testid="code" />
}

/** In a long text words are completed when asked for (Ctrl Space), and nothing folds. */
function optionsFor(isLong: boolean): editor.IEditorOptions {
  return { folding: !isLong, quickSuggestions: !isLong, suggestOnTriggerCharacters: !isLong }
}

/** Changes only what differs, so that cursor, folding and scroll stay where they are. */
function replaceText(view: editor.IStandaloneCodeEditor, model: editor.ITextModel, old: string, next: string): void {
  const { head: start, tail: end } = commonEnds(old, next)
  const from = model.getPositionAt(start)
  const to = model.getPositionAt(old.length - end)
  const selections = view.getSelections()
  model.pushEditOperations(
    selections,
    [
      {
        range: new Range(from.lineNumber, from.column, to.lineNumber, to.column),
        text: next.slice(start, next.length - end),
      },
    ],
    () => selections,
  )
}
