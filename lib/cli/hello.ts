import { groupName, type HelloInspection, helloInputBytesMax, inspectHello } from '../preview/hello-input'
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

const verdicts = {
  ok: { words: 'A ClientHello.', color: 'green' },
  incomplete: { words: 'An incomplete ClientHello.', color: 'yellow' },
  'not-tls': { words: 'Not TLS.', color: 'yellow' },
  malformed: { words: 'A malformed ClientHello.', color: 'red' },
} as const

function inspectionText({ report, hello: parsed, readAs, bytesAfter }: HelloInspection, paint: Paint): string {
  const { words, color } = verdicts[report.outcome]
  const list = (items: readonly string[] | undefined | null) => (items && items.length > 0 ? items.join(', ') : 'none')
  const records = `${report.records} record${report.records === 1 ? '' : 's'}`
  const facts: [string, string][] = parsed
    ? [
        ['server name', report.sni ?? 'none'],
        ['ALPN', list(report.alpn)],
        ['versions', list(report.versions)],
        ['JA4', report.ja4 ?? ''],
        ['groups', list(parsed.groups.map(groupName))],
        ['key shares', list(parsed.keyShares.map(groupName))],
        ['ciphers', String(parsed.ciphers.length)],
        ['extensions', String(parsed.extensions.length)],
        ['ECH', parsed.ech ? 'an extension is there; a real one and GREASE look alike on the wire' : 'no'],
        ['resumption', parsed.offersResumption ? 'offered' : 'not offered'],
        ['size', `${report.bytes} bytes in ${records}, ${parsed.handshakeBytes} of them the message`],
      ]
    : [['size', `${report.bytes} bytes, ${records}`]]
  const rows = columns([
    ['read as', readAs],
    ...facts,
    ...(bytesAfter > 0 ? [['behind it', `${bytesAfter} bytes more`]] : []),
  ])
  return [
    paint(color, words),
    `${plain(report.reason)}.`,
    '',
    ...rows.map(([name = '', value = '']) => `  ${paint('dim', name)}  ${plain(value)}`),
    '',
  ].join('\n')
}
