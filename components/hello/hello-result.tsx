import type { HelloAnswer } from '@/lib/diagnostics/hello-report'
import { CopyButton } from '../output/copy-button'

const signs = { ok: '✓', incomplete: '…', 'not-tls': '✗', malformed: '✗' } as const

export function HelloResult({ answer: { report, verdict, facts } }: { answer: HelloAnswer }) {
  const json = JSON.stringify(report, null, 2)
  return (
    <div className="space-y-3">
      <div role="status">
        <p className="font-semibold text-base">
          <span aria-hidden>{signs[report.outcome]}</span> {verdict}
        </p>
        <p>{report.reason}.</p>
      </div>
      <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-4 gap-y-1 border-line border-y py-2 text-sm">
        {facts.map(([name, value]) => (
          <div key={name} className="contents">
            <dt className="text-muted">{name}</dt>
            <dd className="break-words font-mono text-xs leading-5">{value}</dd>
          </div>
        ))}
      </dl>
      <details className="text-xs">
        <summary className="cursor-pointer py-0.5">The same as JSON, as signalbox hello --json prints it</summary>
        <div className="flex items-start gap-1">
          <pre className="min-w-0 flex-1 whitespace-pre-wrap break-all bg-raised px-2 py-1 font-mono">{json}</pre>
          <CopyButton text={json} name="the JSON" />
        </div>
      </details>
    </div>
  )
}
