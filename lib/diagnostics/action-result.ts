/**
 * The answer of every server action: data, or what went wrong in words for the person who asked. Pure, so that components can
 * name it without importing the server.
 */
export type ActionResult<Data> = { ok: true; data: Data } | { ok: false; error: ActionError }

export interface ActionError {
  /** Stable; what code may branch on. */
  code: ActionErrorCode
  message: string
  /** What the person can do about it. */
  wayOut: string
  /** By input field, when the input itself was wrong. */
  fields: Record<string, string[]>
  /** Names the entry in the server's log when the fault is ours; null otherwise. */
  reference: string | null
}

export type ActionErrorCode =
  | 'bad-input'
  | 'not-found'
  | 'too-large'
  | 'private-key'
  | 'not-text'
  | 'untrusted-origin'
  | 'busy'
  | 'unexpected'
