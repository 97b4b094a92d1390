import 'server-only'
import { type ChildProcess, fork } from 'node:child_process'
import { type FromWorker, fromWorkerSchema, type PreviewActivity, type ToWorker } from './protocol'
import { type WorkerCommand, workerCommand } from './worker-command'

/** A preview that cannot be had, in words for the user. */
export class PreviewError extends Error {}

type Start = Omit<Extract<ToWorker, { type: 'start' }>, 'type' | 'request'>
type Apply = Omit<Extract<ToWorker, { type: 'apply' }>, 'type' | 'request'>

export interface RunningPreview {
  listeners: Record<string, { host: string; port: number }>
  /** What the plan lacks, in sentences. */
  problems: string[]
}

export type PreviewEvent =
  | { type: 'activity'; activity: PreviewActivity }
  | { type: 'fault'; message: string }
  | { type: 'worker'; state: 'running' | 'restarting' | 'given-up'; message: string }

export interface ControllerOptions {
  command?: WorkerCommand
  /** How long a request may take. */
  requestMs?: number
  /** The first pause before a restart; it doubles. */
  restartMs?: number
}

/** After this many crashes in a minute the worker is left alone until somebody starts a preview again. */
const crashesMax = 5

type Answer = Extract<FromWorker, { type: 'done' | 'hello' }>

interface Waiting {
  resolve: (answer: Answer) => void
  reject: (error: Error) => void
  timer: NodeJS.Timeout
}

/** Keeps one worker process alive, and the previews in it across its crashes. */
export class PreviewController {
  #child: ChildProcess | null = null
  #ready: Promise<void> | null = null
  #nextRequest = 1
  #waiting = new Map<number, Waiting>()
  /** What runs, as it was last asked for, so that a new worker can take it up where it stood. */
  #previews = new Map<string, Start>()
  #listeners = new Map<string, Record<string, { host: string; port: number }>>()
  /** The highest number of a connection or a record that was told, by preview. */
  #lastNumbers = new Map<string, number>()
  #subscribers = new Set<(event: PreviewEvent) => void>()
  #crashes: number[] = []
  #closing = false

  constructor(readonly options: ControllerOptions = {}) {}

  async start(start: Start): Promise<RunningPreview> {
    this.#crashes = []
    const done = await this.#change({ type: 'start', request: 0, ...start })
    this.#previews.set(start.preview, start)
    this.#listeners.set(start.preview, done.listeners)
    return done
  }

  async apply(apply: Apply): Promise<RunningPreview> {
    const done = await this.#change({ type: 'apply', request: 0, ...apply })
    this.#previews.set(apply.preview, { ...this.#previews.get(apply.preview), ...apply })
    this.#listeners.set(apply.preview, done.listeners)
    return done
  }

  async stop(preview: string, graceMs = 5000): Promise<void> {
    this.#previews.delete(preview)
    this.#listeners.delete(preview)
    this.#lastNumbers.delete(preview)
    if (this.#child) await this.#ask({ type: 'stop', request: 0, preview, graceMs }, graceMs)
  }

  /** The ClientHello of a connection as it came; null where its bytes are gone. */
  async hello(preview: string, connection: number): Promise<Buffer | null> {
    if (!this.#child) throw new PreviewError(`no preview ${preview} runs`)
    const answer = await this.#ask({ type: 'hello', request: 0, preview, connection })
    return answer.type === 'hello' && answer.hex !== null ? Buffer.from(answer.hex, 'hex') : null
  }

  /** Names of what runs. */
  running(): string[] {
    return [...this.#previews.keys()]
  }

  subscribe(subscriber: (event: PreviewEvent) => void): () => void {
    this.#subscribers.add(subscriber)
    return () => this.#subscribers.delete(subscriber)
  }

  /** Ends the worker and everything in it. */
  async close(): Promise<void> {
    this.#closing = true
    this.#previews.clear()
    const child = this.#child
    if (!child) return
    const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()))
    if (child.connected) child.disconnect()
    const timer = setTimeout(() => child.kill('SIGKILL'), 2000)
    await gone
    clearTimeout(timer)
  }

  get pid(): number | undefined {
    return this.#child?.pid
  }

  async #change(message: ToWorker): Promise<RunningPreview> {
    const answer = await this.#ask(message)
    return answer.type === 'done'
      ? { listeners: answer.listeners, problems: answer.problems }
      : { listeners: {}, problems: [] }
  }

  async #ask(message: ToWorker, extraMs = 0): Promise<Answer> {
    await this.#ensure()
    const request = this.#nextRequest++
    return new Promise((resolve, reject) => {
      const timer = setTimeout(
        () => {
          this.#waiting.delete(request)
          reject(new PreviewError('the preview worker does not answer'))
        },
        (this.options.requestMs ?? 15_000) + extraMs,
      )
      timer.unref()
      this.#waiting.set(request, { resolve, reject, timer })
      this.#child?.send({ ...message, request }, (error) => {
        if (error) this.#settle(request, (waiting) => waiting.reject(new PreviewError('the preview worker is gone')))
      })
    })
  }

  #settle(request: number, how: (waiting: Waiting) => void): void {
    const waiting = this.#waiting.get(request)
    if (!waiting) return
    this.#waiting.delete(request)
    clearTimeout(waiting.timer)
    how(waiting)
  }

  #ensure(): Promise<void> {
    if (this.#closing) return Promise.reject(new PreviewError('the preview is shutting down'))
    this.#ready ??= this.#spawn()
    return this.#ready
  }

  #spawn(): Promise<void> {
    const { file, execArgv } = this.options.command ?? workerCommand('preview-worker.mjs', ['preview', 'worker.ts'])
    const child = fork(file, [], {
      execArgv,
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
      serialization: 'advanced',
    })
    this.#child = child
    return new Promise((resolve, reject) => {
      child.on('message', (message) => {
        const reading = fromWorkerSchema.safeParse(message)
        if (!reading.success) return
        if (reading.data.type === 'ready') resolve()
        else this.#hear(reading.data)
      })
      child.once('error', (error) => reject(new PreviewError(`the preview worker cannot be started: ${error.message}`)))
      child.once('exit', (code, signal) => {
        reject(new PreviewError(`the preview worker ended while it started (${signal ?? code})`))
        this.#ended(child, `${signal ?? `exit ${code}`}`)
      })
    })
  }

  #hear(message: Exclude<FromWorker, { type: 'ready' }>): void {
    if (message.type === 'activity') {
      const { preview, entries } = message
      if (this.#previews.has(preview))
        this.#lastNumbers.set(
          preview,
          entries.reduce((last, { id }) => Math.max(last, id), this.#lastNumbers.get(preview) ?? 0),
        )
      this.#publish({ type: 'activity', activity: message })
    } else if (message.type === 'fault') this.#publish(message)
    else if (message.request !== null)
      this.#settle(message.request, (waiting) =>
        message.type === 'failed' ? waiting.reject(new PreviewError(message.message)) : waiting.resolve(message),
      )
  }

  #ended(child: ChildProcess, how: string): void {
    if (this.#child !== child) return
    this.#child = null
    this.#ready = null
    for (const request of [...this.#waiting.keys()])
      this.#settle(request, (waiting) => waiting.reject(new PreviewError(`the preview worker ended (${how})`)))
    if (this.#closing) return
    const now = Date.now()
    this.#crashes = [...this.#crashes.filter((at) => now - at < 60_000), now]
    if (this.#crashes.length > crashesMax) {
      this.#previews.clear()
      this.#publish({
        type: 'worker',
        state: 'given-up',
        message: `the preview worker ended ${this.#crashes.length} times in a minute (${how}); start the preview again to try anew`,
      })
      return
    }
    if (this.#previews.size === 0) return
    const pauseMs = (this.options.restartMs ?? 200) * 2 ** (this.#crashes.length - 1)
    this.#publish({
      type: 'worker',
      state: 'restarting',
      message: `the preview worker ended (${how}); a new one starts in ${pauseMs} ms`,
    })
    setTimeout(() => void this.#restart(), pauseMs)
  }

  /** A new worker takes up what the old one ran, on the same ports. */
  async #restart(): Promise<void> {
    for (const [name, start] of [...this.#previews]) {
      try {
        const done = await this.#change({
          type: 'start',
          request: 0,
          ...start,
          // What was told before keeps its number: nobody shall find another connection under it.
          firstConnection: (this.#lastNumbers.get(name) ?? 0) + 1,
          bind: { ...start.bind, ...this.#listeners.get(name) },
        })
        this.#listeners.set(name, done.listeners)
      } catch (error) {
        this.#publish({ type: 'fault', message: `${name} could not be taken up again: ${(error as Error).message}` })
      }
    }
    if (this.#child) this.#publish({ type: 'worker', state: 'running', message: 'the preview worker runs again' })
  }

  #publish(event: PreviewEvent): void {
    for (const subscriber of this.#subscribers) subscriber(event)
  }
}

const holder = globalThis as typeof globalThis & { signalboxPreview?: PreviewController }

/** The one controller of this process: instrumentation and routes are separate bundles, and share it here. */
export function previewController(): PreviewController {
  holder.signalboxPreview ??= new PreviewController()
  return holder.signalboxPreview
}
