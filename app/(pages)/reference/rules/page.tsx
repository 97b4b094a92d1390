import type { Metadata } from 'next'
import { RuleTable } from '@/components/reference/rule-table'
import { rules } from '@/lib/rules/catalogue'

export const metadata: Metadata = { title: 'Rules' }

const rank = { error: 0, warning: 1, hint: 2 }

export default function RulesPage() {
  const sorted = [...rules].sort((a, b) => rank[a.severity] - rank[b.severity] || a.id.localeCompare(b.id, 'en'))
  return (
    <div className="space-y-3">
      <h1 className="text-xl leading-7">Rules</h1>
      <p className="max-w-prose text-muted">
        {rules.length} ways in which a hybrid edge goes wrong. Every plan is judged by all of them while it is edited,
        on the command line and in every download.
      </p>
      <RuleTable rules={sorted.map(({ id, severity, summary }) => ({ id, severity, summary }))} />
    </div>
  )
}
