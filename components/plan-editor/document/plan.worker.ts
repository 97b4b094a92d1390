import type { Plan } from '@/lib/domain-model/plan'
import { parsePlanText } from '@/lib/domain-model/plan-document'
import { emitTarget } from '@/lib/targets/emit'
import { findTarget } from '@/lib/targets/registry'
import { judge } from './judgement'
import type { EngineAnswer, EngineRequest } from './plan-engine'

/** The last plan that was read: judging a text and printing it for a target read it once. */
let last: { text: string; plan: Plan | null } = { text: '', plan: null }

self.addEventListener('message', ({ data }: MessageEvent<EngineRequest>) => {
  self.postMessage(answer(data))
})

function answer(request: EngineRequest): EngineAnswer {
  try {
    return { id: request.id, ok: true, value: request.do === 'judge' ? judged(request.text) : emitted(request) }
  } catch (error) {
    return { id: request.id, ok: false, message: error instanceof Error ? error.message : String(error) }
  }
}

function judged(text: string) {
  const judgement = judge(text)
  last = { text, plan: judgement.plan }
  return judgement
}

function emitted({ text, target, version }: Extract<EngineRequest, { do: 'emit' }>) {
  if (last.text !== text) last = { text, plan: parsePlanText(text).plan }
  const found = findTarget(target)
  return last.plan && found ? emitTarget(last.plan, found, { version }) : null
}
