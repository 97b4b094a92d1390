/**
 * The one document that form and YAML edit, with one history for both. Texts, not operations, are kept: undo then brings back comments
 * and whatever a new mode could not hold.
 */
export interface EditorState {
  text: string
  past: readonly string[]
  future: readonly string[]
  /** The edit that the next one may join: typing in one place is one step. */
  open: { key: string; at: number } | null
  /** The last version of the server that the text took in, and the text it made of it. */
  adopted: { version: number; text: string } | null
}

export type EditorAction =
  /** `key` names the place that is edited; null never joins another step. */
  | { type: 'edit'; text: string; key: string | null; at: number }
  /** A newer version, merged with the text `expect`: nothing happens when something was typed meanwhile. */
  | { type: 'adopt'; expect: string; text: string; version: number }
  | { type: 'undo' }
  | { type: 'redo' }

const joinMilliseconds = 1200
const historyCharactersMax = 40_000_000
const historyStepsMax = 500

export function startEditing(text: string): EditorState {
  return { text, past: [], future: [], open: null, adopted: null }
}

export function editorReducer(state: EditorState, action: EditorAction): EditorState {
  switch (action.type) {
    case 'edit': {
      if (action.text === state.text) return state
      const joins = state.open !== null && state.open.key === action.key && action.at - state.open.at < joinMilliseconds
      return {
        ...state,
        text: action.text,
        past: joins ? state.past : trimmed([...state.past, state.text]),
        future: [],
        open: action.key === null ? null : { key: action.key, at: action.at },
      }
    }
    case 'adopt': {
      const { expect, text, version } = action
      if (expect !== state.text) return state
      const adopted = { version, text }
      if (text === state.text) return { ...state, adopted }
      return { text, past: trimmed([...state.past, state.text]), future: [], open: null, adopted }
    }
    case 'undo': {
      const text = state.past.at(-1)
      if (text === undefined) return state
      return { ...state, text, past: state.past.slice(0, -1), future: [...state.future, state.text], open: null }
    }
    case 'redo': {
      const text = state.future.at(-1)
      if (text === undefined) return state
      return { ...state, text, past: [...state.past, state.text], future: state.future.slice(0, -1), open: null }
    }
  }
}

/** Large plans keep fewer steps, so that a long day of editing does not fill the memory. */
function trimmed(past: string[]): string[] {
  let characters = 0
  let first = past.length
  while (first > 0 && past.length - first < historyStepsMax) {
    characters += past[first - 1]?.length ?? 0
    if (characters > historyCharactersMax && first < past.length) break
    first--
  }
  return past.slice(first)
}
