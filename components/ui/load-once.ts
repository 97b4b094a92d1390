import { useSyncExternalStore } from 'react'

/** A part of the page that comes after the page: asked for once, and kept. */
export interface LaterPart<Part> {
  /** Null until it is there. */
  loaded(): Part | null
  /** A failed attempt is made again by the next who asks. */
  load(): Promise<Part>
  /** The part, or null while it is not there; the page is drawn again when that changes. */
  use(): Part | null
  useHasFailed(): boolean
}

export function loadOnce<Part>(load: () => Promise<Part>): LaterPart<Part> {
  let state: { part: Part | null; hasFailed: boolean } = { part: null, hasFailed: false }
  let loading: Promise<Part> | null = null
  const listeners = new Set<() => void>()
  const become = (next: typeof state) => {
    state = next
    for (const listener of listeners) listener()
  }
  const subscribe = (listener: () => void) => {
    listeners.add(listener)
    return () => void listeners.delete(listener)
  }
  return {
    loaded: () => state.part,
    load: () => {
      loading ??= load().then(
        (part) => {
          become({ part, hasFailed: false })
          return part
        },
        (error) => {
          loading = null
          become({ part: null, hasFailed: true })
          throw error
        },
      )
      return loading
    },
    use: () =>
      useSyncExternalStore(
        subscribe,
        () => state.part,
        () => null,
      ),
    useHasFailed: () =>
      useSyncExternalStore(
        subscribe,
        () => state.hasFailed,
        () => false,
      ),
  }
}
