'use client'
import { classNames } from '../ui/class-names'

const panes = [
  ['plan', 'Lanes'],
  ['inspector', 'Inspector'],
  ['files', 'Files'],
  ['problems', 'Problems'],
] as const
export type PaneId = (typeof panes)[number][0]

/** On narrow screens one pane at a time; wide ones show all and hide this. */
export function PaneSwitch({
  pane,
  onPane,
  problemCount,
}: {
  pane: PaneId
  onPane: (pane: PaneId) => void
  problemCount: number
}) {
  return (
    <nav aria-label="Panes" className="flex shrink-0 border-line border-b bg-surface lg:hidden">
      {panes.map(([id, title]) => (
        <button
          key={id}
          type="button"
          aria-pressed={pane === id}
          onClick={() => onPane(id)}
          className={classNames(
            'flex-1 border-b-2 px-1 py-2 font-medium text-xs outline-offset-[-3px]',
            pane === id ? 'border-ink' : 'border-transparent text-muted',
          )}
        >
          {title}
          {id === 'problems' && problemCount > 0 && ` (${problemCount})`}
        </button>
      ))}
    </nav>
  )
}
