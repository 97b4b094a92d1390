import type { Finding, Severity } from '../diagnostics/finding'
import { features } from '../domain-model/feature'
import type { Plan } from '../domain-model/plan'
import type { BundlePart } from './bundle-part'
import type { Verdict } from './capabilities'

type PlacedFinding = Finding & { line?: number | null }

const severities: Record<Severity, string> = { error: 'Errors', warning: 'Warnings', hint: 'Hints' }

/** The page that a reviewer reads first: what the rules found, and per target what is lost or comes about otherwise. */
export function reportText(plan: Plan, findings: readonly PlacedFinding[], parts: readonly BundlePart[]): string {
  return [
    `# ${inline(plan.name)}: report`,
    '',
    `${count(plan.routes.length, 'route')} on ${count(plan.listeners.length, 'listener')}; ${summary(findings)}.`,
    '',
    '## Findings',
    '',
    ...findingLines(findings),
    ...parts.flatMap(partLines),
  ]
    .join('\n')
    .trimEnd()
    .concat('\n')
}

function summary(findings: readonly PlacedFinding[]): string {
  const of = (severity: Severity) => findings.filter((finding) => finding.severity === severity).length
  return `${count(of('error'), 'error')}, ${count(of('warning'), 'warning')}, ${count(of('hint'), 'hint')}`
}

function findingLines(findings: readonly PlacedFinding[]): string[] {
  if (findings.length === 0) return ['None.', '']
  return (Object.keys(severities) as Severity[]).flatMap((severity) => {
    const own = findings.filter((finding) => finding.severity === severity)
    if (own.length === 0) return []
    return [
      `### ${severities[severity]}`,
      '',
      ...own.flatMap(({ rule, message, path, line, fix }) => [
        `- **${inline(rule)}** at ${place(path)}${line ? `, line ${line}` : ''}: ${inline(message)}`,
        ...(fix ? [`  Fix: ${inline(fix.text)}`] : []),
      ]),
      '',
    ]
  })
}

function partLines({ target, version, folder, emission }: BundlePart): string[] {
  const verdicts = grouped(emission.verdicts.filter(({ verdict }) => verdict !== 'native'))
  return [
    `## ${target.title} ${version}`,
    '',
    `${target.summary} Files in \`${folder}/\`, commands in \`${folder}/COMMANDS.md\`.`,
    '',
    '### Not carried',
    '',
    ...(emission.losses.length === 0
      ? ['Nothing is lost.', '']
      : [
          ...emission.losses.map(
            ({ path, reason, fix }) => `- ${place(path)}: ${inline(reason)}${fix ? ` Way out: ${inline(fix)}` : ''}`,
          ),
          '',
        ]),
    '### Carried otherwise',
    '',
    ...(verdicts.length === 0
      ? ['Everything else is native.', '']
      : [
          '| feature | places | verdict | reason | source |',
          '| --- | --- | --- | --- | --- |',
          ...verdicts.map(
            ({ verdict: { feature, verdict, reason, source }, places }) =>
              `| ${features[feature]} | ${places} | ${verdict} | ${inline(reason)} | ${inline(source)} |`,
          ),
          '',
        ]),
  ]
}

/** One row per feature: its verdict is the same everywhere in the plan. */
function grouped(verdicts: readonly Verdict[]): { verdict: Verdict; places: number }[] {
  const rows = new Map<string, { verdict: Verdict; places: number }>()
  for (const verdict of verdicts) {
    const row = rows.get(verdict.feature)
    if (row) row.places++
    else rows.set(verdict.feature, { verdict, places: 1 })
  }
  return [...rows.values()]
}

const count = (number: number, noun: string) => `${number} ${noun}${number === 1 ? '' : 's'}`
const place = (path: string) => (path === '' ? 'the plan' : `\`${path.replace(/[`\r\n]/g, '?')}\``)

/** Text of others inside a line of Markdown: it stays one line, and opens neither code, HTML nor a table cell. */
function inline(text: string): string {
  return text.replace(/[\r\n]+/g, ' ').replace(/[`|<>]/g, (sign) => `\\${sign}`)
}
