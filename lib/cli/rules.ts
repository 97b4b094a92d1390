import { rules as catalogue } from '../rules/catalogue'
import { type Command, jsonOption } from './command'
import { printJson } from './json-shapes'
import { columns, painter } from './paint'

const colors = { error: 'red', warning: 'yellow', hint: 'cyan' } as const

export const rules: Command = {
  name: 'rules',
  summary: 'List the rules that check runs.',
  usage: ['[--json]'],
  details: ['Each has a page in docs/rules with why it matters and examples.'],
  positional: null,
  options: { json: jsonOption },
  exits: { 0: 'listed' },
  shape: 'rules',
  async run({ options, terminal }) {
    if (options.json)
      terminal.out(
        printJson('rules', {
          rules: catalogue.map(({ id, severity, summary, why, fix, references }) => ({
            id,
            severity,
            summary,
            why,
            fix,
            references: [...references],
          })),
        }),
      )
    else {
      const paint = painter(terminal.colorOut)
      const rows = columns(catalogue.map(({ id, severity, summary }) => [id, severity, summary]))
      for (const [index, [id = '', severity = '', summary = '']] of rows.entries())
        terminal.out(`${id}  ${paint(colors[catalogue[index]?.severity ?? 'hint'], severity)}  ${summary}\n`)
    }
    return 0
  },
}
