// The worker as a bare process, for tests that look at it from outside. Only tests import this file.
import { type ChildProcess, spawn } from 'node:child_process'
import type { PreviewActivity } from './protocol'

export interface BareWorker {
  child: ChildProcess
  heard: { type: string; [key: string]: unknown }[]
  /** The last report of activity. */
  activity(): PreviewActivity | undefined
  stop(): void
}

/** @param limits words for the shell before it, such as `ulimit -n 120;` */
export function startBareWorker(limits = ''): BareWorker {
  const child = spawn('sh', ['-c', `${limits} exec "$0" --import tsx lib/preview/worker.ts`, process.execPath], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  })
  const heard: BareWorker['heard'] = []
  let last: PreviewActivity | undefined
  child.on('message', (message: { type: string }) => {
    if (message.type === 'activity') last = message as PreviewActivity
    else heard.push(message)
  })
  return { child, heard, activity: () => last, stop: () => child.kill('SIGKILL') }
}
