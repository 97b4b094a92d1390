// Proves one plan for the studio, in a process of its own: hundreds of handshakes must not make pages wait, and whatever an engine
// does, this process goes and takes its engines and folders with it. Run by lib/server/proof-process.ts, bundled as
// dist/proof-worker.mjs.
import { probesOf } from '../preview/proof/probes'
import { type FromProofWorker, toProofWorkerSchema } from '../preview/proof/proof-protocol'
import { type ProofProgress, prove } from '../preview/proof/prove'
import { emitForInstalled } from '../targets/emit-for-installed'
import { withRunnableLines } from '../targets/runnable-lines'
import { packageVersion } from './version'

/** More is a matter for the command line, where nobody else waits for this machine. */
const probesMax = 5000
/** How often progress is told. */
const reportMs = 200

function tell(message: FromProofWorker): Promise<void> {
  // A parent that is gone hears nothing; `disconnect` ends this process in a moment.
  return new Promise((resolve) => {
    if (process.connected && process.send) process.send(message, undefined, undefined, () => resolve())
    else resolve()
  })
}

async function work(input: unknown): Promise<void> {
  const { plan: whole, engines } = toProofWorkerSchema.parse(input)
  const { plan, leftOut } = withRunnableLines(whole)
  const count = probesOf(plan).length
  if (count > probesMax)
    throw new Error(
      `it makes ${count} probes, and the studio runs ${probesMax} at most; \`signalbox verify\` runs any number`,
    )
  let waiting: ProofProgress | null = null
  const report = () => {
    if (waiting) void tell({ type: 'progress', ...waiting })
    waiting = null
  }
  const timer = setInterval(report, reportMs)
  const proof = await prove(plan, {
    engines,
    emit: emitForInstalled,
    version: packageVersion(),
    onProgress: (progress) => {
      if (waiting?.engine !== progress.engine) report()
      waiting = { ...progress, rows: [...(waiting?.rows ?? []), ...progress.rows] }
    },
  })
  clearInterval(timer)
  report()
  await tell({ type: 'done', proof, leftOut })
}

process.on('disconnect', () => process.exit(0))
process.on('SIGTERM', () => process.exit(0))
// Ctrl-C reaches the whole group; the parent decides when this process ends.
process.on('SIGINT', () => undefined)
process.once('message', (input) => {
  work(input)
    .catch((error: Error) => tell({ type: 'failed', message: error.message }))
    .then(() => process.exit(0))
})
