import { commonEnds } from '@/lib/domain-model/common-ends'
import { findPrivateKey } from '@/lib/domain-model/private-key'
import type { Draft } from './autosave'

type Storage = Pick<globalThis.Storage, 'getItem' | 'setItem' | 'removeItem'>

/** As it is kept: the base as what differs from the text, since both together would fill the storage twice. */
interface KeptDraft {
  baseVersion: number
  text: string
  base: { head: number; tail: number; middle: string }
}

const keyOf = (planId: string) => `signalbox.draft.${planId}`

/** Keeps a text that the server has not acknowledged; false when the browser cannot (full, or storage is forbidden), or when the text holds a private key. */
export function keepDraft(storage: Storage, planId: string, draft: Draft): boolean {
  if (findPrivateKey(draft.text) !== null) return false
  try {
    storage.setItem(keyOf(planId), JSON.stringify(packed(draft)))
    return true
  } catch {
    return false
  }
}

export function readDraft(storage: Storage, planId: string): Draft | null {
  try {
    const value: unknown = JSON.parse(storage.getItem(keyOf(planId)) ?? 'null')
    if (typeof value !== 'object' || value === null) return null
    const { baseVersion, text, base } = value as Partial<KeptDraft>
    if (typeof baseVersion !== 'number' || typeof text !== 'string') return null
    return { baseVersion, text, baseText: unpacked(text, base) }
  } catch {
    return null
  }
}

export function dropDraft(storage: Storage, planId: string): void {
  try {
    storage.removeItem(keyOf(planId))
  } catch {
    // Storage that cannot be written holds no draft either.
  }
}

function packed({ baseVersion, baseText, text }: Draft): KeptDraft {
  const { head, tail } = commonEnds(baseText, text)
  return { baseVersion, text, base: { head, tail, middle: baseText.slice(head, baseText.length - tail) } }
}

/** A draft of an earlier release says nothing of its base: an empty one makes the whole text a question. */
function unpacked(text: string, base: Partial<KeptDraft['base']> | undefined): string {
  if (typeof base?.head !== 'number' || typeof base.tail !== 'number' || typeof base.middle !== 'string') return ''
  return text.slice(0, base.head) + base.middle + text.slice(text.length - base.tail)
}
