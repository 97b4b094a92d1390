import { writeFileSync } from 'node:fs'
import { bundleTree, zipBundle } from '../targets/bundle'
import { chooseTarget } from './choose-targets'
import { CliError, type Command, planPositional, targetOption, textOption, textOptions } from './command'
import { judgedPlan, noteErrors } from './judged-plan'
import { systemReason } from './read-plan'

export const bundle: Command = {
  name: 'bundle',
  summary: 'Write one archive: plan, files of each target, report, commands and checksums.',
  usage: ['PLAN --target ID[@VERSION]… --out FILE.zip'],
  details: [
    'The same plan gives the same bytes, so pipelines can compare archives. FILE may be - for standard output.',
  ],
  positional: planPositional,
  options: {
    target: targetOption,
    out: { type: 'string', value: 'FILE.zip', describe: 'Where the archive goes; - is standard output.' },
  },
  exits: { 0: 'written', 2: 'the plan could not be read, or the archive not be written' },
  shape: null,
  async run(input) {
    const targets = textOptions(input, 'target').map(chooseTarget)
    if (targets.length === 0) throw new CliError('bundle needs at least one --target.')
    const out = textOption(input, 'out')
    if (out === null) throw new CliError('bundle needs --out FILE.zip, or --out - for standard output.')
    const judged = await judgedPlan(input)
    if (!judged) return 2
    const { source, plan, judgement } = judged
    const archive = zipBundle(await bundleTree({ planText: source.text, plan, findings: judgement.findings, targets }))
    if (out === '-') input.terminal.out(archive)
    else {
      try {
        writeFileSync(out, archive)
      } catch (error) {
        throw new CliError(`${out} cannot be written: ${systemReason(error)}.`, '')
      }
      input.terminal.note(out)
    }
    noteErrors(judged, input)
    return 0
  },
}
