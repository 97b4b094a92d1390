import type { JudgedMerge, MergeRequest } from './merge-judged'

/** Whether a merge can be saved without asking anybody. */
export const isClean = ({ conflicts, dangers }: JudgedMerge) => conflicts.length === 0 && dangers.length === 0

export interface MergeEngine {
  merge(request: MergeRequest): Promise<JudgedMerge>
  close(): void
}

/** A worker of its own, started with the first merge: most visits need none, and judging never waits for it. */
export function startMergeEngine(): MergeEngine {
  let worker: Worker | null = null
  let count = 0
  const waiting = new Map<number, { resolve: (merge: JudgedMerge) => void; reject: (error: Error) => void }>()

  const fail = (message: string) => {
    worker?.terminate()
    worker = null
    for (const { reject } of waiting.values()) reject(new Error(message))
    waiting.clear()
  }
  const start = () => {
    const made = new Worker(new URL('./merge.worker.ts', import.meta.url), { type: 'module' })
    made.addEventListener(
      'message',
      ({ data }: MessageEvent<{ id: number; value?: JudgedMerge; failure?: string }>) => {
        const asked = waiting.get(data.id)
        waiting.delete(data.id)
        if (data.value) asked?.resolve(data.value)
        else asked?.reject(new Error(data.failure))
      },
    )
    made.addEventListener('error', (event) => fail(event.message || 'the worker stopped'))
    return made
  }
  return {
    merge: (request) =>
      new Promise((resolve, reject) => {
        worker ??= start()
        const id = ++count
        waiting.set(id, { resolve, reject })
        worker.postMessage({ id, request })
      }),
    close: () => {
      worker?.terminate()
      worker = null
      waiting.clear()
    },
  }
}
