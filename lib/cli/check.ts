import { features } from '../domain-model/feature'
import { judgePlanText } from '../rules/run-rules'
import type { Verdict } from '../targets/capabilities'
import { judgeFeatures } from '../targets/emit'
import { findTarget } from '../targets/registry'
import { chooseTarget } from './choose-targets'
import { type Command, jsonOption, planPositional, targetOption, textOptions } from './command'
import { countLine, findingLines } from './findings-text'
import { printJson } from './json-shapes'
import { columns, type Paint, painter, wrap } from './paint'
import { readPlan } from './read-plan'

export const check: Command = {
  name: 'check',
  summary: 'Judge a plan by all rules, and what targets make of it.',
  usage: ['PLAN [--target ID[@VERSION]]… [--json]'],
  details: [
    'Prints findings, errors first, with their place in the text. With --target also the verdicts: which features of the plan the target says',
    'natively, by an extra hop, once something is switched on, not at all, or accepts and does otherwise. Verdicts do not change the exit code.',
  ],
  positional: planPositional,
  options: { target: targetOption, json: jsonOption },
  exits: { 0: 'no errors', 1: 'errors found', 2: 'the plan could not be read' },
  shape: 'check',
  async run(input) {
    const { terminal } = input
    const chosen = textOptions(input, 'target').map(chooseTarget)
    const source = await readPlan(input)
    const { plan, findings } = judgePlanText(source.text)
    const verdicts = plan ? chosen.flatMap(({ target, version }) => judgeFeatures(plan, target, version)) : []
    if (input.options.json)
      terminal.out(
        printJson('check', {
          findings: findings.map(({ rule, severity, message, path, line, fix }) => ({
            rule,
            severity,
            message,
            path,
            line,
            fix,
          })),
          verdicts,
        }),
      )
    else {
      const paint = painter(terminal.colorOut)
      const parts = chosen.flatMap(({ target, version }) => [
        '',
        paint('bold', `${target.title} ${version}`),
        ...verdictLines(
          verdicts.filter((verdict) => verdict.target === target.id && verdict.version === version),
          paint,
        ),
      ])
      terminal.out(
        `${[...findingLines(source.name, findings, paint), countLine(findings), ...(plan ? parts : [])].join('\n')}\n`,
      )
    }
    if (!plan) return 2
    return findings.some((finding) => finding.severity === 'error') ? 1 : 0
  },
}

/** One line per feature that is not native, then why. */
function verdictLines(verdicts: readonly Verdict[], paint: Paint): string[] {
  const rows = new Map<string, { verdict: Verdict; places: number }>()
  for (const verdict of verdicts) {
    const row = rows.get(verdict.feature)
    if (row) row.places++
    else rows.set(verdict.feature, { verdict, places: 1 })
  }
  const special = [...rows.values()].filter(({ verdict }) => verdict.verdict !== 'native')
  const native = rows.size - special.length
  const heads = columns(
    special.map(({ verdict, places }) => [
      verdict.verdict,
      features[verdict.feature] + (places > 1 ? ` (${places} places)` : ''),
    ]),
  )
  return [
    `  ${native} of ${rows.size} features are native.`,
    ...special.flatMap(({ verdict }, index) => {
      const [kind = '', feature = ''] = heads[index] ?? []
      const lost = verdict.verdict === 'cannot' || verdict.verdict === 'broken'
      return [
        `  ${paint(lost ? 'red' : 'yellow', kind)}  ${feature}`,
        wrap(`${verdict.reason} [${verdict.source}]`, 110, '      '),
      ]
    }),
    ...(findTarget(verdicts[0]?.target ?? '')?.summary.includes('RETIRED')
      ? [paint('red', '  This target is RETIRED.')]
      : []),
  ]
}
