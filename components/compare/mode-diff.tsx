import { useId } from 'react'
import type { Mode } from '@/lib/domain-model/route'
import { ModeSign } from '../modes/mode-sign'
import type { TargetFacts } from '../plan-editor/target-facts'
import { classNames } from '../ui/class-names'
import { Notice } from '../ui/notice'
import { DiffView } from './diff-view'
import type { ModeOutput } from './use-mode-output'

interface Props {
  modes: readonly { mode: Mode; title: string }[]
  shown: Mode
  onShow: (mode: Mode) => void
  targets: readonly TargetFacts[]
  target: string
  version: string
  onTarget: (target: string) => void
  output: ModeOutput | undefined
  failure: string | null
}

/** The files of one target: as they are now, against how they would be. */
export function ModeDiff({ modes, shown, onShow, targets, target, version, onTarget, output, failure }: Props) {
  const id = useId()
  return (
    <section aria-labelledby={id} className="space-y-2">
      <header className="flex flex-wrap items-center gap-x-3 gap-y-2">
        <h3 id={id} className="text-sm">
          Files, if changed to
        </h3>
        <fieldset className="flex flex-wrap gap-1">
          <legend className="sr-only">Show the files of</legend>
          {modes.map(({ mode, title }) => (
            <button
              key={mode}
              type="button"
              aria-pressed={mode === shown}
              onClick={() => onShow(mode)}
              className={classNames(
                'inline-flex h-7 items-center gap-1.5 rounded-sm border px-2 font-medium text-xs',
                mode === shown ? 'border-ink bg-pressed' : 'border-edge/60 hover:bg-pressed',
              )}
            >
              <ModeSign mode={mode} className="h-3.5 w-6" />
              {title}
            </button>
          ))}
        </fieldset>
        <label className="flex items-center gap-1.5 text-muted text-xs">
          for
          <select
            className="h-7 rounded-sm border border-edge/70 bg-surface px-1 text-ink text-xs"
            value={target}
            onChange={(event) => onTarget(event.target.value)}
          >
            {targets.map(({ id: value, title }) => (
              <option key={value} value={value}>
                {title}
              </option>
            ))}
          </select>
          <span className="font-mono">{version}</span>
        </label>
      </header>
      {failure ? (
        <Notice look="error" title="The files could not be made, which is our bug">
          {failure}
        </Notice>
      ) : output === undefined ? (
        <p className="text-muted">Generating…</p>
      ) : output.diffs === null ? (
        <p className="text-muted">In this mode the text would be no plan, so there are no files to show.</p>
      ) : (
        <DiffView diffs={output.diffs} />
      )}
    </section>
  )
}
