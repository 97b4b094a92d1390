import type { Emission } from '@/lib/targets/emit'
import type { Judgement } from './judgement'
import type { EngineAnswer, EngineRequest, PlanEngine } from './plan-engine'

type Unnumbered = EngineRequest extends infer Request
  ? Request extends { id: number }
    ? Omit<Request, 'id'>
    : never
  : never

/** Keeps the main thread free for typing. A worker that dies answers what it owes with an error, and a new one takes over. */
export function startWorkerEngine(): PlanEngine {
  let worker: Worker | null = null
  let count = 0
  const waiting = new Map<number, { resolve: (value: unknown) => void; reject: (error: Error) => void }>()

  const start = () => {
    const made = new Worker(new URL('./plan.worker.ts', import.meta.url), { type: 'module' })
    made.addEventListener('message', ({ data }: MessageEvent<EngineAnswer>) => {
      const asked = waiting.get(data.id)
      waiting.delete(data.id)
      if (data.ok) asked?.resolve(data.value)
      else asked?.reject(new Error(data.message))
    })
    made.addEventListener('error', (event) => {
      made.terminate()
      worker = null
      for (const { reject } of waiting.values()) reject(new Error(event.message || 'the worker stopped'))
      waiting.clear()
    })
    return made
  }

  const ask = (request: Unnumbered) =>
    new Promise<unknown>((resolve, reject) => {
      worker ??= start()
      const id = ++count
      waiting.set(id, { resolve, reject })
      worker.postMessage({ ...request, id })
    })

  return {
    judge: (text) => ask({ do: 'judge', text }) as Promise<Judgement>,
    emit: (text, target, version) => ask({ do: 'emit', text, target, version }) as Promise<Emission | null>,
    close: () => {
      worker?.terminate()
      worker = null
      waiting.clear()
    },
  }
}
