import { useEffect, useRef } from 'react'
import { isPressed, isSingleCharacter, type PressedKey } from './key-combination'
import { isMac, singleKeysWork } from './keyboard-facts'
import { type Shortcut, type ShortcutId, type ShortcutPlace, shortcutList, shortcuts } from './shortcuts'

export type ShortcutHandlers = Partial<Record<ShortcutId, () => void>>

/** The shortcut of this place that a key means, or null. For parts that handle the keys on themselves. */
export function shortcutOf(event: PressedKey, place: ShortcutPlace): ShortcutId | null {
  const found = shortcutList.find(
    (one) => one.place === place && !one.isBuiltIn && one.keys.some((key) => isPressed(key, event, isMac())),
  )
  return found?.id ?? null
}

/** Keys that work all over the page. */
export function useShortcuts(handlers: ShortcutHandlers) {
  const latest = useRef(handlers)
  latest.current = handlers
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      for (const [id, handle] of Object.entries(latest.current) as [ShortcutId, () => void][]) {
        const shortcut: Shortcut = shortcuts[id]
        const pressed = shortcut.keys.find((key) => isPressed(key, event, isMac()))
        if (pressed === undefined || event.defaultPrevented || !mayRun(id, pressed, event.target)) continue
        event.preventDefault()
        // An editor would take the first half of its own key chords (Ctrl+K, Ctrl+C) from it.
        event.stopPropagation()
        handle()
        return
      }
    }
    // Before the focused part: Monaco keeps for itself what it knows.
    window.addEventListener('keydown', onKey, { capture: true })
    return () => window.removeEventListener('keydown', onKey, { capture: true })
  }, [])
}

function mayRun(id: ShortcutId, pressed: string, target: EventTarget | null): boolean {
  const at = target instanceof Element ? target : null
  // What is behind a dialog is out of reach, for keys as for the mouse. Saving hurts nobody, and the browser would save the page.
  if (at?.closest('dialog, [role="dialog"], [role="alertdialog"], [role="menu"]')) return id === 'save'
  if (isSingleCharacter(pressed) && !singleKeysWork()) return false
  const field = at?.closest(
    'input:not([type="checkbox"], [type="radio"]), textarea, select, [contenteditable], .monaco-editor',
  )
  if (!field) return true
  if (!('whileTyping' in shortcuts[id])) return false
  // A field that is no part of the plan (explain, filter) keeps the browser's own undo; Monaco hands its keys over itself.
  return (id !== 'undo' && id !== 'redo') || field.closest('[aria-label="Inspector"]') !== null
}
