import { useEffect, useRef } from 'react'

interface Actions {
  undo: () => void
  redo: () => void
  save: () => void
  explain: () => void
}

/** The keys that work all over the plan page; /help lists them. */
export function useShortcuts(actions: Actions) {
  const latest = useRef(actions)
  latest.current = actions
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const target = event.target instanceof HTMLElement ? event.target : null
      const isTyping = target?.closest('input, textarea, select, [contenteditable], .monaco-editor') != null
      const key = event.key.toLowerCase()
      const run = (action: () => void) => {
        event.preventDefault()
        action()
      }
      if (key === '/' && !isTyping && !event.ctrlKey && !event.metaKey && !event.altKey)
        return run(latest.current.explain)
      if (!(event.ctrlKey || event.metaKey) || event.altKey) return
      if (key === 's') return run(latest.current.save)
      // The explain bar is no part of the plan and keeps the browser's own undo; Monaco hands its keys over itself.
      if (target?.closest('[aria-label="Explain"], .monaco-editor')) return
      if (key === 'z') return run(event.shiftKey ? latest.current.redo : latest.current.undo)
      if (key === 'y') return run(latest.current.redo)
    }
    window.addEventListener('keydown', onKey)
    return () => window.removeEventListener('keydown', onKey)
  }, [])
}
