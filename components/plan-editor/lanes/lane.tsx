'use client'
import { Plus } from 'lucide-react'
import type { ReactNode } from 'react'
import { ModeSign } from '../../modes/mode-sign'
import { IconButton } from '../../ui/button'
import { classNames } from '../../ui/class-names'
import type { LaneMode } from './card-facts'

const words = {
  terminate: {
    title: 'Terminate',
    says: 'TLS ends at the edge',
    style: 'border-t-terminate',
    empty: 'No name ends here yet. Terminate names whose paths, headers or rate limits the edge must see.',
  },
  passthrough: {
    title: 'Passthrough',
    says: 'TLS runs through untouched',
    style: 'border-t-passthrough',
    empty:
      'Nothing runs through yet. Pass through names whose backend holds the certificate or checks client certificates itself.',
  },
} as const

interface Props {
  mode: LaneMode
  count: number
  isFiltered: boolean
  onAdd: () => void
  isLocked: boolean
  /** Whether a card that is being dragged may fall here, and whether it is above it now. */
  drop: 'possible' | 'here' | null
  children: ReactNode
}

export function Lane({ mode, drop, count, isFiltered, onAdd, isLocked, children }: Props) {
  const { title, says, style, empty } = words[mode]
  return (
    <section
      aria-label={`${title} lane`}
      data-lane={mode}
      className={classNames(
        'min-w-0 rounded-sm border-line border-x border-t-4 border-b',
        style,
        drop === 'here' ? 'bg-pressed outline-2 outline-ink outline-solid' : 'bg-raised',
        drop === 'possible' && 'outline-2 outline-edge outline-dashed',
      )}
    >
      <header className="flex items-center gap-2 px-2 py-1.5 compact:py-0.5">
        <ModeSign mode={mode} />
        <div className="min-w-0 flex-1 compact:flex compact:items-baseline compact:gap-2">
          <h2 className="whitespace-nowrap text-sm leading-4">
            {title} <span className="font-normal text-muted">({count})</span>
          </h2>
          <p className="truncate text-2xs text-muted leading-4">{says}</p>
        </div>
        <IconButton label={`Add a ${title.toLowerCase()} route`} onClick={onAdd} disabled={isLocked}>
          <Plus aria-hidden />
        </IconButton>
      </header>
      {count === 0 ? (
        <p className="px-2 pb-3 text-muted text-xs">{isFiltered ? 'No route here matches the filter.' : empty}</p>
      ) : (
        children
      )}
    </section>
  )
}
