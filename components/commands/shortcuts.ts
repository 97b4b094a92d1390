import type { KeyCombination } from './key-combination'

/** Where a key works, in the order the sheet shows it. */
export const shortcutPlaces = {
  everywhere: 'Everywhere',
  plan: 'On a plan',
  lanes: 'On a route card',
  parts: 'On a listener, upstream, certificate or trust bundle',
  fields: 'In fields and dialogs',
  editors: 'In the text editors',
} as const

export type ShortcutPlace = keyof typeof shortcutPlaces

export interface Shortcut {
  /** Each of them does it. */
  keys: readonly KeyCombination[]
  does: string
  place: ShortcutPlace
  /** Also while the focus is in a field or an editor. */
  whileTyping?: boolean
  /** It works by itself: the browser or Monaco handles it, and we must not. */
  isBuiltIn?: boolean
  /** Pressed before the page is alive, it is kept until then, with what is typed after it. */
  isHeldEarly?: boolean
}

/**
 * Every key of the studio. What handles keys, the sheet, the hints in the palette and the help page all read this list, so a key that is
 * not here does not exist, and one that is here is explained.
 */
export const shortcuts = {
  palette: {
    keys: ['Mod+K'],
    does: 'Command palette: go to anything, do anything',
    place: 'everywhere',
    whileTyping: true,
    isHeldEarly: true,
  },
  sheet: { keys: ['?'], does: 'This list of keys', place: 'everywhere', isHeldEarly: true },

  explain: { keys: ['/'], does: 'Go to the explain bar', place: 'plan', isHeldEarly: true },
  undo: { keys: ['Mod+Z'], does: 'Undo, in the form and in the text alike', place: 'plan', whileTyping: true },
  redo: { keys: ['Mod+Shift+Z', 'Mod+Y'], does: 'Redo', place: 'plan', whileTyping: true },
  save: { keys: ['Mod+S'], does: 'Save now (drafts save themselves anyway)', place: 'plan', whileTyping: true },

  cardNext: { keys: ['ArrowDown'], does: 'To the next card', place: 'lanes' },
  cardPrevious: { keys: ['ArrowUp'], does: 'To the card before', place: 'lanes' },
  cardAcross: { keys: ['ArrowLeft', 'ArrowRight'], does: 'To the nearest card of the other lane', place: 'lanes' },
  cardFirst: { keys: ['Home'], does: 'To the first card of the lane', place: 'lanes' },
  cardLast: { keys: ['End'], does: 'To the last card of the lane', place: 'lanes' },
  cardOpen: { keys: ['Enter'], does: 'Open it in the inspector', place: 'lanes', isBuiltIn: true },
  cardMove: { keys: ['M'], does: 'Move it into the other lane; what that costs is shown first', place: 'lanes' },
  cardPick: { keys: ['X'], does: 'Tick it, or take the tick away; Ctrl and a click does the same', place: 'lanes' },
  cardPickNext: {
    keys: ['Shift+ArrowDown', 'Shift+ArrowUp'],
    does: 'Tick from card to card; Shift and a click ticks all up to there',
    place: 'lanes',
  },
  cardPickLane: { keys: ['Mod+A'], does: 'Tick every card of the lane that is shown', place: 'lanes' },
  cardPickNone: { keys: ['Escape'], does: 'Take all ticks away', place: 'lanes' },

  partNext: { keys: ['ArrowRight'], does: 'To the next one', place: 'parts' },
  partPrevious: { keys: ['ArrowLeft'], does: 'To the one before', place: 'parts' },
  partFirst: { keys: ['Home'], does: 'To the first one', place: 'parts' },
  partLast: { keys: ['End'], does: 'To the last one', place: 'parts' },

  nextField: { keys: ['Tab'], does: 'Next field, also out of the editors', place: 'fields', isBuiltIn: true },
  cancel: {
    keys: ['Escape'],
    does: 'Close a dialog; in a field, back to the value in the plan; in the explain bar, clear the question',
    place: 'fields',
    isBuiltIn: true,
  },

  // The keys that VS Code has for it.
  nextChange: { keys: ['Alt+F5'], does: 'In a generated file: the next change', place: 'editors' },
  previousChange: { keys: ['Alt+Shift+F5'], does: 'In a generated file: the change before', place: 'editors' },
  writeTabs: { keys: ['Mod+M'], does: 'Tab writes a tab, until pressed again', place: 'editors', isBuiltIn: true },
  complete: { keys: ['Mod+ '], does: 'In plan.yaml: what can stand here', place: 'editors', isBuiltIn: true },
  // Monaco's own key for it begins with Ctrl+K, which is the palette.
  hover: { keys: ['Mod+I'], does: 'What is said of the word at the cursor', place: 'editors' },
  nextProblem: {
    keys: ['F8', 'Shift+F8'],
    does: 'The next problem, the one before',
    place: 'editors',
    isBuiltIn: true,
  },
  comment: { keys: ['Mod+/'], does: 'In plan.yaml: lines to comments and back', place: 'editors', isBuiltIn: true },
  find: { keys: ['Mod+F'], does: 'Find in the text', place: 'editors', isBuiltIn: true },
  editorCommands: { keys: ['F1'], does: "The editor's own commands", place: 'editors', isBuiltIn: true },
} as const satisfies Record<string, Shortcut>

export type ShortcutId = keyof typeof shortcuts

export const shortcutList: readonly (Shortcut & { id: ShortcutId })[] = Object.entries(shortcuts).map(
  ([id, shortcut]) => ({ id: id as ShortcutId, ...shortcut }),
)
