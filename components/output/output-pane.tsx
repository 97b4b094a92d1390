'use client'
import { Check, Copy, Download } from 'lucide-react'
import { Tabs } from 'radix-ui'
import { type ReactNode, useMemo, useState } from 'react'
import type { JsonPointer } from '@/lib/domain-model/json-pointer'
import type { Emission } from '@/lib/targets/emit'
import type { Artifact } from '@/lib/targets/target'
import { IconButton } from '../ui/button'
import { LazyCodeEditor } from './lazy-editors'
import { LossStrip } from './loss-strip'
import { linesOf, thingOfOutputLine } from './provenance'

export interface OutputTarget {
  id: string
  title: string
  versions: readonly string[]
  version: string
}

interface Props {
  targets: readonly OutputTarget[]
  tab: string
  onTab: (tab: string) => void
  /** The editor of the plan itself. */
  planEditor: ReactNode
  emission: Emission | null
  failure: string | null
  hasPlan: boolean
  file: string | null
  onFile: (path: string) => void
  onVersion: (target: string, version: string) => void
  selection: JsonPointer | null
  glowStyle: string
  reveal: number
  onSelect: (pointer: JsonPointer) => void
  placeWords: (pointer: JsonPointer) => string
  onDownload: (artifact: Artifact) => void
}

export const planTab = 'plan.yaml'

const tabStyle =
  'shrink-0 border-b-2 border-transparent px-3 py-2 font-mono text-xs text-muted hover:text-ink data-[state=active]:border-ink data-[state=active]:text-ink data-[state=active]:font-semibold outline-offset-[-3px]'

export function OutputPane({ targets, tab, onTab, planEditor, ...rest }: Props) {
  return (
    <Tabs.Root
      value={tab}
      onValueChange={onTab}
      activationMode="manual"
      className="flex h-full min-h-0 flex-col bg-surface"
      asChild
    >
      <section aria-label="Files">
        <Tabs.List aria-label="Files" className="flex h-10 shrink-0 overflow-x-auto border-line border-b">
          <Tabs.Trigger value={planTab} className={tabStyle}>
            {planTab}
          </Tabs.Trigger>
          {targets.map(({ id, title }) => (
            <Tabs.Trigger key={id} value={id} className={tabStyle}>
              {title}
            </Tabs.Trigger>
          ))}
        </Tabs.List>
        <Tabs.Content value={planTab} forceMount className="min-h-0 flex-1 data-[state=inactive]:hidden">
          {planEditor}
        </Tabs.Content>
        {targets.map((target) => (
          <Tabs.Content
            key={target.id}
            value={target.id}
            className="flex min-h-0 flex-1 flex-col data-[state=inactive]:hidden"
          >
            <TargetFiles target={target} {...rest} />
          </Tabs.Content>
        ))}
      </section>
    </Tabs.Root>
  )
}

type FilesProps = Omit<Props, 'targets' | 'tab' | 'onTab' | 'planEditor'> & { target: OutputTarget }

function TargetFiles({
  target,
  emission,
  failure,
  hasPlan,
  file,
  onFile,
  onVersion,
  selection,
  glowStyle,
  reveal,
  onSelect,
  placeWords,
  onDownload,
}: FilesProps) {
  const artifact = emission?.artifacts.find(({ path }) => path === file) ?? emission?.artifacts[0] ?? null
  const lines = useMemo(() => (artifact ? linesOf(artifact, selection) : []), [artifact, selection])
  const glow = useMemo(() => ({ lines, style: glowStyle }), [lines, glowStyle])
  const [first] = lines
  const revealed = useMemo(() => (first === undefined ? null : { line: first, at: reveal }), [first, reveal])
  if (failure)
    return (
      <p className="px-3 py-3">
        This target failed, which is our bug: {failure}. The plan is not touched; other tabs still work.
      </p>
    )
  if (!hasPlan)
    return (
      <p className="px-3 py-3 text-muted">
        There is nothing to generate yet: the text in plan.yaml is no plan. Its problems say why.
      </p>
    )
  return (
    <>
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1 border-line border-b px-3 py-1">
        <label className="flex items-center gap-1.5 text-muted text-xs">
          Version
          <select
            className="h-7 rounded-sm border border-edge/70 bg-surface px-1 font-mono text-ink text-xs"
            value={target.version}
            onChange={(event) => onVersion(target.id, event.target.value)}
          >
            {target.versions.map((version) => (
              <option key={version}>{version}</option>
            ))}
          </select>
        </label>
        {emission && artifact && (
          <label className="flex min-w-0 items-center gap-1.5 text-muted text-xs">
            File
            <select
              className="h-7 min-w-0 rounded-sm border border-edge/70 bg-surface px-1 font-mono text-ink text-xs"
              value={artifact.path}
              onChange={(event) => onFile(event.target.value)}
            >
              {emission.artifacts.map(({ path }) => (
                <option key={path}>{path}</option>
              ))}
            </select>
            <span className="shrink-0">of {emission.artifacts.length}</span>
          </label>
        )}
        <span className="flex-1" />
        {artifact && <CopyButton text={artifact.text} name={artifact.path} />}
        {artifact && (
          <IconButton label={`Download ${artifact.path}`} onClick={() => onDownload(artifact)}>
            <Download aria-hidden />
          </IconButton>
        )}
      </div>
      {emission && (
        <LossStrip
          title={target.title}
          losses={emission.losses}
          verdicts={emission.verdicts}
          placeWords={placeWords}
          onOpen={onSelect}
        />
      )}
      <div className="min-h-0 flex-1">
        {artifact ? (
          <LazyCodeEditor
            label={`${artifact.path} for ${target.title} ${target.version}, read-only`}
            language={artifact.language === 'text' ? 'plaintext' : artifact.language}
            text={artifact.text}
            glow={glow}
            reveal={revealed}
            onLine={(line) => {
              const thing = thingOfOutputLine(artifact, line)
              if (thing) onSelect(thing)
            }}
          />
        ) : (
          <p className="px-3 py-3 text-muted">Generating…</p>
        )}
      </div>
    </>
  )
}

function CopyButton({ text, name }: { text: string; name: string }) {
  const [state, setState] = useState<'idle' | 'done' | 'failed'>('idle')
  const copy = () =>
    navigator.clipboard.writeText(text).then(
      () => setState('done'),
      () => setState('failed'),
    )
  const label =
    state === 'failed' ? 'Copying was refused by the browser' : state === 'done' ? `Copied ${name}` : `Copy ${name}`
  return (
    <IconButton label={label} onClick={copy} onBlur={() => setState('idle')}>
      {state === 'done' ? <Check aria-hidden /> : <Copy aria-hidden />}
    </IconButton>
  )
}
