// The real programs, each in a private folder, for as long as a proof needs them and never longer.
import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { dirname, join } from 'node:path'
import type { Plan } from '../../domain-model/plan'
import { makePrivateFolder } from './private-folder'

/** Programs of others, which run files that a target made. */
export type ProgramId = 'haproxy' | 'nginx'
export const programIds: readonly ProgramId[] = ['haproxy', 'nginx']
/** Whatever can run a plan: a program, or the edge of this house. */
export type EngineId = 'embedded' | ProgramId

/** A file that a program reads, its path relative to the folder. */
export interface EngineFile {
  path: string
  text: string
}

interface EngineKind {
  /** Prints the version. */
  version: { arguments: string[]; pattern: RegExp }
  run(main: string): string[]
}

const kinds: Record<ProgramId, EngineKind> = {
  haproxy: {
    version: { arguments: ['-v'], pattern: /version (\d+\.\d+\.\d+)/ },
    run: (main) => ['-db', '-f', main],
  },
  nginx: {
    version: { arguments: ['-v'], pattern: /nginx\/(\d+\.\d+\.\d+)/ },
    // No prefix: Debian's module files name the modules relative to the one compiled in, and the artifacts' own paths are absolute.
    run: (main) => ['-e', 'stderr', '-c', main, '-g', 'daemon off;'],
  },
}

/** Only what was found: somebody may install a program while the studio runs. */
const versions = new Map<ProgramId, string>()

/** The version of the installed program; null where it is not installed. */
export function engineVersion(id: ProgramId): string | null {
  const known = versions.get(id)
  if (known !== undefined) return known
  let found: string | null = null
  try {
    const { arguments: words, pattern } = kinds[id].version
    // nginx prints its version on stderr.
    found =
      execFileSync('sh', ['-c', `"$0" "$@" 2>&1`, id, ...words], {
        encoding: 'utf8',
        env: engineEnvironment as NodeJS.ProcessEnv,
      }).match(pattern)?.[1] ?? null
  } catch {
    found = null
  }
  if (found !== null) versions.set(id, found)
  return found
}

/**
 * Debian keeps the programs in sbin, which an ordinary user's PATH leaves out. Nothing else of our environment is handed on: a
 * configuration could tell it.
 */
const engineEnvironment: Record<string, string> = {
  PATH: [process.env.PATH, '/usr/sbin', '/usr/local/sbin', '/sbin'].filter(Boolean).join(':'),
  LANG: 'C',
  TZ: 'UTC',
}

/** The private folder of one run. */
export interface EngineFolder {
  /** For artifacts. */
  directory: string
  /** For sockets and pid files. */
  runtimeDirectory: string
  remove(): Promise<void>
}

export function makeEngineFolder(): EngineFolder {
  const { path, remove } = makePrivateFolder()
  const [directory, runtimeDirectory] = [join(path, 'etc'), join(path, 'run')]
  mkdirSync(directory)
  mkdirSync(runtimeDirectory)
  // Workers of an engine that was started by root run as somebody else.
  if (process.getuid?.() === 0) for (const folder of [path, directory, runtimeDirectory]) chmodSync(folder, 0o755)
  return { directory, runtimeDirectory, remove }
}

export interface RunningEngine {
  id: EngineId
  /** What it wrote so far. */
  log(): string
  /** Errors of its own that no client was told of. */
  faults(): string[]
  stop(): Promise<void>
}

export interface EngineStart {
  id: ProgramId
  plan: Plan
  /** The main one first, as targets return them. */
  artifacts: readonly EngineFile[]
  folder: EngineFolder
}

/** Starts the program with these artifacts and waits until every listener of the plan takes connections. */
export async function startEngine(start: EngineStart): Promise<RunningEngine> {
  const { id, plan, folder } = start
  const main = writeArtifacts(start.artifacts, folder)
  const [command, ...words] = withParentDeathSignal([id, ...kinds[id].run(main)])
  // Its own process group: nginx has workers, and all of them must go.
  const child = spawn(command as string, words, {
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
    env: engineEnvironment as NodeJS.ProcessEnv,
  })
  let log = ''
  const keep = (chunk: Buffer) => {
    log = (log + chunk).slice(-200_000)
  }
  child.stdout.on('data', keep)
  child.stderr.on('data', keep)
  const abandon = () => signalGroup(child, 'SIGKILL')
  // Before the folders are removed: a program that still runs would write into them again.
  process.prependOnceListener('exit', abandon)
  let ended: string | null = null
  const whenEnded = new Promise<void>((resolve) => {
    const end = (how: string) => {
      ended = how
      resolve()
    }
    child.once('error', (error) => end(error.message))
    child.once('exit', (code, signal) => end(`exit ${code ?? signal}`))
  })
  const stop = async () => {
    process.off('exit', abandon)
    if (ended === null) signalGroup(child, 'SIGTERM')
    const stopped = await Promise.race([whenEnded.then(() => true), pause(3000).then(() => false)])
    if (!stopped) signalGroup(child, 'SIGKILL')
    await whenEnded
    // A worker may outlive its master for a moment.
    signalGroup(child, 'SIGKILL')
  }
  for (const { address = '127.0.0.1', port } of plan.listeners) {
    // One that has ended does not listen, whoever it is that answers there.
    for (let waited = 0; !(await canConnect(address, port)) || ended !== null; waited += 25) {
      if (ended === null && waited < 10_000) await pause(25)
      else {
        await stop()
        throw new EngineNotStarted(id, `${ended ?? 'not listening after 10 s'} (${address}:${port})\n${log}`)
      }
    }
  }
  return { id, log: () => log, faults: () => [], stop }
}

/** The engine did not come up; the message holds what it said. */
export class EngineNotStarted extends Error {
  constructor(id: EngineId, said: string) {
    super(`${id} did not start: ${said}`)
  }
  get isAddressInUse() {
    return /address already in use|cannot bind/i.test(this.message)
  }
}

/** Without waiting in between: a file that is on its way while this process goes would come after its folder was removed. */
function writeArtifacts(artifacts: readonly EngineFile[], { directory }: EngineFolder): string {
  for (const artifact of artifacts) {
    const path = join(directory, artifact.path)
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, artifact.text)
  }
  return join(directory, artifacts[0]?.path ?? '')
}

let hasSetpriv: boolean | undefined

/** Even a SIGKILL of this process takes the engine with it, where util-linux offers that. */
function withParentDeathSignal(command: string[]): string[] {
  hasSetpriv ??= runs('setpriv', ['--pdeathsig', 'TERM', 'true'])
  return hasSetpriv ? ['setpriv', '--pdeathsig', 'TERM', ...command] : command
}

function runs(command: string, words: string[]): boolean {
  try {
    execFileSync(command, words, { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}

function signalGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  if (child.pid === undefined) return
  try {
    process.kill(-child.pid, signal)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
  }
}

function canConnect(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host, port })
    socket.once('connect', () => resolve(socket.destroy() !== undefined))
    socket.once('error', () => resolve(false))
  })
}

const pause = (milliseconds: number) => new Promise<void>((resolve) => setTimeout(resolve, milliseconds))
