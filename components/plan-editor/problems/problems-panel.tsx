'use client'
import { CheckCircle2, Wrench } from 'lucide-react'
import Link from 'next/link'
import { memo } from 'react'
import type { JsonPointer } from '@/lib/domain-model/json-pointer'
import type { PatchOperation } from '@/lib/domain-model/patch'
import type { LocatedFinding } from '@/lib/rules/run-rules'
import { countSeverities, SeverityCountList, SeveritySign } from '../../findings/severity-sign'
import { Button } from '../../ui/button'
import { ScrollRegion } from '../../ui/scroll-region'
import { Unread } from '../../ui/unread'
import { placeWords } from '../edits/place-words'

interface Props {
  findings: readonly LocatedFinding[]
  /** Why nobody has looked yet, or null. */
  unread: string | null
  data: unknown
  onOpen: (finding: LocatedFinding) => void
  onFix: (patch: PatchOperation[]) => void
}

const shownMax = 200

/** Every finding with its place, its reason and its way out. */
export const ProblemsPanel = memo(Panel)

function Panel({ findings, unread, data, onOpen, onFix }: Props) {
  return (
    <section aria-label="Problems" className="flex h-full min-h-0 flex-col bg-surface">
      <header className="flex h-9 shrink-0 items-center gap-3 border-line border-b px-3">
        <h2 className="text-sm">Problems</h2>
        <span aria-live="polite">
          {!unread && <SeverityCountList counts={countSeverities(findings)} none="none" />}
        </span>
      </header>
      {unread ? (
        <Unread because={unread} />
      ) : findings.length === 0 ? (
        <p className="flex items-center gap-2 px-3 py-3 text-muted">
          <CheckCircle2 aria-hidden className="size-4" /> Nothing to report: every rule passes.
        </p>
      ) : (
        <ScrollRegion label="Findings" className="min-h-0 flex-1 overflow-y-auto">
          <ol className="divide-y divide-line">
            {findings.slice(0, shownMax).map((finding) => (
              <Problem
                key={`${finding.rule} ${finding.path} ${finding.message}`}
                finding={finding}
                place={placeWords(finding.path as JsonPointer, data)}
                onOpen={onOpen}
                onFix={onFix}
              />
            ))}
            {findings.length > shownMax && (
              <li className="px-3 py-2 text-muted">and {findings.length - shownMax} more; these go first</li>
            )}
          </ol>
        </ScrollRegion>
      )}
    </section>
  )
}

interface ProblemProps extends Pick<Props, 'onOpen' | 'onFix'> {
  finding: LocatedFinding
  place: string
}

function Problem({ finding, place, onOpen, onFix }: ProblemProps) {
  const { rule, severity, message, line, fix } = finding
  const patch = fix?.patch
  return (
    <li className="flex items-start gap-2 px-3 py-1.5">
      <SeveritySign severity={severity} className="mt-0.5 size-4" />
      <div className="min-w-0 flex-1">
        <p className="break-words">{message}</p>
        {fix && <p className="text-muted text-xs">{fix.text}</p>}
        <p className="mt-0.5 flex flex-wrap items-center gap-x-3 gap-y-0.5 text-xs">
          <button
            type="button"
            onClick={() => onOpen(finding)}
            className="text-left font-mono underline decoration-edge underline-offset-2 hover:decoration-ink"
          >
            {place}
            {line !== null && `, line ${line}`}
          </button>
          {rule.startsWith('document/') ? (
            <span className="font-mono text-muted">{rule}</span>
          ) : (
            <Link
              href={`/reference/rules/${rule}`}
              prefetch={false}
              className="font-mono text-muted underline decoration-line underline-offset-2 hover:decoration-ink"
            >
              {rule}
            </Link>
          )}
        </p>
      </div>
      {patch && (
        <Button size="small" onClick={() => onFix(patch)} aria-label={`Fix: ${fix.text}`}>
          <Wrench aria-hidden /> Fix
        </Button>
      )}
    </li>
  )
}
