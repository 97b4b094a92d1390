import 'server-only'
import { isAlive, sweepAbandoned } from '../preview/proof/private-folder'
import { endStreams } from './event-stream'
import { previewRooms } from './preview-room'
import { proofRuns } from './proof-runs'

/** What is not gone by then is left to those who watch their parent: workers end when their channel closes. */
const patienceMs = 5000
const starterCheckMs = 1000

const shared = globalThis as typeof globalThis & { signalboxIsWatched?: boolean }

/**
 * Once per process: tidies up after those that were killed, and lets SIGTERM and SIGINT end streams, previews and proofs. An open stream
 * alone would keep the server, which waits for its connections, from ever going.
 */
export function watchLifeCycle(): void {
  if (shared.signalboxIsWatched) return
  shared.signalboxIsWatched = true
  sweepAbandoned()
  let isEnding = false
  const end = () => {
    // Ctrl-C comes twice: from the terminal, and from the script that started us.
    if (isEnding) return
    isEnding = true
    endStreams()
    setTimeout(() => process.exit(process.exitCode ?? 0), patienceMs).unref()
    void Promise.allSettled([previewRooms().close(), proofRuns().close()])
  }
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, end)
  endWithStarter()
}

/** Who started us may be killed, and can then pass no signal on: without this the server would hold its port for ever. */
function endWithStarter(): void {
  const starter = Number(process.env.SIGNALBOX_STARTER)
  if (!Number.isInteger(starter) || starter <= 1) return
  const timer = setInterval(() => {
    if (isAlive(starter)) return
    clearInterval(timer)
    process.kill(process.pid, 'SIGTERM')
  }, starterCheckMs)
  timer.unref()
}
