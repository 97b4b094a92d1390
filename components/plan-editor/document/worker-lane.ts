import { withDelta } from './delta'
import type { EngineAnswer, EngineQuestion, EngineRequest } from './plan-engine'

type WorkerLike = Pick<Worker, 'postMessage' | 'terminate' | 'addEventListener'>

interface Asked {
  id: number
  question: EngineQuestion
  resolve: (value: unknown) => void
  reject: (error: Error) => void
}

export interface WorkerLane {
  ask(question: EngineQuestion, signal?: AbortSignal): Promise<unknown>
  close(): void
}

/**
 * One worker and those who wait for it. It is given one question at a time, so that one nobody waits for any more costs nothing while it
 * stands in the queue, and is stopped where it can be when it is under way. A worker that dies answers with an error, and the next
 * question starts a new one.
 */
export function startWorkerLane(make: () => WorkerLike): WorkerLane {
  let worker: WorkerLike | null = null
  /** The last answer: the next one says what is different. */
  let known: unknown = null
  let running: Asked | null = null
  let waiting: Asked[] = []
  let count = 0

  const start = () => {
    const made = make()
    made.addEventListener('message', ({ data }: MessageEvent<EngineAnswer>) => {
      // Also when nobody waits for it any more: later answers build on it.
      if (data.ok) known = withDelta(known, data.delta)
      const asked = running
      running = null
      if (data.ok) asked?.resolve(known)
      else asked?.reject(new Error(data.message))
      next()
    })
    made.addEventListener('error', (event) => {
      made.terminate()
      worker = null
      known = null
      const asked = running
      running = null
      asked?.reject(new Error((event as ErrorEvent).message || 'the worker stopped'))
      next()
    })
    return made
  }

  const next = () => {
    if (running) return
    const asked = waiting.shift()
    if (!asked) return
    running = asked
    worker ??= start()
    send(worker, { id: asked.id, question: asked.question })
  }

  const ask = (question: EngineQuestion, signal?: AbortSignal) =>
    new Promise<unknown>((resolve, reject) => {
      if (signal?.aborted) return reject(unwanted())
      const asked = { id: ++count, question, resolve, reject }
      signal?.addEventListener('abort', () => {
        waiting = waiting.filter((other) => other !== asked)
        if (running === asked && worker) send(worker, { id: asked.id, question: 'cancel' })
        reject(unwanted())
      })
      waiting.push(asked)
      next()
    })

  return {
    ask,
    close: () => {
      worker?.terminate()
      worker = null
      running = null
      waiting = []
    },
  }
}

const send = (worker: WorkerLike, request: EngineRequest) => worker.postMessage(request)

const unwanted = () => new DOMException('A newer question took its place.', 'AbortError')
