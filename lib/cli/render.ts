import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { Loss } from '../diagnostics/loss'
import { emitTarget } from '../targets/emit'
import { chooseTarget } from './choose-targets'
import { CliError, type Command, jsonOption, planPositional, targetOption, textOption, textOptions } from './command'
import { printJson } from './json-shapes'
import { judgedPlan, noteErrors } from './judged-plan'
import { type Paint, painter, plain, wrap } from './paint'
import { systemReason } from './read-plan'

export const render: Command = {
  name: 'render',
  summary: 'Write the files of one target.',
  usage: ['PLAN --target ID[@VERSION] [--out DIR] [--json]'],
  details: [
    'Prints the main artifact, or writes all artifacts into DIR. What the target cannot say is told on standard error.',
    'Renders whatever the rules say of the plan: run check before you apply the result.',
  ],
  positional: planPositional,
  options: {
    target: targetOption,
    out: { type: 'string', value: 'DIR', describe: 'Write all artifacts into this directory; it is made if missing.' },
    json: jsonOption,
  },
  exits: { 0: 'rendered', 2: 'the plan could not be read, or the files not be written' },
  shape: 'render',
  async run(input) {
    const { terminal } = input
    const chosen = textOptions(input, 'target')
    if (chosen.length !== 1) throw new CliError('render takes exactly one --target; bundle takes several.')
    const { target, version } = chooseTarget(chosen[0] ?? '')
    const judged = await judgedPlan(input)
    if (!judged) return 2
    const { artifacts, losses } = emitTarget(judged.plan, target, { version })
    const directory = textOption(input, 'out')
    if (directory !== null) {
      for (const artifact of artifacts) writeArtifact(join(directory, artifact.path), artifact.text)
      terminal.note(`${artifacts.map((artifact) => join(directory, artifact.path)).join('\n')}`)
    }
    if (input.options.json) terminal.out(printJson('render', { artifacts, losses }))
    else if (directory === null) {
      terminal.out(artifacts[0]?.text ?? '')
      const others = artifacts.slice(1).map((artifact) => artifact.path)
      if (others.length > 0) terminal.note(`Also made, with --out DIR: ${others.join(', ')}`)
    }
    for (const line of lossLines(
      losses,
      (path) => judged.judgement.locate(path)?.line ?? null,
      judged.source.name,
      painter(terminal.colorNote),
    ))
      terminal.note(line)
    noteErrors(judged, input)
    return 0
  },
}

function writeArtifact(path: string, text: string): void {
  try {
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, text)
  } catch (error) {
    throw new CliError(`${path} cannot be written: ${systemReason(error)}.`, '')
  }
}

function lossLines(
  losses: readonly Loss[],
  lineOf: (path: string) => number | null,
  name: string,
  paint: Paint,
): string[] {
  return losses.flatMap(({ path, feature, reason, fix }) => {
    const line = path === '' ? null : lineOf(path)
    const place = `${plain(name)}${line === null ? '' : `:${line}`}`
    return [
      `${paint('bold', place)}  ${paint('yellow', 'lost')}  ${paint('dim', feature)}`,
      wrap(plain(reason), 110, '  '),
      ...(fix ? [wrap(`fix: ${plain(fix)}`, 110, '  ')] : []),
    ]
  })
}
