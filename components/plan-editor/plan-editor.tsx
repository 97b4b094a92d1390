'use client'
import { useCallback, useId, useMemo, useState } from 'react'
import type { ActionResult } from '@/lib/diagnostics/action-result'
import type { JsonPointer } from '@/lib/domain-model/json-pointer'
import { valueAt } from '@/lib/domain-model/json-pointer'
import type { LocatedFinding } from '@/lib/rules/run-rules'
import { OutputPane, planTab } from '../output/output-pane'
import { classNames } from '../ui/class-names'
import { ScrollRegion } from '../ui/scroll-region'
import { thingOfLine } from './document/judgement'
import { useEmission } from './document/use-emission'
import type { Judged } from './document/use-judgement'
import { DownloadMenu, saveFile } from './download-menu'
import { EditorNotices } from './editor-notices'
import { addThing, newThing } from './edits/list-edits'
import { placeWords, type ThingKind, thingAt } from './edits/things'
import { ExplainBar, noQuestion, useExplanation } from './explain/explain-bar'
import { PlanFormProvider } from './inspector/fields/plan-form'
import { Inspector } from './inspector/inspector'
import { PlanBoard } from './lanes/plan-board'
import { type PaneId, PaneSwitch } from './pane-switch'
import { PlanTextEditor } from './plan-text-editor'
import { ProblemsPanel } from './problems/problems-panel'
import { ConflictDialog } from './saving/conflict-dialog'
import { newestCopy } from './saving/newest-copy'
import { type SaveResult, saveAnswerOf } from './saving/save-answer'
import { useAutosave } from './saving/use-autosave'
import type { TargetFacts } from './target-facts'
import { TopBar } from './top-bar'
import { usePlanDocument } from './use-plan-document'
import { useShortcuts } from './use-shortcuts'

interface Props {
  plan: { id: string; name: string; version: number; text: string }
  /** What the server made of the text, so that the first page already shows it. */
  initial: Judged
  targets: readonly TargetFacts[]
  save: (draft: { id: string; baseVersion: number; text: string }) => Promise<ActionResult<SaveResult>>
}

export function PlanEditor({ plan, initial, targets, save }: Props) {
  const [server] = useState(() => newestCopy(plan))
  const document = usePlanDocument(server.text, initial)
  const { engine, text, judged, data, write, apply } = document
  const good = judged.good
  const isUnreadable = judged.current !== null && judged.current.text === text && judged.current.data === null
  const findings = judged.current?.findings ?? []

  const saveText = useCallback(
    (draft: { baseVersion: number; text: string }) => save({ id: plan.id, ...draft }).then(saveAnswerOf),
    [plan.id, save],
  )
  const replace = useCallback((next: string) => write(next, null), [write])
  const autosave = useAutosave({ planId: plan.id, server, text, save: saveText, onReplaced: replace })
  const [isComparing, setComparing] = useState(true)

  const [selection, setSelection] = useState<JsonPointer | null>(null)
  const [reveal, setReveal] = useState<{ line: number | null; at: number }>({ line: null, at: 0 })
  const [pane, setPane] = useState<PaneId>('plan')
  const [showsHelp, setShowsHelp] = useState(true)
  const [tab, setTab] = useState(planTab)
  const [versions, setVersions] = useState<Record<string, string>>({})
  const [files, setFiles] = useState<Record<string, string>>({})
  const versionOf = (id: string) => versions[id] ?? targets.find((target) => target.id === id)?.defaultVersion ?? ''
  const openTarget = tab === planTab ? null : tab
  const output = useEmission(engine, good?.text ?? null, openTarget, openTarget ? versionOf(openTarget) : '')
  const openTitle = targets.find(({ id }) => id === openTarget)?.title ?? null
  const artifact =
    output.emission?.artifacts.find(({ path }) => path === files[tab]) ?? output.emission?.artifacts[0] ?? null

  const [question, setQuestion] = useState(noQuestion)
  const explanation = useExplanation(good?.plan ?? null, question)
  const routeIndex = explanation && 'decision' in explanation ? explanation.decision.routeIndex : null
  const explainId = useId()

  /** Selects and brings into view; edits made by hand in a text select without moving the text. */
  const select = useCallback((pointer: JsonPointer | null, line: number | null = null) => {
    setSelection(pointer === null ? null : (thingAt(pointer)?.pointer ?? null))
    setReveal(({ at }) => ({ line, at: at + 1 }))
  }, [])
  const selectOnCard = useCallback(
    (pointer: JsonPointer) => {
      select(pointer)
      setPane('inspector')
    },
    [select],
  )
  const openFinding = useCallback(
    (finding: LocatedFinding) => {
      select(finding.path, finding.line)
      setTab(planTab)
      setPane(thingAt(finding.path) && !isUnreadable ? 'inspector' : 'files')
    },
    [select, isUnreadable],
  )
  const add = (kind: ThingKind, mode?: 'terminate' | 'passthrough') => {
    const { operations, pointer } = addThing(data, kind, newThing(data, kind, mode))
    apply(operations, null)
    selectOnCard(pointer)
  }

  useShortcuts({
    undo: document.undo,
    redo: document.redo,
    save: () => void autosave.flush(),
    explain: () => window.document.getElementById(explainId)?.focus(),
  })

  const form = useMemo(
    () => ({ data: data ?? good?.data ?? null, findings, apply, showsHelp, select }),
    [data, good, findings, apply, showsHelp, select],
  )
  const words = useCallback((pointer: JsonPointer) => placeWords(pointer, data ?? good?.data), [data, good])
  const mode = selection ? valueAt(data, `${selection}/mode`) : null
  const glowStyle = mode === 'passthrough' ? 'is-passthrough' : mode ? '' : 'is-neutral'
  const name = String(valueAt(data ?? good?.data, '/name') ?? plan.name)
  const lockedBecause = isUnreadable
    ? 'The text in plan.yaml cannot be read, so fields cannot be written into it. Mend the text, or go back to the last good version.'
    : null

  return (
    <PlanFormProvider value={form}>
      <div className="flex h-dvh flex-col">
        <TopBar
          name={name}
          autosave={autosave.state}
          canUndo={document.canUndo}
          canRedo={document.canRedo}
          onUndo={document.undo}
          onRedo={document.redo}
        >
          <DownloadMenu
            planId={plan.id}
            targets={targets}
            versions={versions}
            openFile={
              tab === planTab
                ? { name: `${name}.yaml`, text }
                : artifact
                  ? { name: artifact.path.split('/').at(-1) ?? artifact.path, text: artifact.text }
                  : null
            }
            blockedBecause={
              judged.current?.plan === null
                ? 'The text in plan.yaml is no plan now, so the server cannot make files from it. Its problems say why.'
                : null
            }
            errorCount={findings.filter(({ severity }) => severity === 'error').length}
            flush={autosave.flush}
          />
        </TopBar>
        <main className="flex min-h-0 flex-1 flex-col" aria-label={`Plan ${name}`}>
          <ExplainBar
            question={question}
            onChange={setQuestion}
            explanation={explanation}
            trust={good?.plan?.trust.map((bundle) => bundle.name) ?? []}
            inputId={explainId}
          />
          <EditorNotices
            autosave={autosave.state}
            judged={judged}
            text={text}
            refusal={document.refusal}
            onCompare={() => setComparing(true)}
            onOpenFinding={openFinding}
            onReturn={() => good && write(good.text, null)}
          />
          <PaneSwitch pane={pane} onPane={setPane} problemCount={findings.length} />
          <div className="grid min-h-0 flex-1 lg:grid-cols-[minmax(25rem,1.1fr)_21rem_minmax(24rem,1.25fr)]">
            <div
              className={classNames(
                'min-h-0 flex-col lg:flex',
                pane === 'plan' || pane === 'problems' ? 'flex' : 'hidden',
              )}
            >
              <ScrollRegion
                label="Lanes and parts"
                className={classNames('min-h-0 flex-1 overflow-y-auto lg:block', pane === 'plan' ? 'block' : 'hidden')}
              >
                {good?.plan ? (
                  <PlanBoard
                    plan={good.plan}
                    findings={judged.current?.plan ? findings : good.findings}
                    losses={output.emission?.losses ?? []}
                    targetTitle={openTitle}
                    selection={selection}
                    lit={routeIndex === null ? null : `/routes/${routeIndex}`}
                    onSelect={selectOnCard}
                    onAdd={add}
                    isLocked={lockedBecause !== null}
                  />
                ) : (
                  <p className="p-4 text-muted">
                    {judged.current
                      ? 'The text is no plan yet, so there are no lanes to show. Its problems say what is missing.'
                      : 'Reading the plan…'}
                  </p>
                )}
              </ScrollRegion>
              <div
                className={classNames(
                  'min-h-0 border-line border-t lg:block lg:h-56 lg:flex-none',
                  pane === 'problems' ? 'block flex-1' : 'hidden',
                )}
              >
                <ProblemsPanel
                  findings={findings}
                  data={data ?? good?.data}
                  onOpen={openFinding}
                  onFix={(patch) => apply(patch, null)}
                />
              </div>
            </div>
            <div
              className={classNames('min-h-0 border-line border-x lg:block', pane === 'inspector' ? 'block' : 'hidden')}
            >
              <Inspector
                selection={selection}
                targets={targets}
                lockedBecause={lockedBecause}
                onToggleHelp={() => setShowsHelp(!showsHelp)}
              />
            </div>
            <div className={classNames('min-h-0 min-w-0 lg:block', pane === 'files' ? 'block' : 'hidden')}>
              <OutputPane
                targets={targets.map((target) => ({ ...target, version: versionOf(target.id) }))}
                tab={tab}
                onTab={setTab}
                planEditor={
                  <PlanTextEditor
                    text={text}
                    judgement={judged.current}
                    selection={selection}
                    glowStyle={glowStyle}
                    reveal={reveal}
                    onEdit={(next) => write(next, 'text')}
                    onUndo={document.undo}
                    onRedo={document.redo}
                    onLine={(line) => {
                      const thing = judged.current && thingOfLine(judged.current.lines, line)
                      if (thing) setSelection(thing)
                    }}
                  />
                }
                emission={output.emission}
                failure={output.failure ?? judged.failure}
                hasPlan={good !== null}
                file={files[tab] ?? null}
                onFile={(path) => setFiles({ ...files, [tab]: path })}
                onVersion={(target, version) => setVersions({ ...versions, [target]: version })}
                selection={selection}
                glowStyle={glowStyle}
                reveal={reveal.at}
                onSelect={(pointer) => setSelection(thingAt(pointer)?.pointer ?? null)}
                placeWords={words}
                onDownload={(file) => saveFile(file.path.split('/').at(-1) ?? file.path, file.text)}
              />
            </div>
          </div>
        </main>
      </div>
      {autosave.state.theirs && (
        <ConflictDialog
          open={isComparing}
          onOpenChange={setComparing}
          mine={text}
          theirs={autosave.state.theirs}
          onResolve={autosave.resolve}
        />
      )}
    </PlanFormProvider>
  )
}
