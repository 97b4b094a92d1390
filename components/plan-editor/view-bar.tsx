'use client'
import { Compass, Rows3, Workflow } from 'lucide-react'
import { Button } from '../ui/button'
import { classNames } from '../ui/class-names'
import type { StudioView } from './use-studio-view'

const views = [
  { id: 'lanes', title: 'Lanes', Sign: Rows3 },
  { id: 'topology', title: 'Topology', Sign: Workflow },
] as const

interface Props {
  view: StudioView
  onView: (view: StudioView) => void
  onAdvise: () => void
  isLocked: boolean
  className?: string
}

/** Two views of one plan, and the way to an advised route. */
export function ViewBar({ view, onView, onAdvise, isLocked, className }: Props) {
  return (
    <div className={classNames('shrink-0 items-center gap-2 border-line border-b bg-surface px-2 py-1', className)}>
      <fieldset className="flex">
        <legend className="sr-only">View</legend>
        {views.map(({ id, title, Sign }) => (
          <button
            key={id}
            type="button"
            aria-pressed={view === id}
            onClick={() => onView(id)}
            className={classNames(
              'inline-flex h-7 items-center gap-1.5 border px-2 font-medium text-xs first-of-type:rounded-l-sm last-of-type:rounded-r-sm last-of-type:border-l-0',
              view === id ? 'border-edge bg-pressed' : 'border-edge/60 text-muted hover:bg-pressed',
            )}
          >
            <Sign aria-hidden className="size-4" />
            {title}
          </button>
        ))}
      </fieldset>
      <span className="flex-1" />
      <Button size="small" onClick={onAdvise} disabled={isLocked}>
        <Compass aria-hidden /> Advisor…
      </Button>
    </div>
  )
}
