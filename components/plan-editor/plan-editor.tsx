'use client'
import { useCallback, useId, useMemo, useState } from 'react'
import type { JsonPointer } from '@/lib/domain-model/json-pointer'
import { valueAt } from '@/lib/domain-model/json-pointer'
import type { PatchOperation } from '@/lib/domain-model/patch'
import type { LocatedFinding } from '@/lib/rules/run-rules'
import type { Artifact } from '@/lib/targets/target'
import type { AdvisorTarget } from '../advisor/target-answer'
import type { ListPlans } from '../commands/use-plan-names'
import { useShortcuts } from '../commands/use-shortcuts'
import { type OutputAddress, planTab } from '../output/output-address'
import { OutputPane } from '../output/output-pane'
import { type RunNativeCheck, useNativeChecks } from '../output/use-native-checks'
import type { CreatePlan } from '../plans/create-plan'
import { classNames } from '../ui/class-names'
import { adoptEarlyInput } from '../ui/early-input'
import { ScrollRegion } from '../ui/scroll-region'
import { Unread } from '../ui/unread'
import { useSteady } from '../ui/use-steady'
import { PlanCommandButton } from './commands/plan-command-button'
import { planCommandParts } from './commands/plan-command-parts'
import { useSpeedMarks } from './document/speed-marks'
import { thingOfLine } from './document/thing-lines'
import { useEmission } from './document/use-emission'
import type { Judged } from './document/use-judgement'
import { useTargetJudgement } from './document/use-target-judgement'
import { whyLocked, whyUnread } from './document/why-locked'
import { DownloadMenu, saveFile } from './download-menu'
import { EditorNotices } from './editor-notices'
import { placeWords } from './edits/place-words'
import { useThingEdits } from './edits/use-thing-edits'
import { ExplainBar } from './explain/explain-bar'
import { litPlaces, nothingLit } from './explain/lit-places'
import type { Question } from './explain/question'
import { useExplain } from './explain/use-explain'
import { PlanFormProvider } from './inspector/fields/plan-form'
import { Inspector } from './inspector/inspector'
import { PlanBoard } from './lanes/plan-board'
import { LazyTopologyView } from './lazy-parts'
import { LostLinkNotice } from './lost-link-notice'
import { PaneSwitch } from './pane-switch'
import { PlanDialogs, usePlanDialogs } from './plan-dialogs'
import { PlanTextEditor } from './plan-text-editor'
import { PreviewLinks } from './preview-links'
import { ProblemsPanel } from './problems/problems-panel'
import { newestCopy } from './saving/newest-copy'
import { SavingParts } from './saving/saving-parts'
import { type SavePlan, useSaving } from './saving/use-saving'
import type { TargetFacts } from './target-facts'
import { TopBar } from './top-bar'
import { usePlanDocument } from './use-plan-document'
import { usePlanView } from './use-plan-view'
import { useStudioView } from './use-studio-view'
import { ViewBar } from './view-bar'

interface Props {
  plan: { id: string; name: string; version: number; text: string }
  /** What the server made of the text, so that the first page already shows it. */
  initial: Judged
  targets: readonly TargetFacts[]
  /** What the advisor knows of the same targets. */
  advisorTargets: readonly AdvisorTarget[]
  save: SavePlan
  create: CreatePlan
  runCheck: RunNativeCheck
  listPlans: ListPlans
  /** What the address asked to be opened. */
  start: OutputAddress | null
  /** What the address asks the explain bar. */
  asked: Question
}

const saveArtifact = ({ path, text }: Artifact) => saveFile(path.split('/').at(-1) ?? path, text)

/** One empty list for all: a new one each time would draw every card again. */
const none: never[] = []

export function PlanEditor(props: Props) {
  const { plan, initial, targets, advisorTargets, save, create, runCheck, listPlans, start, asked } = props
  const [server] = useState(() => newestCopy(plan))
  const document = usePlanDocument(server.text, initial)
  const { engine, text, judged, data, write, apply } = document
  const good = judged.good
  const isUnreadable = judged.current !== null && judged.current.text === text && judged.current.data === null
  const findings = judged.current?.findings ?? none
  const unread = whyUnread(judged)

  const [studioView, setStudioView] = useStudioView()
  const isTopology = studioView === 'topology'
  const dialogs = usePlanDialogs()
  const { compareRoute, askSheet, setAdvising } = dialogs
  const [isZipOpen, setZipOpen] = useState(false)
  const checks = useNativeChecks(runCheck)
  const view = usePlanView(targets, start, data ?? good?.data ?? null)
  const { selection, tab, pane, openTarget } = view
  const saving = useSaving({ planId: plan.id, server, document, selection, onSelect: view.mark, save })
  const { autosave } = saving
  const version = openTarget ? view.versionOf(openTarget) : ''
  const output = useEmission(engine, text, judged, openTarget?.id ?? null, version)
  useSpeedMarks(text, judged, output)
  const targetJudgement = useTargetJudgement(openTarget, output)
  const artifact =
    output.emission?.artifacts.find(({ path }) => path === view.file) ?? output.emission?.artifacts[0] ?? null
  const [showsHelp, setShowsHelp] = useState(true)
  const toggleHelp = useCallback(() => setShowsHelp((shows) => !shows), [])

  const { question, setQuestion, explanation, decision } = useExplain(good?.plan ?? null, asked, unread)
  const lit = useMemo(
    () => (good?.plan && decision ? litPlaces(good.plan, decision) : nothingLit),
    [good?.plan, decision],
  )
  const explainId = useId()

  const openFinding = useSteady((finding: LocatedFinding) => view.openFinding(finding, !isUnreadable))
  const fixFinding = useCallback((patch: PatchOperation[]) => apply(patch, null), [apply])
  const { add, duplicate, remove, sheet } = useThingEdits({
    data,
    plan: good?.plan ?? null,
    apply,
    inspect: view.inspect,
    select: view.select,
  })

  const saveNow = () => void autosave.flush()
  const explain = () => window.document.getElementById(explainId)?.focus()
  useShortcuts({ undo: document.undo, redo: document.redo, save: saveNow, explain })

  const form = useMemo(
    () => ({
      data: data ?? good?.data ?? null,
      findings,
      apply,
      showsHelp,
      select: view.select,
      compare: compareRoute,
      duplicate,
      remove,
      askSheet,
    }),
    [data, good, findings, apply, showsHelp, view.select, duplicate, remove, compareRoute, askSheet],
  )
  // Of the text that findings and files belong to, so that one more letter does not draw them again.
  const judgedData = judged.current?.data ?? good?.data
  const words = useCallback((pointer: JsonPointer) => placeWords(pointer, judgedData), [judgedData])
  const writeText = useCallback((next: string) => write(next, 'text'), [write])
  const markLine = useSteady((line: number) => view.mark(judged.current && thingOfLine(judged.current.lines, line)))
  const outputTargets = useMemo(
    () => targets.map((target) => ({ ...target, version: view.versions[target.id] ?? target.defaultVersion })),
    [targets, view.versions],
  )
  const mode = selection ? valueAt(data, `${selection}/mode`) : null
  const glowStyle = mode === 'passthrough' ? 'is-passthrough' : mode ? '' : 'is-neutral'
  const name = String(valueAt(data ?? good?.data, '/name') ?? plan.name)
  const lockedBecause = whyLocked(judged, text)
  const openFile =
    tab === planTab
      ? { name: `${name}.yaml`, text }
      : artifact
        ? { name: artifact.path.split('/').at(-1) ?? artifact.path, text: artifact.text }
        : null
  const commandParts = planCommandParts({
    planId: plan.id,
    document,
    view,
    good,
    checks,
    targets,
    openFile,
    studioView,
    lockedBecause,
    unread,
    save: saveNow,
    explain,
    add,
    duplicate,
    remove,
    compare: compareRoute,
    askSheet,
    setStudioView,
    advise: () => setAdvising(true),
    downloadZip: () => setZipOpen(true),
  })

  return (
    <PlanFormProvider value={form}>
      <div ref={adoptEarlyInput} className="flex h-dvh flex-col">
        <TopBar
          name={name}
          autosave={autosave.state}
          canUndo={document.canUndo}
          canRedo={document.canRedo}
          onUndo={document.undo}
          onRedo={document.redo}
          commands={<PlanCommandButton parts={commandParts} listPlans={listPlans} />}
        >
          <PreviewLinks planId={plan.id} />
          <DownloadMenu
            planId={plan.id}
            targets={targets}
            versions={view.versions}
            openFile={openFile}
            isZipOpen={isZipOpen}
            onZip={setZipOpen}
            blockedBecause={
              judged.current?.plan === null
                ? 'The text in plan.yaml is no plan now, so the server cannot make files from it. Its problems say why.'
                : null
            }
            errorCount={unread ? null : findings.filter(({ severity }) => severity === 'error').length}
            flush={autosave.flush}
          />
        </TopBar>
        <main className="flex min-h-0 flex-1 flex-col" aria-label={`Plan ${name}`}>
          <ExplainBar
            question={question}
            onChange={setQuestion}
            explanation={explanation}
            trust={good?.plan?.trust ?? none}
            inputId={explainId}
            onOpen={view.inspect}
          />
          <EditorNotices
            autosave={autosave.state}
            judged={judged}
            text={text}
            refusal={document.refusal}
            onCompare={() => saving.setComparing(true)}
            onOpenFinding={openFinding}
            onReturn={() => good && write(good.text, null)}
          />
          <SavingParts
            saving={saving}
            name={name}
            text={text}
            data={data ?? good?.data ?? null}
            canUndo={document.canUndo}
            onUndo={document.undo}
            onSelect={view.inspect}
            create={create}
          />
          {view.lostName && <LostLinkNotice name={view.lostName} onClose={view.forgetLost} />}
          <PaneSwitch pane={pane} onPane={view.setPane} problemCount={findings.length} />
          <div
            className={classNames(
              'grid min-h-0 flex-1',
              isTopology
                ? 'lg:grid-cols-[minmax(0,1fr)_21rem]'
                : 'lg:grid-cols-[minmax(25rem,1.1fr)_21rem_minmax(24rem,1.25fr)]',
            )}
          >
            <div
              className={classNames(
                'min-h-0 min-w-0 flex-col lg:flex',
                pane === 'plan' || pane === 'problems' ? 'flex' : 'hidden',
              )}
            >
              <ViewBar
                view={studioView}
                onView={setStudioView}
                onAdvise={() => setAdvising(true)}
                isLocked={lockedBecause !== null}
                className={classNames('lg:flex', pane === 'plan' ? 'flex' : 'hidden')}
              />
              {isTopology && good?.plan && (
                <div className={classNames('min-h-0 flex-1 lg:block', pane === 'plan' ? 'block' : 'hidden')}>
                  <LazyTopologyView
                    plan={good.plan}
                    findings={judged.current?.plan ? findings : good.findings}
                    selection={selection}
                    decision={decision}
                    onSelect={view.inspect}
                    onSave={saveFile}
                  />
                </div>
              )}
              <ScrollRegion
                label="Lanes and parts"
                className={classNames(
                  'min-h-0 flex-1 overflow-y-auto',
                  isTopology && good?.plan ? 'hidden' : classNames('lg:block', pane === 'plan' ? 'block' : 'hidden'),
                )}
              >
                {good?.plan ? (
                  <PlanBoard
                    plan={good.plan}
                    findings={judged.current?.plan ? findings : good.findings}
                    target={targetJudgement}
                    selection={selection}
                    lit={lit}
                    onSelect={view.inspect}
                    onAdd={add}
                    isLocked={lockedBecause !== null}
                  />
                ) : unread ? (
                  <Unread because={unread} />
                ) : (
                  <p className="p-3 text-muted">
                    The text is no plan yet, so there are no lanes to show. Its problems say what is missing.
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
                  unread={unread}
                  data={judgedData}
                  onOpen={openFinding}
                  onFix={fixFinding}
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
                unread={unread}
                onToggleHelp={toggleHelp}
                plan={good?.plan ?? null}
                target={targetJudgement}
              />
            </div>
            <div
              className={classNames(
                'min-h-0 min-w-0',
                isTopology ? 'lg:hidden' : 'lg:block',
                pane === 'files' ? 'block' : 'hidden',
              )}
            >
              <OutputPane
                targets={outputTargets}
                tab={tab}
                onTab={view.setTab}
                planEditor={
                  <PlanTextEditor
                    text={text}
                    judgement={judged.current}
                    selection={selection}
                    glowStyle={glowStyle}
                    reveal={view.reveal}
                    losses={output.emission?.losses ?? none}
                    flash={saving.merging.flash}
                    targetTitle={openTarget?.title ?? ''}
                    onCursor={view.setCursor}
                    onEdit={writeText}
                    onUndo={document.undo}
                    onRedo={document.redo}
                    onLine={markLine}
                  />
                }
                emission={output.emission}
                failure={output.failure ?? judged.failure}
                planText={good?.text ?? null}
                unread={unread}
                findings={good?.findings ?? none}
                start={start}
                checks={checks}
                onCursor={view.setCursor}
                file={view.file}
                onFile={view.setFile}
                onVersion={view.setVersion}
                selection={selection}
                glowStyle={glowStyle}
                reveal={view.reveal.at}
                onSelect={view.mark}
                placeWords={words}
                onDownload={saveArtifact}
              />
            </div>
          </div>
        </main>
      </div>
      {sheet}
      <PlanDialogs
        dialogs={dialogs}
        good={good}
        data={data ?? good?.data ?? null}
        engine={engine}
        targets={targets}
        advisorTargets={advisorTargets}
        view={view}
        apply={apply}
      />
    </PlanFormProvider>
  )
}
