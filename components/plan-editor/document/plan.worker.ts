import type { Plan } from '@/lib/domain-model/plan'
import { parsePlanText } from '@/lib/domain-model/plan-document'
import { type Emission, emitTarget } from '@/lib/targets/emit'
import { findTarget } from '@/lib/targets/registry'
import { deltaBetween } from './delta'
import { judging } from './judgement'
import { paced } from './paced'
import type { EngineAnswer, EngineQuestion, EngineRequest } from './plan-engine'
import { readText } from './text-reading'

/** The last plan that was read for printing: another target or version of it does not read it again. */
let read: { text: string; plan: Plan | null } = { text: '', plan: null }
/** What the page holds of our answers. */
let sent: unknown = null
let running: { id: number; isCancelled: boolean } | null = null

self.addEventListener('message', async ({ data: { id, question } }: MessageEvent<EngineRequest>) => {
  if (question === 'cancel') {
    if (running?.id === id) running.isCancelled = true
    return
  }
  const task = { id, isCancelled: false }
  running = task
  self.postMessage(await answer(task, question))
})

async function answer(task: { id: number; isCancelled: boolean }, question: EngineQuestion): Promise<EngineAnswer> {
  const { id } = task
  try {
    const result = await paced<unknown>(work(question), () => task.isCancelled)
    if (result === 'cancelled') return { id, ok: false, message: 'nobody waits for this any more' }
    const delta = deltaBetween(sent, result.value)
    sent = result.value
    return { id, ok: true, delta }
  } catch (error) {
    return { id, ok: false, message: error instanceof Error ? error.message : String(error) }
  }
}

function* work(question: EngineQuestion): Generator<undefined, unknown> {
  if (question.do === 'emit') return yield* printing(question)
  if (question.do === 'read') return readText(question.text)
  // The page knows the text.
  const { text, ...judgement } = yield* judging(question.text)
  return judgement
}

function* printing({ text, target, version }: EngineQuestion & { do: 'emit' }): Generator<undefined, Emission | null> {
  if (read.text !== text) read = { text, plan: parsePlanText(text).plan }
  yield
  const found = findTarget(target)
  return read.plan && found ? emitTarget(read.plan, found, { version }) : null
}
