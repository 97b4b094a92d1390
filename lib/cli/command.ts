/** An option of a command, as parseArgs reads it and as help shows it. */
export interface OptionSpec {
  type: 'string' | 'boolean'
  multiple?: boolean
  /** What stands for the value in help, such as ID[@VERSION]. */
  value?: string
  describe: string
}

/** Everything a command may touch: the streams of one process, so that tests and pipes see the same thing. */
export interface Terminal {
  out(text: string | Uint8Array): void
  /** Notes for the person; never part of the result. */
  note(text: string): void
  colorOut: boolean
  colorNote: boolean
  stdin(): AsyncIterable<Uint8Array>
}

export interface CommandInput {
  positionals: string[]
  options: Record<string, string | boolean | (string | boolean)[] | undefined>
  terminal: Terminal
}

/** One command as a plain value: help, documentation and parsing come from it. */
export interface Command {
  name: string
  /** One sentence. */
  summary: string
  /** The lines after the program's name. */
  usage: readonly string[]
  /** Whole sentences below the usage. */
  details: readonly string[]
  positional: { name: string; describe: string } | null
  options: Record<string, OptionSpec>
  /** What each exit code says. */
  exits: Record<number, string>
  /** The name of its JSON shape in json-shapes.ts, if it has one. */
  shape: string | null
  run(input: CommandInput): Promise<number>
}

/** Something the person asked for that cannot be done; told in one line, exit 2. */
export class CliError extends Error {
  constructor(
    message: string,
    /** Where to read on; null stands for the help of the command, empty for nowhere. */
    readonly hint: string | null = null,
  ) {
    super(message)
  }
}

export const planPositional = { name: 'PLAN', describe: 'A plan document, YAML or JSON, or - for standard input.' }
export const jsonOption: OptionSpec = {
  type: 'boolean',
  describe: 'Print JSON of the documented shape instead of text.',
}
export const targetOption: OptionSpec = {
  type: 'string',
  multiple: true,
  value: 'ID[@VERSION]',
  describe: 'A target, in its default version unless one is named.',
}

export function textOption(input: CommandInput, name: string): string | null {
  const value = input.options[name]
  return typeof value === 'string' ? value : null
}

export function textOptions(input: CommandInput, name: string): string[] {
  const value = input.options[name]
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : []
}
