/** What the server answers to a save. `unreachable` stands for no answer at all. */
export type SaveAnswer =
  | { kind: 'saved'; version: number }
  | { kind: 'conflict'; version: number; text: string }
  | { kind: 'refused'; reason: string }
  | { kind: 'unreachable'; reason: string }

export interface ServerCopy {
  version: number
  text: string
}

/** The life of a draft as plain data. The hook that drives it owns clock and network; this decides. */
export interface Autosave {
  /** What the server last acknowledged. */
  base: ServerCopy
  /** What is on screen. */
  text: string
  phase: 'idle' | 'saving' | 'retrying' | 'conflict' | 'refused'
  /** The last text that was sent, acknowledged or not. */
  sent: string | null
  /** Failed attempts in a row. */
  attempt: number
  /** The newer copy of another tab or person, while in conflict. */
  theirs: ServerCopy | null
  /** Why the text is not saved, while refused or retrying. */
  reason: string | null
}

export type AutosaveEvent =
  | { type: 'edited'; text: string }
  /** A draft of an earlier page was found in this browser. */
  | { type: 'resumed'; draft: { baseVersion: number; text: string } }
  | { type: 'sending' }
  | { type: 'answered'; answer: SaveAnswer }
  /** The text must not leave this page (it holds a private key). */
  | { type: 'withheld'; reason: string }
  | { type: 'resolved'; keep: 'mine' | 'theirs' }

export function startAutosave(base: ServerCopy): Autosave {
  return { base, text: base.text, phase: 'idle', sent: null, attempt: 0, theirs: null, reason: null }
}

/** A draft that outlived its page meets the server's copy: continued when nothing happened since, else a conflict. */
export function resumeAutosave(base: ServerCopy, draft: { baseVersion: number; text: string }): Autosave {
  const fresh = startAutosave(base)
  if (draft.text === base.text) return fresh
  if (draft.baseVersion === base.version) return { ...fresh, text: draft.text }
  return { ...fresh, text: draft.text, phase: 'conflict', theirs: base }
}

export function autosaveReducer(state: Autosave, event: AutosaveEvent): Autosave {
  switch (event.type) {
    case 'edited': {
      if (event.text === state.text) return state
      // A refused text gets another chance once it changes; everything else goes on as it was.
      return state.phase === 'refused'
        ? { ...state, text: event.text, phase: 'idle', reason: null }
        : { ...state, text: event.text }
    }
    case 'resumed':
      return resumeAutosave(state.base, event.draft)
    case 'sending':
      return { ...state, phase: 'saving', sent: state.text }
    case 'withheld':
      return { ...state, phase: 'refused', reason: event.reason }
    case 'answered':
      return answered(state, event.answer)
    case 'resolved': {
      if (!state.theirs) return state
      const base = state.theirs
      const text = event.keep === 'mine' ? state.text : base.text
      return { ...startAutosave(base), text }
    }
  }
}

function answered(state: Autosave, answer: SaveAnswer): Autosave {
  const sent = state.sent ?? state.text
  switch (answer.kind) {
    case 'saved':
      return { ...startAutosave({ version: answer.version, text: sent }), text: state.text }
    case 'conflict':
      // Our own save whose answer got lost, or a newer version that changed nothing: no conflict at all.
      if (answer.text === sent || answer.text === state.text || answer.text === state.base.text)
        return { ...startAutosave({ version: answer.version, text: answer.text }), text: state.text }
      return {
        ...state,
        phase: 'conflict',
        theirs: { version: answer.version, text: answer.text },
        attempt: 0,
        reason: null,
      }
    case 'refused':
      return state.text === sent
        ? { ...state, phase: 'refused', reason: answer.reason, attempt: 0 }
        : { ...state, phase: 'idle', attempt: 0 }
    case 'unreachable':
      return { ...state, phase: 'retrying', reason: answer.reason, attempt: state.attempt + 1 }
  }
}

export function isDirty(state: Autosave): boolean {
  return state.text !== state.base.text
}

/** How long to wait before the next save, or null when there is nothing to do. */
export function saveDelayMilliseconds(state: Autosave): number | null {
  if (!isDirty(state)) return null
  if (state.phase === 'idle') return 600
  if (state.phase === 'retrying') return Math.min(30_000, 1000 * 2 ** (state.attempt - 1))
  return null
}

export type SaveView = 'saved' | 'unsaved' | 'saving' | 'retrying' | 'conflict' | 'refused'

/** The state in the one word that the top bar shows. */
export function saveView(state: Autosave): SaveView {
  if (state.phase === 'idle' || (state.phase === 'retrying' && !isDirty(state)))
    return isDirty(state) ? 'unsaved' : 'saved'
  return state.phase as SaveView
}
