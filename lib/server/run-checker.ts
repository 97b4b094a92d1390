import 'server-only'
import { spawn } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve, sep } from 'node:path'
import { makePrivateFolder } from '../preview/proof/private-folder'
import type { CheckedFile, CheckStage } from '../targets/native-check'

const secondsMax = 20
const outputBytesMax = 256_000

/** Debian keeps such programs in sbin. Nothing else of our environment is handed on: a configuration could print it. */
const environment: Record<string, string> = {
  PATH: [process.env.PATH, '/usr/local/sbin', '/usr/sbin', '/sbin'].filter(Boolean).join(':'),
  LANG: 'C',
  TZ: 'UTC',
}

export interface Ran {
  /** Null where it was stopped. */
  code: number | null
  output: string
  /** Why it was stopped, or null. */
  stopped: 'time' | 'output' | null
}

/** Runs a program without a shell until it ends, takes too long or says too much. Null when there is no such program. */
export function runProgram(program: string, words: readonly string[], directory: string): Promise<Ran | null> {
  return new Promise((resolve, reject) => {
    // A group of its own: what it starts ends with it.
    const child = spawn(program, words, {
      cwd: directory,
      env: environment as NodeJS.ProcessEnv,
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true,
    })
    const chunks: Buffer[] = []
    let bytes = 0
    let stopped: Ran['stopped'] = null
    const stop = (why: 'time' | 'output') => {
      stopped ??= why
      endGroup(child.pid)
    }
    const timer = setTimeout(() => stop('time'), secondsMax * 1000)
    const keep = (chunk: Buffer) => {
      if (bytes < outputBytesMax) chunks.push(chunk.subarray(0, outputBytesMax - bytes))
      bytes += chunk.length
      if (bytes > outputBytesMax) stop('output')
    }
    child.stdout.on('data', keep)
    child.stderr.on('data', keep)
    child.once('error', (error: NodeJS.ErrnoException) => {
      clearTimeout(timer)
      if (error.code === 'ENOENT' || error.code === 'EACCES') resolve(null)
      else reject(error)
    })
    child.once('close', (code) => {
      clearTimeout(timer)
      endGroup(child.pid)
      resolve({ code: stopped ? null : code, output: Buffer.concat(chunks).toString('utf8'), stopped })
    })
  })
}

function endGroup(id: number | undefined): void {
  if (id === undefined) return
  try {
    process.kill(-id, 'SIGKILL')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
  }
}

/** Lends a private folder for as long as `use` takes. */
export async function onStage<Result>(use: (stage: Omit<CheckStage, 'build'>) => Promise<Result>): Promise<Result> {
  const { path, remove } = makePrivateFolder('check')
  try {
    const stage = {
      directory: join(path, 'etc'),
      runtimeDirectory: join(path, 'run'),
      pem: join(path, 'etc/throw-away.pem'),
    }
    mkdirSync(stage.directory, { mode: 0o700 })
    mkdirSync(stage.runtimeDirectory, { mode: 0o700 })
    return await use(stage)
  } finally {
    await remove()
  }
}

/** Writes files into the stage and nowhere else. */
export function writeOnStage({ directory }: Pick<CheckStage, 'directory'>, files: readonly CheckedFile[]): void {
  for (const { path, text } of files) {
    const file = resolve(directory, path)
    if (!file.startsWith(directory + sep)) throw new Error(`a target wrote outside of its folder: ${path}`)
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
    writeFileSync(file, text, { mode: 0o600 })
  }
}
