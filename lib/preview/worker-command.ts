import { existsSync } from 'node:fs'
import { join } from 'node:path'

/** How a process beside the web server is started: its file, and words for Node before it. */
export interface WorkerCommand {
  file: string
  execArgv: string[]
}

/** In production the bundle; in development the source, by tsx, so that a bundle of yesterday never runs. */
export function workerCommand(bundle: string, source: readonly string[]): WorkerCommand {
  const root = process.env.SIGNALBOX_ROOT ?? process.cwd()
  const file = join(/* turbopackIgnore: true */ root, 'dist', bundle)
  if (process.env.NODE_ENV === 'production' && existsSync(file)) return { file, execArgv: [] }
  return { file: join(/* turbopackIgnore: true */ root, 'lib', ...source), execArgv: ['--import', 'tsx'] }
}
