import 'server-only'
import { type ChildProcess, fork } from 'node:child_process'
import { removeFoldersOf } from '../preview/proof/private-folder'
import { type FromProofWorker, fromProofWorkerSchema, type ToProofWorker } from '../preview/proof/proof-protocol'
import { type WorkerCommand, workerCommand } from '../preview/worker-command'

type Progress = Omit<Extract<FromProofWorker, { type: 'progress' }>, 'type'>
type Done = Omit<Extract<FromProofWorker, { type: 'done' }>, 'type'>

export interface ProofProcess {
  pid: number | undefined
  /** Rejects when the plan cannot be run, the process is gone, or it was told to end. */
  done: Promise<Done>
  /** Ends it with its engines and folders; resolves when it is gone. */
  end(): Promise<void>
}

/** A child that does not hear that its channel is closed is ended after this. */
const patienceMs = 2000
const memoryMiB = 1024

/** Proves a plan in a process of its own. It goes when its channel closes, so it never outlives this one. */
export function startProofProcess(
  work: ToProofWorker,
  onProgress: (progress: Progress) => void,
  { file, execArgv }: WorkerCommand = workerCommand('proof-worker.mjs', ['cli', 'proof-worker.ts']),
): ProofProcess {
  const child = fork(file, [], {
    execArgv: [...execArgv, `--max-old-space-size=${memoryMiB}`],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    serialization: 'advanced',
  })
  const gone = new Promise<void>((resolve) => {
    child.once('exit', () => resolve())
    child.once('error', () => child.pid === undefined && resolve())
  })
  const done = new Promise<Done>((resolve, reject) => {
    child.on('message', (message) => {
      const reading = fromProofWorkerSchema.safeParse(message)
      if (!reading.success) {
        reject(new Error('the process that proves said what nobody understands'))
        return
      }
      const said = reading.data
      if (said.type === 'progress') {
        const { engine, done, of, rows } = said
        onProgress({ engine, done, of, rows })
      } else if (said.type === 'done') resolve(said)
      else reject(new Error(said.message))
    })
    child.once('error', (error) => reject(new Error(`the process that proves cannot be started: ${error.message}`)))
    child.once('exit', (code, signal) =>
      reject(new Error(`the process that proves ended before it was done (${signal ?? `exit ${code}`})`)),
    )
    child.send(work, (error) => error && reject(new Error('the process that proves is gone')))
  })
  return { pid: child.pid, done, end: () => endChild(child, gone) }
}

async function endChild(child: ChildProcess, gone: Promise<void>): Promise<void> {
  // Its exit handlers end the engines and remove the folders.
  if (child.connected) child.disconnect()
  const timer = setTimeout(() => child.kill('SIGKILL'), patienceMs)
  await gone
  clearTimeout(timer)
  // Who is killed has no exit handlers.
  if (child.pid !== undefined) removeFoldersOf(child.pid)
}
