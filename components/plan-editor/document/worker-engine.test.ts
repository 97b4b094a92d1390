import { afterEach, describe, expect, test, vi } from 'vitest'
import { startWorkerEngine } from './worker-engine'

type Question = { id: number; question: { do: 'judge' | 'emit' } }

/** Workers that answer when they are told to, and what they were asked. */
function startOn(processors: number) {
  const asked: string[] = []
  const answers: (() => void)[] = []
  vi.stubGlobal('navigator', { hardwareConcurrency: processors })
  vi.stubGlobal(
    'Worker',
    class {
      #tell: (event: { data: unknown }) => void = () => {}
      addEventListener(name: string, tell: (event: { data: unknown }) => void) {
        if (name === 'message') this.#tell = tell
      }
      postMessage({ id, question }: Question) {
        asked.push(question.do)
        answers.push(() => this.#tell({ data: { id, ok: true, delta: null } }))
      }
      terminate() {}
    },
  )
  const engine = startWorkerEngine()
  const judged = engine.judge('text')
  const printed = engine.emit('text', 'haproxy', '2.6')
  return { asked, answers, judged, printed }
}

/** Until everything has happened that nothing has to be waited for. */
const settled = () => new Promise((resolve) => setTimeout(resolve))

afterEach(() => vi.unstubAllGlobals())

describe('judging and printing', () => {
  test('start together where there are processors for both', async () => {
    const { asked } = startOn(8)
    await settled()
    expect(asked).toEqual(['judge', 'emit'])
  })

  test('follow each other on two processors, findings first', async () => {
    const { asked, answers, judged, printed } = startOn(2)
    await settled()
    expect(asked).toEqual(['judge'])
    answers[0]?.()
    await judged
    await settled()
    expect(asked).toEqual(['judge', 'emit'])
    answers[1]?.()
    await printed
  })
})
