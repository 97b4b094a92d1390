import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'

export interface Ran {
  code: number | null
  out: string
  notes: string
}

export interface RunningCommand {
  /** What it printed so far. */
  out: () => string
  notes: () => string
  pid: number
  signal: (signal: NodeJS.Signals) => void
  /** Resolves when it printed something that fits, rejects when it ended before. */
  untilOut: (pattern: RegExp) => Promise<RegExpExecArray>
  untilNotes: (pattern: RegExp) => Promise<RegExpExecArray>
  ended: Promise<Ran>
}

interface Options {
  input?: string
  env?: Record<string, string>
  /** A command that hangs is killed after this, and its test says so. */
  secondsMax?: number
}

/** What the build made of lib/cli, and what people run. A test of it alone needs `npm run build:cli` first. */
const program = 'dist/signalbox.mjs'

/** `signalbox …` as a process of its own, as it is shipped: that starts ten times as fast as from its source, too. */
export function signalbox(words: readonly string[], { input, env, secondsMax = 120 }: Options = {}): RunningCommand {
  if (!existsSync(program)) throw new Error(`${program} is not there. npm run build:cli makes it.`)
  const child = spawn(process.execPath, [program, ...words], {
    env: { ...process.env, NO_COLOR: '1', ...env },
    stdio: ['pipe', 'pipe', 'pipe'],
  })
  const printed = { out: '', notes: '' }
  const watchers = new Set<() => void>()
  const keep = (key: keyof typeof printed) => (chunk: Buffer) => {
    printed[key] += chunk
    for (const watcher of watchers) watcher()
  }
  child.stdout.on('data', keep('out'))
  child.stderr.on('data', keep('notes'))
  child.stdin.on('error', () => undefined)
  child.stdin.end(input ?? '')
  let isLate = false
  const timer = setTimeout(() => {
    isLate = true
    child.kill('SIGKILL')
  }, secondsMax * 1000)
  const ended = once(child, 'close').then(([code]) => {
    clearTimeout(timer)
    for (const watcher of watchers) watcher()
    if (isLate)
      throw new Error(`signalbox ${words[0]} did not end within ${secondsMax} s:\n${printed.out}${printed.notes}`)
    return { code: code as number | null, ...printed }
  })
  // Whoever waits for words hears of it there.
  ended.catch(() => undefined)
  const until = (key: keyof typeof printed) => (pattern: RegExp) =>
    new Promise<RegExpExecArray>((resolve, reject) => {
      const look = () => {
        const found = pattern.exec(printed[key])
        if (found) resolve(found)
        else if (child.exitCode !== null || child.signalCode !== null)
          reject(new Error(`it ended before it said ${pattern}:\n${printed.out}${printed.notes}`))
        else return
        watchers.delete(look)
      }
      watchers.add(look)
      look()
    })
  return {
    out: () => printed.out,
    notes: () => printed.notes,
    pid: child.pid ?? 0,
    signal: (signal) => void child.kill(signal),
    untilOut: until('out'),
    untilNotes: until('notes'),
    ended,
  }
}
