'use client'
import { Search } from 'lucide-react'
import { type ReactNode, useId, useLayoutEffect, useReducer, useRef, useState } from 'react'
import { KeyCaps } from './key-caps'
import { emptyPalette, isPaletteKey, type PaletteState, paletteAfter } from './palette-state'
import { shortcutOf } from './use-shortcuts'

/** What the list of the palette works with. */
export interface Palette {
  state: PaletteState
  listId: string
  point: (id: string) => void
  /** Something was made of Enter. */
  taken: () => void
  /** Tells the field, by the id of its element, which entry is meant. */
  mark: (elementId: string | null) => void
  /** What follows happens once the palette has gone and the focus is back where it was. */
  close: (then?: () => void) => void
}

interface Props {
  /** What is searched here, in the words of the page. */
  placeholder: string
  /** The list and its foot; null while they are on their way. */
  list: ((palette: Palette) => ReactNode) | null
  hasFailed: boolean
  onClose: () => void
}

/**
 * The window and the field of the palette. They are part of the page, so that no letter is lost while the list is loaded; a dialog of the
 * browser's own, since ours come later, too.
 */
export function PaletteWindow({ placeholder, list, hasFailed, onClose }: Props) {
  const dialog = useRef<HTMLDialogElement>(null)
  const field = useRef<HTMLInputElement>(null)
  const listId = useId()
  const [state, step] = useReducer(paletteAfter, emptyPalette)
  const [marked, mark] = useState<string | null>(null)
  const isClosed = useRef(false)
  useLayoutEffect(() => {
    if (!dialog.current?.open) dialog.current?.showModal()
    field.current?.focus()
  }, [])
  const close = (then?: () => void) => {
    isClosed.current = true
    // The browser gives the focus back at once; what follows must not be undone by that.
    dialog.current?.close()
    onClose()
    then?.()
  }
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: Escape closes it, which the browser does itself
    <dialog
      ref={dialog}
      aria-label="Command palette"
      // The browser tells of it late, even of a dialog that has gone: by then the command may have opened something else.
      onClose={() => isClosed.current || onClose()}
      onClick={(event) => event.target === dialog.current && close()}
      className="fixed inset-x-0 top-[10dvh] bottom-auto m-0 mx-auto h-fit max-h-[min(36rem,80dvh)] w-[calc(100vw-1.5rem)] max-w-2xl flex-col overflow-hidden rounded-md border border-line bg-surface p-0 text-ink shadow-xl backdrop:bg-[#000]/45 open:flex"
    >
      <div className="flex items-center gap-2 border-line border-b px-3">
        <Search aria-hidden className="size-4 shrink-0 text-muted" />
        <input
          ref={field}
          role="combobox"
          aria-label="Command palette"
          aria-autocomplete="list"
          aria-expanded={list !== null}
          aria-controls={list ? listId : undefined}
          aria-activedescendant={(list && marked) ?? undefined}
          value={state.query}
          placeholder={placeholder}
          autoComplete="off"
          autoCorrect="off"
          autoCapitalize="off"
          spellCheck={false}
          onChange={(event) => step({ kind: 'query', text: event.target.value })}
          onKeyDown={(event) => {
            if (shortcutOf(event, 'everywhere') === 'palette') {
              event.preventDefault()
              close()
            } else if (event.key === 'Tab') {
              // There is nothing else in here, and behind it nothing can be reached.
              event.preventDefault()
            } else if (isPaletteKey(event.key) && !event.nativeEvent.isComposing && !event.shiftKey) {
              event.preventDefault()
              step({ kind: 'key', key: event.key })
            }
          }}
          className="h-11 min-w-0 flex-1 bg-transparent text-sm outline-none placeholder:text-muted"
        />
        <KeyCaps keys={['Escape']} className="max-sm:hidden" />
      </div>
      {list ? (
        list({
          state,
          listId,
          point: (id) => step({ kind: 'point', id }),
          taken: () => step({ kind: 'taken' }),
          mark,
          close,
        })
      ) : (
        <p role={hasFailed ? 'alert' : 'status'} className="min-h-0 flex-1 basis-[33rem] px-3.5 py-3 text-muted">
          {hasFailed
            ? 'The commands could not be loaded. Close this and open it again once the server answers.'
            : state.isEntered
              ? 'Loading the commands; what you entered is done as soon as they are here…'
              : 'Loading the commands…'}
        </p>
      )}
    </dialog>
  )
}
