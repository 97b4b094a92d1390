/**
 * A key as the list of shortcuts writes it: `Mod+Shift+Z`, `Alt+F5`, `ArrowDown`, `?`. `Mod` is Ctrl, on a Mac Cmd. The last part is what
 * the browser calls the key (KeyboardEvent.key), so that it means the same letter on every keyboard layout.
 */
export type KeyCombination = string

export interface PressedKey {
  key: string
  ctrlKey: boolean
  metaKey: boolean
  altKey: boolean
  shiftKey: boolean
}

function partsOf(combination: KeyCombination) {
  const parts = combination.split('+')
  return { key: parts.at(-1) ?? '', modifiers: new Set(parts.slice(0, -1)) }
}

export function isPressed(combination: KeyCombination, pressed: PressedKey, isMac: boolean): boolean {
  const { key, modifiers } = partsOf(combination)
  const isSymbol = key.length === 1 && !/[a-z0-9]/i.test(key)
  return (
    pressed.key.toLowerCase() === key.toLowerCase() &&
    (isMac ? pressed.metaKey : pressed.ctrlKey) === modifiers.has('Mod') &&
    !(isMac ? pressed.ctrlKey : pressed.metaKey) &&
    pressed.altKey === modifiers.has('Alt') &&
    // Which symbols need Shift is a matter of the layout: "?" is Shift+/ here and Shift+ß there.
    (isSymbol || pressed.shiftKey === modifiers.has('Shift'))
  )
}

/** A key alone, which speech input and slips of the hand press by accident (WCAG 2.1.4). */
export function isSingleCharacter(combination: KeyCombination): boolean {
  return combination.length === 1
}

const signs: Record<string, string> = {
  ArrowUp: '↑',
  ArrowDown: '↓',
  ArrowLeft: '←',
  ArrowRight: '→',
  Escape: 'Esc',
  ' ': 'Space',
}

/** The key caps, in the order they are pressed: `['Ctrl', 'Shift', 'Z']`. */
export function keyCaps(combination: KeyCombination, isMac: boolean): string[] {
  const { key, modifiers } = partsOf(combination)
  return [...modifiers, key].map((part) => (part === 'Mod' ? (isMac ? 'Cmd' : 'Ctrl') : (signs[part] ?? part)))
}

/** As the attribute `aria-keyshortcuts` wants it. */
export function ariaKeys(combinations: readonly KeyCombination[]): string {
  return combinations.flatMap((one) => [one.replace('Mod', 'Control'), ...macSpelling(one)]).join(' ')
}

const macSpelling = (combination: KeyCombination) =>
  combination.includes('Mod') ? [combination.replace('Mod', 'Meta')] : []
