import { afterEach, describe, expect, test, vi } from 'vitest'
import { fakeWorkers } from '../test-support/fake-worker'
import { startWorkerEngine } from './worker-engine'

/** An engine that was asked for both, and what its workers were asked, in turn. */
function startOn(processors: number) {
  vi.stubGlobal('navigator', { hardwareConcurrency: processors })
  const workers = fakeWorkers()
  const engine = startWorkerEngine()
  const judged = engine.judge('text')
  const printed = engine.emit('text', 'haproxy', '2.6')
  const requests = () => workers.flatMap((worker) => worker.asked.map((request) => ({ worker, request })))
  return {
    asked: () => requests().map(({ request: { question } }) => (question === 'cancel' ? question : question.do)),
    answer: (index: number) => {
      const { worker, request } = requests()[index] ?? {}
      if (worker && request) worker.answer({ id: request.id, ok: true, delta: null })
    },
    judged,
    printed,
  }
}

/** Until everything has happened that nothing has to be waited for. */
const settled = () => new Promise((resolve) => setTimeout(resolve))

afterEach(() => vi.unstubAllGlobals())

describe('judging and printing', () => {
  test('start together where there are processors for both', async () => {
    const { asked } = startOn(8)
    await settled()
    expect(asked()).toEqual(['judge', 'emit'])
  })

  test('follow each other on two processors, findings first', async () => {
    const { asked, answer, judged, printed } = startOn(2)
    await settled()
    expect(asked()).toEqual(['judge'])
    answer(0)
    await judged
    await settled()
    expect(asked()).toEqual(['judge', 'emit'])
    answer(1)
    await printed
  })
})
