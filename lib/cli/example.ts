import { findExample, planExamples } from '../domain-model/examples/catalogue'
import { oneOf } from './choose-targets'
import { CliError, type Command } from './command'
import { columns } from './paint'

export const example: Command = {
  name: 'example',
  summary: 'Print an example plan.',
  usage: ['NAME', '--list'],
  details: [],
  positional: { name: 'NAME', describe: 'One of the names that --list shows.' },
  options: { list: { type: 'boolean', describe: 'List the examples.' } },
  exits: { 0: 'printed', 2: 'there is no such example' },
  shape: null,
  async run({ positionals, options, terminal }) {
    if (options.list) {
      for (const [id = '', summary = ''] of columns(planExamples.map((plan) => [plan.id, plan.summary])))
        terminal.out(`${id}  ${summary}\n`)
      return 0
    }
    const [name, ...rest] = positionals
    const choices = oneOf(planExamples.map((plan) => plan.id))
    if (name === undefined || rest.length > 0) throw new CliError(`Name one example: ${choices}.`)
    const found = findExample(name)
    if (!found) throw new CliError(`There is no example "${name}". Use ${choices}.`)
    terminal.out(found.text())
    return 0
  },
}
