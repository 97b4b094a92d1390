import { createReadStream, statSync } from 'node:fs'
import { planTextBytesMax } from '../domain-model/plan-limits'
import { CliError, type CommandInput } from './command'

export interface PlanSource {
  /** How messages call it. */
  name: string
  text: string
}

/** Reads the plan a command was given: a file, or `-` for standard input. Whatever is no text of a bearable size is refused with a reason. */
export async function readPlan(input: CommandInput): Promise<PlanSource> {
  const [path, ...rest] = input.positionals
  if (path === undefined) throw new CliError('PLAN is missing: name a file, or - for standard input.')
  if (rest.length > 0) throw new CliError(`One plan at a time, please: "${rest[0]}" is one too many.`)
  const { name, bytes } = await readInput(path, input, planLimit)
  try {
    return { name, text: new TextDecoder('utf-8', { fatal: true }).decode(bytes) }
  } catch {
    throw new CliError(`${name} is no UTF-8 text, so it is no plan.`, '')
  }
}

/** How much is read at most, and what to do about more. */
export interface InputLimit {
  what: string
  bytesMax: number
  wayOut: string
}

const planLimit: InputLimit = {
  what: 'a plan',
  bytesMax: planTextBytesMax,
  wayOut: 'Split the edge into several plans.',
}

/** The bytes of a file, or of standard input for `-`. */
export async function readInput(
  path: string,
  { terminal }: CommandInput,
  limit: InputLimit,
): Promise<{ name: string; bytes: Uint8Array }> {
  const name = path === '-' ? '<stdin>' : path
  return { name, bytes: await readBytes(name, path === '-' ? terminal.stdin() : openFile(path, limit), limit) }
}

function openFile(path: string, limit: InputLimit): AsyncIterable<Uint8Array> {
  try {
    const stats = statSync(path)
    if (stats.isDirectory())
      throw new CliError(
        `${path} is a directory; name ${limit.what === 'a plan' ? 'the plan file' : 'a file'} in it.`,
        '',
      )
    if (stats.size > limit.bytesMax) throw tooLarge(path, stats.size, limit)
  } catch (error) {
    throw error instanceof CliError ? error : new CliError(`${path} cannot be read: ${systemReason(error)}.`, '')
  }
  return createReadStream(path)
}

async function readBytes(name: string, stream: AsyncIterable<Uint8Array>, limit: InputLimit): Promise<Uint8Array> {
  const chunks: Uint8Array[] = []
  let size = 0
  try {
    for await (const chunk of stream) {
      size += chunk.length
      if (size > limit.bytesMax) throw tooLarge(name, null, limit)
      chunks.push(chunk)
    }
  } catch (error) {
    throw error instanceof CliError ? error : new CliError(`${name} cannot be read: ${systemReason(error)}.`, '')
  }
  return Buffer.concat(chunks)
}

function tooLarge(name: string, size: number | null, { what, bytesMax, wayOut }: InputLimit): CliError {
  const mebibytes = bytesMax / 1048576
  return new CliError(
    `${name} is ${size === null ? `more than ${mebibytes}` : (size / 1048576).toFixed(1)} MiB; ${what} may have ${mebibytes} MiB. ${wayOut}`,
    '',
  )
}

/** What the system says, in words where they are known. */
export function systemReason(error: unknown): string {
  const code = (error as NodeJS.ErrnoException).code
  const words: Record<string, string> = {
    ENOENT: 'there is no such file',
    EACCES: 'permission denied',
    EPERM: 'permission denied',
    EISDIR: 'it is a directory',
    ENOTDIR: 'a part of its path is no directory',
    ENOSPC: 'the disk is full',
    EROFS: 'the file system is read-only',
    EEXIST: 'something else is there',
  }
  return (code && words[code]) ?? (error as Error).message
}
