import { parseArgs } from 'node:util'

import { oneOf } from './choose-targets'
import { CliError, type Command, type CommandInput, type Terminal } from './command'
import { commands } from './commands'
import { commandText, overviewText } from './help'
import { painter, plain } from './paint'
import { packageVersion } from './version'

/** Runs one command line and answers its exit code. Whatever the person got wrong is one line on standard error and exit 2. */
export async function run(args: readonly string[], terminal: Terminal): Promise<number> {
  try {
    return await dispatch(args, terminal)
  } catch (error) {
    if (!(error instanceof CliError)) throw error
    terminal.note(`${painter(terminal.colorNote)('red', 'signalbox:')} ${plain(error.message)}`)
    if (error.hint) terminal.note(error.hint)
    return 2
  }
}

async function dispatch(args: readonly string[], terminal: Terminal): Promise<number> {
  const [name, ...rest] = args
  if (name === '--help' || name === '-h' || name === 'help') {
    const asked = commands.find((command) => command.name === rest[0])
    terminal.out(asked ? commandText(asked) : overviewText(commands))
    return 0
  }
  if (name === '--version' || name === '-v') {
    terminal.out(`${packageVersion()}\n`)
    return 0
  }
  const names = commands.map((command) => command.name)
  if (name === undefined)
    throw new CliError(`Which command? Use ${oneOf(names)}.`, 'signalbox --help says what each does.')
  const command = commands.find((other) => other.name === name)
  if (!command)
    throw new CliError(`There is no command "${name}". Use ${oneOf(names)}.`, 'signalbox --help says what each does.')
  const input = parse(command, rest, terminal)
  if (input.options.help) {
    terminal.out(commandText(command))
    return 0
  }
  try {
    return await command.run(input)
  } catch (error) {
    throw error instanceof CliError && error.hint === null
      ? new CliError(error.message, `signalbox ${name} --help says more.`)
      : error
  }
}

function parse(command: Command, args: string[], terminal: Terminal): CommandInput {
  const specs = Object.entries(command.options).map(
    ([name, { type, multiple }]) => [name, { type, multiple: multiple ?? false }] as const,
  )
  try {
    const { values, positionals } = parseArgs({
      args,
      options: { ...Object.fromEntries(specs), help: { type: 'boolean', short: 'h' } },
      allowPositionals: command.positional !== null,
      strict: true,
    })
    return { positionals, options: values, terminal }
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? ''
    if (!code.startsWith('ERR_PARSE_ARGS')) throw error
    const known = oneOf([...Object.keys(command.options), 'help'].map((option) => `--${option}`))
    const [sentence = ''] = (error as Error).message.split(/\.(?:\s|$)/)
    throw new CliError(
      `${sentence}.${code === 'ERR_PARSE_ARGS_UNKNOWN_OPTION' ? ` Use ${known}.` : ''}`,
      `signalbox ${command.name} --help says more.`,
    )
  }
}
