import Link from 'next/link'
import type { Severity } from '@/lib/diagnostics/finding'
import { SeveritySign } from '../findings/severity-sign'

interface Props {
  rules: readonly { id: string; severity: Severity; summary: string }[]
}

export function RuleTable({ rules }: Props) {
  return (
    <div className="relative overflow-x-auto rounded-sm border border-line bg-surface">
      <table className="w-full text-left">
        <caption className="sr-only">All rules</caption>
        <thead className="border-line border-b bg-raised text-muted text-xs">
          <tr>
            <th scope="col" className="px-3 py-1.5 font-medium">
              Severity
            </th>
            <th scope="col" className="px-3 py-1.5 font-medium">
              Rule
            </th>
            <th scope="col" className="px-3 py-1.5 font-medium">
              What it finds
            </th>
          </tr>
        </thead>
        <tbody className="divide-y divide-line">
          {rules.map(({ id, severity, summary }) => (
            <tr key={id} className="align-top">
              <td className="px-3 py-1.5">
                <span className="flex items-center gap-1.5">
                  <SeveritySign severity={severity} />
                  <span aria-hidden className="max-sm:hidden">
                    {severity}
                  </span>
                </span>
              </td>
              <th scope="row" className="px-3 py-1.5 font-normal">
                <Link
                  href={`/reference/rules/${id}`}
                  prefetch={false}
                  className="font-mono underline decoration-edge underline-offset-2 hover:decoration-ink"
                >
                  {id}
                </Link>
              </th>
              <td className="px-3 py-1.5">{summary}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
