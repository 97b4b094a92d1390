'use client'
import { memo, useCallback, useEffect, useMemo, useRef, useState } from 'react'
import type { JsonPointer } from '@/lib/domain-model/json-pointer'
import type { LocatedFinding } from '@/lib/rules/run-rules'
import type { Emission } from '@/lib/targets/emit'
import type { Artifact } from '@/lib/targets/target'
import { Unread } from '../ui/unread'
import { CheckStrip } from './check-strip'
import type { CodeMark } from './code-editor'
import { FileToolbar } from './file-toolbar'
import { LazyCodeEditor } from './lazy-editors'
import { changePlaces, stepChange } from './line-changes'
import { notesOfEmission, notesOnLines } from './line-notes'
import { LineStatus } from './line-status'
import { LossStrip } from './loss-strip'
import { writeOutputAddress } from './output-address'
import type { OutputTarget } from './output-target'
import { linesOf, thingOfOutputLine } from './provenance'
import { type SeenFiles, useLineChanges } from './use-line-changes'
import type { NativeCheckState } from './use-native-checks'

export interface TargetFilesProps {
  target: OutputTarget
  emission: Emission | null
  failure: string | null
  /** The last text that was a plan; null while there is none. */
  planText: string | null
  /** Why nobody knows whether there is one, or null. */
  unread: string | null
  /** Of that text. */
  findings: readonly LocatedFinding[]
  file: string | null
  onFile: (path: string) => void
  onVersion: (target: string, version: string) => void
  selection: JsonPointer | null
  glowStyle: string
  /** Counts the choices made elsewhere: each brings the chosen lines into view. */
  reveal: number
  /** Where a link led to, once. */
  startLine: number | null
  onSelect: (pointer: JsonPointer) => void
  onCursor: (line: number) => void
  placeWords: (pointer: JsonPointer) => string
  onDownload: (artifact: Artifact) => void
  seen: SeenFiles
  check: NativeCheckState | null
  onCheck: (question: { text: string; target: string; version: string }) => void
  onDismissCheck: (target: string) => void
}

/** Not drawn again for a letter typed elsewhere, only for what came of it. */
export const TargetFiles = memo(Files)

function Files(props: TargetFilesProps) {
  const { target, emission, failure, planText, file, selection, placeWords, onSelect, check } = props
  const artifact = emission?.artifacts.find(({ path }) => path === file) ?? emission?.artifacts[0] ?? null
  const key = `${target.id}/${artifact?.path}`
  const [cursor, setCursor] = useState<{ key: string; line: number } | null>(null)
  const line = cursor?.key === key ? cursor.line : null

  // Most edits change a file's text and none of what its lines came from.
  const provenance = artifact?.provenance ?? null
  const lines = useMemo(() => (provenance ? linesOf({ provenance }, selection) : []), [provenance, selection])
  const glow = useMemo(() => ({ lines, style: props.glowStyle }), [lines, props.glowStyle])
  const { jump, jumpTo } = useJump(props.reveal, props.startLine)
  const reveal = useMemo(() => {
    if (jump) return jump.file === null || jump.file === artifact?.path ? jump : null
    const [first] = lines
    return first === undefined ? null : { line: first, at: props.reveal }
  }, [jump, lines, props.reveal, artifact?.path])

  const changes = useLineChanges(props.seen, target.id, emission?.artifacts ?? null)
  const places = changePlaces(changes.files)
  const at = places.findIndex(
    (one) => one.path === artifact?.path && line !== null && line >= one.line && line <= one.end,
  )
  const step = (direction: 'next' | 'previous') => {
    if (!emission || !artifact) return
    const paths = emission.artifacts.map(({ path }) => path)
    const next = stepChange(changes.files, { path: artifact.path, line: line ?? 0 }, paths, direction)
    if (next) {
      props.onFile(next.path)
      jumpTo(next.path, next.line, false)
    }
  }

  const isStale =
    check !== null &&
    check.report !== null &&
    (check.question.text !== planText || check.question.version !== target.version)
  const title = `${target.title} ${target.version}`
  const { findings } = props
  const losses = emission?.losses ?? null
  const verdicts = emission?.verdicts ?? null
  const notes = useMemo(
    () =>
      provenance && losses && verdicts
        ? notesOnLines({ provenance }, [...findings, ...notesOfEmission(title, { losses, verdicts })])
        : [],
    [provenance, losses, verdicts, findings, title],
  )
  const path = artifact?.path ?? null
  const said = useMemo(
    () => (path !== null && !isStale ? checkMarks(check, target.checkTitle, path) : []),
    [check, isStale, target.checkTitle, path],
  )
  const marks = useMemo((): CodeMark[] => [...notes, ...said], [notes, said])

  if (failure)
    return (
      <p className="px-3 py-3">
        This target failed, which is our bug: {failure}. The plan is not touched; other tabs still work.
      </p>
    )
  if (planText === null && props.unread) return <Unread because={props.unread} />
  if (planText === null)
    return (
      <p className="px-3 py-3 text-muted">
        There is nothing to generate yet: the text in plan.yaml is no plan. Its problems say why.
      </p>
    )
  const { checkTitle } = target
  return (
    <>
      <FileToolbar
        target={target}
        artifacts={emission?.artifacts ?? []}
        artifact={artifact}
        selection={selection}
        changed={changes.files}
        onVersion={(version) => props.onVersion(target.id, version)}
        onFile={props.onFile}
        onDownload={props.onDownload}
        isChecking={check?.isRunning ?? false}
        onCheck={
          checkTitle === null
            ? undefined
            : () => {
                if (!check?.isRunning) props.onCheck({ text: planText, target: target.id, version: target.version })
              }
        }
      />
      {check && checkTitle && (
        <CheckStrip
          title={checkTitle}
          state={check}
          isStale={isStale}
          placeWords={placeWords}
          onOpen={(path, to) => {
            props.onFile(path)
            jumpTo(path, to, true)
          }}
          onOpenPlace={onSelect}
          onDismiss={() => props.onDismissCheck(target.id)}
        />
      )}
      {emission && (
        <LossStrip
          title={target.title}
          version={target.version}
          losses={emission.losses}
          verdicts={emission.verdicts}
          placeWords={placeWords}
          onOpen={onSelect}
        />
      )}
      <div className="min-h-0 flex-1">
        {artifact ? (
          <LazyCodeEditor
            label={`${artifact.path} for ${title}, read-only`}
            language={artifact.language === 'text' ? 'plaintext' : artifact.language}
            text={artifact.text}
            glow={glow}
            marks={marks}
            changes={changes.of(artifact.path)}
            reveal={reveal}
            onLine={(to) => {
              const thing = thingOfOutputLine(artifact, to)
              if (thing) onSelect(thing)
            }}
            onCursor={(to) => {
              setCursor({ key, line: to })
              props.onCursor(to)
            }}
            onStep={step}
          />
        ) : (
          <p className="px-3 py-3 text-muted">Generating…</p>
        )}
      </div>
      {artifact && (
        <LineStatus
          artifact={artifact}
          line={line}
          lineQuery={writeOutputAddress('', {
            tab: target.id,
            version: target.version,
            file: artifact.path,
            line,
          })}
          notes={marks}
          placeWords={placeWords}
          files={changes.files}
          change={at === -1 ? null : at}
          onStep={step}
        />
      )}
    </>
  )
}

interface Jump {
  /** Null: whichever is open. */
  file: string | null
  line: number
  at: string
  focus: boolean
}

/** A line that something in this pane asked for. A choice made elsewhere later on goes before it. */
function useJump(reveal: number, startLine: number | null) {
  const count = useRef(0)
  const [jump, setJump] = useState<(Jump & { reveal: number }) | null>(
    startLine === null ? null : { file: null, line: startLine, at: 'start', focus: false, reveal },
  )
  const latest = useRef(reveal)
  useEffect(() => {
    latest.current = reveal
  }, [reveal])
  const jumpTo = useCallback((file: string | null, line: number, focus: boolean) => {
    count.current++
    setJump({ file, line, at: `jump ${count.current}`, focus, reveal: latest.current })
  }, [])
  return { jump: jump?.reveal === reveal ? jump : null, jumpTo }
}

function checkMarks(check: NativeCheckState | null, source: string | null, path: string): CodeMark[] {
  if (!check?.report?.available) return []
  return check.report.messages.flatMap(({ file, line, severity, message }) =>
    file === path && line !== null ? [{ line, severity, message, ...(source ? { source } : {}) }] : [],
  )
}
