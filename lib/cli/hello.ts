import { helloAnswer } from '../preview/hello-facts'
import { type HelloInspection, helloInputBytesMax, inspectHello } from '../preview/hello-input'
import { CliError, type Command, jsonOption } from './command'
import { printJson } from './json-shapes'
import { columns, type Paint, painter, plain } from './paint'
import { readInput } from './read-plan'

export const hello: Command = {
  name: 'hello',
  summary: 'Read a ClientHello: what the client asked for, or why it is none.',
  usage: ['FILE|- [--json]'],
  details: [
    'Takes raw bytes, hex (bare, or as xxd, hexdump -C, od and openssl s_client -msg print it), base64, or a pcap or pcapng capture of a',
    'connection. Uses the parser of the preview: what it reads here is what decides there.',
  ],
  positional: { name: 'FILE', describe: 'The bytes, or - for standard input.' },
  options: { json: jsonOption },
  exits: { 0: 'a ClientHello', 1: 'none: the reason is told', 2: 'the input could not be read' },
  shape: 'hello',
  async run(input) {
    const { terminal } = input
    const [path, ...rest] = input.positionals
    if (path === undefined) throw new CliError('FILE is missing: name a file, or - for standard input.')
    if (rest.length > 0) throw new CliError(`One hello at a time, please: "${rest[0]}" is one too many.`)
    const { bytes } = await readInput(path, input, {
      what: 'an input',
      bytesMax: helloInputBytesMax,
      wayOut: 'Cut the capture to the connection in question.',
    })
    const inspection = inspectHello(bytes)
    if (input.options.json) terminal.out(printJson('hello', inspection.report))
    else terminal.out(inspectionText(inspection, painter(terminal.colorOut)))
    return inspection.report.outcome === 'ok' ? 0 : 1
  },
}

const colors = { ok: 'green', incomplete: 'yellow', 'not-tls': 'yellow', malformed: 'red' } as const

function inspectionText(inspection: HelloInspection, paint: Paint): string {
  const { report, verdict, facts } = helloAnswer(inspection)
  return [
    paint(colors[report.outcome], verdict),
    `${plain(report.reason)}.`,
    '',
    ...columns(facts).map(([name = '', value = '']) => `  ${paint('dim', name)}  ${plain(value)}`),
    '',
  ].join('\n')
}
