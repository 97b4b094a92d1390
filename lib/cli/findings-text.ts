import type { Severity } from '../diagnostics/finding'
import type { LocatedFinding } from '../rules/run-rules'
import { columns, type Paint, plain, wrap } from './paint'

const colors: Record<Severity, 'red' | 'yellow' | 'cyan'> = { error: 'red', warning: 'yellow', hint: 'cyan' }
const width = 110

/** Findings as people read them: place, severity and rule in columns, then what is wrong and the way out. */
export function findingLines(name: string, findings: readonly LocatedFinding[], paint: Paint): string[] {
  const heads = columns(
    findings.map(({ line, column, severity, rule }) => [
      `${plain(name)}${line === null ? '' : `:${line}:${column ?? 1}`}`,
      severity,
      plain(rule),
    ]),
  )
  return findings.flatMap(({ severity, message, fix }, index) => {
    const [place = '', level = '', rule = ''] = heads[index] ?? []
    return [
      `${paint('bold', place)}  ${paint(colors[severity], level)}  ${paint('dim', rule)}`,
      wrap(plain(message), width, '  '),
      ...(fix ? [paint('green', wrap(`fix: ${plain(fix.text)}`, width, '  '))] : []),
    ]
  })
}

export function countLine(findings: readonly { severity: Severity }[]): string {
  if (findings.length === 0) return 'No findings.'
  const of = (severity: Severity) => findings.filter((finding) => finding.severity === severity).length
  const count = (number: number, noun: string) => `${number} ${noun}${number === 1 ? '' : 's'}`
  return `${count(of('error'), 'error')}, ${count(of('warning'), 'warning')}, ${count(of('hint'), 'hint')}`
}
