import type { LocatedFinding } from '@/lib/rules/run-rules'
import { SeveritySign } from '../../../findings/severity-sign'

/** What rules say of a field or a group, where it is edited. */
export function FieldFindings({ id, findings }: { id?: string; findings: readonly LocatedFinding[] }) {
  if (findings.length === 0) return null
  return (
    <ul id={id} className="mt-0.5 space-y-0.5">
      {findings.map((finding) => (
        <li key={finding.rule + finding.message} className="flex gap-1 text-xs">
          <SeveritySign severity={finding.severity} className="mt-0.5 size-3.5" />
          <span className="min-w-0 break-words">{finding.message}</span>
        </li>
      ))}
    </ul>
  )
}
