import { CircleAlert, Info, TriangleAlert } from 'lucide-react'
import type { ReactNode } from 'react'
import { classNames } from './class-names'

const looks = {
  error: { style: 'border-error bg-error-soft', ink: 'text-error', Sign: CircleAlert },
  warning: { style: 'border-warning bg-warning-soft', ink: 'text-warning', Sign: TriangleAlert },
  plain: { style: 'border-edge bg-raised', ink: 'text-muted', Sign: Info },
}

interface Props {
  look?: keyof typeof looks
  title?: ReactNode
  children?: ReactNode
  actions?: ReactNode
  className?: string
  /** Announce it when it appears. */
  live?: boolean
}

export function Notice({ look = 'plain', title, children, actions, className, live }: Props) {
  const { style, ink, Sign } = looks[look]
  return (
    <div
      role={live ? 'status' : undefined}
      className={classNames(
        'flex flex-wrap items-start gap-x-3 gap-y-2 rounded-sm border-l-4 px-3 py-2',
        style,
        className,
      )}
    >
      <Sign aria-hidden className={classNames('mt-0.5 size-4 shrink-0', ink)} />
      <div className="min-w-0 flex-1 basis-48">
        {title && <p className="font-semibold">{title}</p>}
        {children}
      </div>
      {actions && <div className="flex flex-wrap gap-2">{actions}</div>}
    </div>
  )
}
