import { findPrivateKey } from '@/lib/domain-model/private-key'

/** A text that the server has not acknowledged, kept in this browser until it has. */
export interface Draft {
  baseVersion: number
  text: string
}

type Storage = Pick<globalThis.Storage, 'getItem' | 'setItem' | 'removeItem'>

const keyOf = (planId: string) => `signalbox.draft.${planId}`

/** Keeps a draft; false when the browser cannot (full, or storage is forbidden), or when the text holds a private key. */
export function keepDraft(storage: Storage, planId: string, draft: Draft): boolean {
  if (findPrivateKey(draft.text) !== null) return false
  try {
    storage.setItem(keyOf(planId), JSON.stringify(draft))
    return true
  } catch {
    return false
  }
}

export function readDraft(storage: Storage, planId: string): Draft | null {
  try {
    const value: unknown = JSON.parse(storage.getItem(keyOf(planId)) ?? 'null')
    if (typeof value !== 'object' || value === null) return null
    const { baseVersion, text } = value as Partial<Draft>
    return typeof baseVersion === 'number' && typeof text === 'string' ? { baseVersion, text } : null
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
