// The real programs, each in a private folder, for as long as a proof needs them and never longer.
import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { readdirSync, rmSync } from 'node:fs'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import type { Plan } from '../../domain-model/plan'

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
  check(directory: string, main: string): string[]
  run(directory: string, main: string): string[]
}

const kinds: Record<ProgramId, EngineKind> = {
  haproxy: {
    version: { arguments: ['-v'], pattern: /version (\d+\.\d+\.\d+)/ },
    check: (_, main) => ['-c', '-f', main],
    run: (_, main) => ['-db', '-f', main],
  },
  nginx: {
    version: { arguments: ['-v'], pattern: /nginx\/(\d+\.\d+\.\d+)/ },
    // No prefix: Debian's module files name the modules relative to the one compiled in, and the artifacts' own paths are absolute.
    check: (_, main) => ['-t', '-q', '-e', 'stderr', '-c', main],
    run: (_, main) => ['-e', 'stderr', '-c', main, '-g', 'daemon off;'],
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

/** The private folder of one run: short, because the path of a unix socket holds at most 107 bytes. */
export interface EngineFolder {
  /** For artifacts. */
  directory: string
  /** For sockets and pid files. */
  runtimeDirectory: string
  remove(): Promise<void>
}

export async function makeEngineFolder(): Promise<EngineFolder> {
  sweepAbandoned()
  const root = await mkdtemp(join(tmpdir(), `sb-${process.pid}-`))
  // Workers of an engine that was started by root run as somebody else.
  const [directory, runtimeDirectory] = [join(root, 'etc'), join(root, 'run')]
  await mkdir(directory)
  await mkdir(runtimeDirectory)
  if (process.getuid?.() === 0) execFileSync('chmod', ['-R', '755', root])
  const abandon = () => rmSync(root, { recursive: true, force: true })
  process.once('exit', abandon)
  return {
    directory,
    runtimeDirectory,
    remove: async () => {
      process.off('exit', abandon)
      await rm(root, { recursive: true, force: true })
    },
  }
}

let isSwept = false

/** A killed process cannot tidy up; the next one does, once, by the process id in the names: `sb-<pid>-…`. */
export function sweepAbandoned(): void {
  if (isSwept) return
  isSwept = true
  for (const name of readdirSync(tmpdir())) {
    const pid = name.match(/^sb-(\d+)-[\w-]+$/)?.[1]
    if (pid !== undefined && !isAlive(Number(pid))) rmSync(join(tmpdir(), name), { recursive: true, force: true })
  }
}

export function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
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

/** Writes the artifacts and answers what the engine's own check says: null when it accepts them. */
export async function checkArtifacts({ id, artifacts, folder }: Omit<EngineStart, 'plan'>): Promise<string | null> {
  const main = await writeArtifacts(artifacts, folder)
  return new Promise((resolve) => {
    let output = ''
    const child = spawn(id, kinds[id].check(folder.directory, main), {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: engineEnvironment as NodeJS.ProcessEnv,
    })
    child.stdout.on('data', (chunk) => (output += chunk))
    child.stderr.on('data', (chunk) => (output += chunk))
    child.once('error', (error) => resolve(error.message))
    child.once('close', (code) => resolve(code === 0 ? null : `exit ${code}\n${output}`))
  })
}

/** Starts the program with these artifacts and waits until every listener of the plan takes connections. */
export async function startEngine(start: EngineStart): Promise<RunningEngine> {
  const { id, plan, folder } = start
  const main = await writeArtifacts(start.artifacts, folder)
  const [command, ...words] = withParentDeathSignal([id, ...kinds[id].run(folder.directory, main)])
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
  process.once('exit', abandon)
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
    for (let waited = 0; !(await canConnect(address, port)); waited += 25) {
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

async function writeArtifacts(artifacts: readonly EngineFile[], { directory }: EngineFolder): Promise<string> {
  for (const artifact of artifacts) {
    const path = join(directory, artifact.path)
    await mkdir(dirname(path), { recursive: true })
    await writeFile(path, artifact.text)
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
