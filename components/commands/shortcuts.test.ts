import { describe, expect, test } from 'vitest'
import { ariaKeys, isPressed, keyCaps, type PressedKey } from './key-combination'
import { type ShortcutPlace, shortcutList } from './shortcuts'
import { shortcutOf } from './use-shortcuts'

const none = { ctrlKey: false, metaKey: false, altKey: false, shiftKey: false }
const press = (key: string, more: Partial<PressedKey> = {}): PressedKey => ({ key, ...none, ...more })

describe('the list', () => {
  // What works in both places at once must not be one key.
  const together: [ShortcutPlace, ShortcutPlace][] = [
    ['everywhere', 'plan'],
    ['everywhere', 'lanes'],
    ['everywhere', 'parts'],
    ['everywhere', 'fields'],
    ['everywhere', 'editors'],
    ['plan', 'lanes'],
    ['plan', 'parts'],
    ['plan', 'editors'],
  ]
  const keysOf = (place: ShortcutPlace) =>
    shortcutList.flatMap((shortcut) => (shortcut.place === place ? shortcut.keys : []))

  test.each(together)('%s and %s share no key', (one, other) => {
    // A key that is typed as a letter reaches the page only from outside of fields and editors.
    expect(keysOf(one).filter((key) => keysOf(other).includes(key))).toEqual([])
  })

  test.each([...new Set(shortcutList.map(({ place }) => place))])('no key of %s means two things', (place) => {
    expect(new Set(keysOf(place)).size).toBe(keysOf(place).length)
  })

  test('every sentence says what it does and has no period', () => {
    for (const { does } of shortcutList) expect(does).toMatch(/^[A-Z].*[^.]$/)
  })
})

describe('a pressed key', () => {
  test.each([
    ['Mod+K', press('k', { ctrlKey: true }), true],
    ['Mod+K', press('K', { ctrlKey: true }), true],
    ['Mod+K', press('k', { metaKey: true }), false],
    ['Mod+K', press('k', { ctrlKey: true, altKey: true }), false],
    ['Mod+Z', press('Z', { ctrlKey: true, shiftKey: true }), false],
    ['Mod+Shift+Z', press('Z', { ctrlKey: true, shiftKey: true }), true],
    ['?', press('?', { shiftKey: true }), true],
    ['?', press('?'), true],
    ['/', press('/', { ctrlKey: true }), false],
    ['M', press('m'), true],
    ['M', press('M', { shiftKey: true }), false],
    ['Shift+ArrowDown', press('ArrowDown', { shiftKey: true }), true],
  ])('%s is meant by %j: %s', (combination, pressed, expected) => {
    expect(isPressed(combination, pressed, false)).toBe(expected)
  })

  test('on a Mac Cmd is the key, and Ctrl is left to the system', () => {
    expect(isPressed('Mod+K', press('k', { metaKey: true }), true)).toBe(true)
    expect(isPressed('Mod+K', press('k', { ctrlKey: true }), true)).toBe(false)
    expect(keyCaps('Mod+Shift+Z', true)).toEqual(['Cmd', 'Shift', 'Z'])
    expect(keyCaps('Mod+Shift+Z', false)).toEqual(['Ctrl', 'Shift', 'Z'])
  })

  test('means what its place says', () => {
    expect(shortcutOf(press('ArrowLeft'), 'lanes')).toBe('cardAcross')
    expect(shortcutOf(press('ArrowLeft'), 'parts')).toBe('partPrevious')
    expect(shortcutOf(press('a', { ctrlKey: true }), 'lanes')).toBe('cardPickLane')
    // What the browser or Monaco does by itself is nobody's to handle.
    expect(shortcutOf(press('Enter'), 'lanes')).toBeNull()
  })

  test('is announced in the words of the standard', () => {
    expect(ariaKeys(['Mod+K', '?'])).toBe('Control+K Meta+K ?')
  })
})
