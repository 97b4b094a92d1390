import 'server-only'
import { type ChildProcess, fork } from 'node:child_process'
import type { Proof } from '../diagnostics/proof-report'
import { type FromProofWorker, fromProofWorkerSchema, type ToProofWorker } from '../preview/proof/proof-protocol'
import { type WorkerCommand, workerCommand } from '../preview/worker-command'

type Progress = Omit<Extract<FromProofWorker, { type: 'progress' }>, 'type'>

export interface ProofProcess {
  pid: number | undefined
  /** Rejects when the plan cannot be run, the process is gone, or it was told to end. */
  done: Promise<{ proof: Proof; leftOut: string[] }>
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
  const done = new Promise<{ proof: Proof; leftOut: string[] }>((resolve, reject) => {
    child.on('message', (message) => {
      const reading = fromProofWorkerSchema.safeParse(message)
      if (!reading.success) reject(new Error('the process that proves said what nobody understands'))
      else if (reading.data.type === 'progress') onProgress(reading.data)
      else if (reading.data.type === 'done') resolve(reading.data)
      else reject(new Error(reading.data.message))
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
}
