import type { Command } from './command'
import { columns } from './paint'

const program = 'signalbox'

/** The overview that `signalbox --help` prints. */
export function overviewText(commands: readonly Command[]): string {
  return [
    `Usage: ${program} COMMAND …`,
    '',
    'Model, check and render hybrid TLS edges: one port, some names terminated, others passed through.',
    '',
    'Commands:',
    ...columns(commands.map(({ name, summary }) => [name, summary])).map((row) => `  ${row.join('  ')}`),
    '',
    `  ${program} COMMAND --help says more; ${program} --version prints the version.`,
    '',
  ].join('\n')
}

/** The page that `signalbox COMMAND --help` prints. */
export function commandText(command: Command): string {
  const { name, summary, usage, details, positional, options, exits } = command
  const rows = [
    ...(positional ? [[positional.name, positional.describe]] : []),
    ...Object.entries(options).map(([option, { value, describe, multiple }]) => [
      `--${option}${value ? ` ${value}` : ''}`,
      `${describe}${multiple && usage.some((line) => line.includes('…')) ? ' May be given several times.' : ''}`,
    ]),
    ['--help', 'Print this page.'],
  ]
  return [
    ...usage.map(
      (line, index) =>
        `${index === 0 ? 'Usage:' : '      '} ${line.startsWith(' ') ? ' '.repeat(program.length + name.length + 1) : `${program} ${name}`} ${line.trimStart()}`,
    ),
    '',
    summary,
    ...(details.length > 0 ? ['', ...details] : []),
    '',
    ...columns(rows).map((row) => `  ${row.join('  ')}`),
    '',
    'Exit codes:',
    ...Object.entries(exits).map(([code, meaning]) => `  ${code}  ${meaning}`),
    '',
  ].join('\n')
}
