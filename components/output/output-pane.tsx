'use client'
import * as Tabs from '@radix-ui/react-tabs'
import dynamic from 'next/dynamic'
import { type ReactNode, useRef } from 'react'
import { planTab } from './output-address'
import type { OutputTarget } from './output-target'
import type { TargetFilesProps } from './target-files'
import type { SeenFiles } from './use-line-changes'
import type { NativeChecks } from './use-native-checks'

/** Comes with the page only where a link opens a target. */
const TargetFiles = dynamic(() => import('./target-files').then((module) => module.TargetFiles), {
  loading: () => <p className="px-3 py-3 text-muted">Generating…</p>,
})

type FilesProps = Omit<TargetFilesProps, 'target' | 'seen' | 'check' | 'onCheck' | 'onDismissCheck' | 'startLine'>

interface Props extends FilesProps {
  targets: readonly OutputTarget[]
  tab: string
  onTab: (tab: string) => void
  /** The editor of the plan itself. */
  planEditor: ReactNode
  /** The line that the address named, with its tab. */
  start: { tab: string; line: number | null } | null
  checks: NativeChecks
}

const tabStyle =
  'shrink-0 border-b-2 border-transparent px-3 py-2 font-mono text-xs text-muted hover:text-ink data-[state=active]:border-ink data-[state=active]:text-ink data-[state=active]:font-semibold outline-offset-[-3px]'

export function OutputPane({ targets, tab, onTab, planEditor, start, checks, ...files }: Props) {
  const seen = useRef<SeenFiles>(new Map())
  // A link leads to its line once: who comes back to the tab is where they were going.
  const opened = useRef(start?.tab === tab)
  if (start?.tab !== tab) opened.current = false
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
            <TargetFiles
              target={target}
              {...files}
              startLine={opened.current ? (start?.line ?? null) : null}
              seen={seen.current}
              check={checks.byTarget[target.id] ?? null}
              onCheck={checks.check}
              onDismissCheck={checks.dismiss}
            />
          </Tabs.Content>
        ))}
      </section>
    </Tabs.Root>
  )
}
