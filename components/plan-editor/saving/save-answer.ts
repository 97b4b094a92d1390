import type { ActionResult } from '@/lib/diagnostics/action-result'
import type { SaveAnswer } from './autosave'

/** What the save action answers, as far as the studio reads it. */
export type SaveResult = { saved: true; version: number } | { saved: false; current: { version: number; text: string } }

/** Our own failures are worth another try; a refusal is not, until the text changes. */
export function saveAnswerOf(result: ActionResult<SaveResult>): SaveAnswer {
  if (result.ok) {
    const { data } = result
    return data.saved
      ? { kind: 'saved', version: data.version }
      : { kind: 'conflict', version: data.current.version, text: data.current.text }
  }
  if (result.error.code === 'not-found') return { kind: 'gone' }
  const reason = `${result.error.message} ${result.error.wayOut}`
  return result.error.code === 'unexpected' ? { kind: 'unreachable', reason } : { kind: 'refused', reason }
}
