import { vi } from 'vitest'
import type { EngineAnswer, EngineRequest } from '../document/plan-engine'

/** A worker whose answers the test gives. */
export class FakeWorker {
  asked: EngineRequest[] = []
  isDead = false
  #listeners = new Map<string, (event: never) => void>()

  addEventListener(type: string, listener: unknown) {
    this.#listeners.set(type, listener as (event: never) => void)
  }
  postMessage(request: EngineRequest) {
    this.asked.push(structuredClone(request))
  }
  terminate() {
    this.isDead = true
  }
  answer(data: EngineAnswer) {
    this.#listeners.get('message')?.({ data: structuredClone(data) } as never)
  }
  die(message: string) {
    this.#listeners.get('error')?.({ message } as never)
  }
}

/** From now on whoever starts a worker gets one of these; the list grows with each. Ended by `vi.unstubAllGlobals`. */
export function fakeWorkers(): FakeWorker[] {
  const workers: FakeWorker[] = []
  vi.stubGlobal(
    'Worker',
    class extends FakeWorker {
      constructor() {
        super()
        workers.push(this)
      }
    },
  )
  return workers
}
