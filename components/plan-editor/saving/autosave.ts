/** What the server answers to a save. `unreachable` stands for no answer at all. */
export type SaveAnswer =
  | { kind: 'saved'; version: number }
  | { kind: 'conflict'; version: number; text: string }
  | { kind: 'refused'; reason: string }
  | { kind: 'unreachable'; reason: string }
  /** The plan was deleted. */
  | { kind: 'gone' }

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
  /** `merging`: a newer copy is being merged; `conflict`: a person has to choose. */
  phase: 'idle' | 'saving' | 'retrying' | 'merging' | 'conflict' | 'refused' | 'gone'
  /** The last text that was sent, acknowledged or not. */
  sent: string | null
  /** Texts that were sent on this base without an answer: the server may have them. */
  unanswered: readonly string[]
  /** Failed attempts in a row. */
  attempt: number
  /** The newer copy of another tab or person, while merging or in conflict. */
  theirs: ServerCopy | null
  /** Why the text is not saved, while refused or retrying. */
  reason: string | null
}

/** A text that was typed on a version of the plan, with that version's text. */
export interface Draft {
  baseVersion: number
  baseText: string
  text: string
}

export type AutosaveEvent =
  | { type: 'edited'; text: string }
  /** A draft of an earlier page was found in this browser. */
  | { type: 'resumed'; draft: Draft }
  | { type: 'sending' }
  | { type: 'answered'; answer: SaveAnswer }
  /** The text must not leave this page (it holds a private key). */
  | { type: 'withheld'; reason: string }
  /** The server has a newer copy, as somebody learnt without saving. */
  | { type: 'news'; copy: ServerCopy }
  /** The copies cannot be merged without a person. */
  | { type: 'collided'; version: number }
  /** The text on screen now has what the newer version has, or knowingly has not. */
  | { type: 'adopted'; version: number; text: string }

export function startAutosave(base: ServerCopy): Autosave {
  return { base, text: base.text, phase: 'idle', sent: null, unanswered: [], attempt: 0, theirs: null, reason: null }
}

/** A draft that outlived its page meets the server's copy: continued when nothing happened since, else merged with it. */
export function resumeAutosave(server: ServerCopy, { baseVersion, baseText, text }: Draft): Autosave {
  const fresh = startAutosave(server)
  if (text === server.text) return fresh
  if (baseVersion >= server.version) return { ...fresh, text }
  return { ...startAutosave({ version: baseVersion, text: baseText }), text, phase: 'merging', theirs: server }
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
    case 'news':
      return learnt(state, event.copy)
    case 'collided':
      return state.phase === 'merging' && state.theirs?.version === event.version
        ? { ...state, phase: 'conflict' }
        : state
    case 'adopted':
      return state.theirs?.version === event.version ? { ...startAutosave(state.theirs), text: event.text } : state
  }
}

const unansweredMax = 5

function answered(state: Autosave, answer: SaveAnswer): Autosave {
  const sent = state.sent ?? state.text
  switch (answer.kind) {
    case 'saved':
      return { ...startAutosave({ version: answer.version, text: sent }), text: state.text }
    case 'conflict':
      // Our own save whose answer got lost: what was sent is what is there.
      if (answer.text === sent || state.unanswered.includes(answer.text))
        return { ...startAutosave({ version: answer.version, text: answer.text }), text: state.text }
      return meet(state, answer)
    case 'refused':
      return state.text === sent
        ? { ...state, phase: 'refused', reason: answer.reason, attempt: 0 }
        : { ...state, phase: 'idle', attempt: 0 }
    case 'unreachable':
      return {
        ...state,
        phase: 'retrying',
        reason: answer.reason,
        attempt: state.attempt + 1,
        unanswered: [...new Set([...state.unanswered, sent])].slice(-unansweredMax),
      }
    case 'gone':
      return { ...state, phase: 'gone', attempt: 0, theirs: null, reason: null }
  }
}

function learnt(state: Autosave, copy: ServerCopy): Autosave {
  // While a save is under way its answer says more; a text that may not be sent is not mixed with others.
  if (state.phase === 'saving' || state.phase === 'refused' || state.phase === 'gone') return state
  if (copy.version <= Math.max(state.base.version, state.theirs?.version ?? 0)) return state
  const met = meet(state, copy)
  // Who is choosing already goes on choosing, with the newer text on the other side.
  return state.phase === 'conflict' && met.phase === 'merging' ? { ...met, phase: 'conflict' } : met
}

/** A newer copy: nothing to merge when it holds nothing new. */
function meet(state: Autosave, { version, text }: ServerCopy): Autosave {
  if (text === state.text || text === state.base.text) return { ...startAutosave({ version, text }), text: state.text }
  return { ...state, phase: 'merging', theirs: { version, text }, attempt: 0, reason: null }
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

export type SaveView = 'saved' | 'unsaved' | 'saving' | 'retrying' | 'merging' | 'conflict' | 'refused' | 'gone'

/** The state in the one word that the top bar shows. */
export function saveView(state: Autosave): SaveView {
  if (state.phase === 'idle' || (state.phase === 'retrying' && !isDirty(state)))
    return isDirty(state) ? 'unsaved' : 'saved'
  return state.phase as SaveView
}
