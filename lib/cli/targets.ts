import { targets as registry } from '../targets/registry'
import { type Command, jsonOption } from './command'
import { printJson } from './json-shapes'
import { columns, painter, wrap } from './paint'

export const targets: Command = {
  name: 'targets',
  summary: 'List the targets and their versions.',
  usage: ['[--json]'],
  details: [],
  positional: null,
  options: { json: jsonOption },
  exits: { 0: 'listed' },
  shape: 'targets',
  async run({ options, terminal }) {
    if (options.json) {
      terminal.out(
        printJson('targets', {
          targets: registry.map(({ id, title, summary, family, versions, defaultVersion, extraPlaces }) => ({
            id,
            title,
            summary,
            family,
            versions: [...versions],
            defaultVersion,
            extraPlaces: Object.entries(extraPlaces).map(([place, meaning]) => ({ place, meaning })),
          })),
        }),
      )
      return 0
    }
    const paint = painter(terminal.colorOut)
    const heads = columns(
      registry.map(({ id, versions, defaultVersion }) => [id, `${versions.join(' ')} (default ${defaultVersion})`]),
    )
    for (const [index, { summary }] of registry.entries()) {
      const [id = '', versions = ''] = heads[index] ?? []
      terminal.out(`${paint('bold', id)}  ${versions}\n${wrap(summary, 110, '  ')}\n`)
    }
    return 0
  },
}
