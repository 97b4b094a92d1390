import { CircleAlert, Lightbulb, TriangleAlert } from 'lucide-react'
import type { Severity } from '@/lib/diagnostics/finding'
import { classNames } from '../ui/class-names'

const signs = {
  error: { Sign: CircleAlert, style: 'text-error' },
  warning: { Sign: TriangleAlert, style: 'text-warning' },
  hint: { Sign: Lightbulb, style: 'text-hint' },
}

const severities: readonly Severity[] = ['error', 'warning', 'hint']

export function SeveritySign({ severity, className = 'size-4' }: { severity: Severity; className?: string }) {
  const { Sign, style } = signs[severity]
  return <Sign role="img" aria-label={severity} className={classNames('shrink-0', style, className)} />
}

export type SeverityCounts = Record<Severity, number>

export function countSeverities(findings: readonly { severity: Severity }[]): SeverityCounts {
  const counts = { error: 0, warning: 0, hint: 0 }
  for (const { severity } of findings) counts[severity]++
  return counts
}

/** `2 errors, 1 hint` with signs; says so when there is nothing. */
export function SeverityCountList({ counts, none = 'no findings' }: { counts: SeverityCounts; none?: string }) {
  const present = severities.filter((severity) => counts[severity] > 0)
  if (present.length === 0) return <span className="text-muted text-xs">{none}</span>
  return (
    <span className="inline-flex items-center gap-2">
      {present.map((severity) => {
        const { Sign, style } = signs[severity]
        const words = `${counts[severity]} ${severity}${counts[severity] === 1 ? '' : 's'}`
        return (
          <span
            key={severity}
            title={words}
            className={classNames('inline-flex items-center gap-0.5 font-medium text-xs', style)}
          >
            <Sign aria-hidden className="size-3.5" />
            <span aria-hidden>{counts[severity]}</span>
            <span className="sr-only">{words}</span>
          </span>
        )
      })}
    </span>
  )
}
