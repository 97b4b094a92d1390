'use client'
import { Command as Sign } from 'lucide-react'
import { type ReactNode, useEffect, useState } from 'react'
import { Button } from '../ui/button'
import type { LaterPart } from '../ui/load-once'
import { doEarlyKeys } from './early-keys'
import { KeyCaps } from './key-caps'
import { ariaKeys } from './key-combination'
import { LazyShortcutSheet } from './lazy-hands'
import { type Palette, PaletteWindow } from './palette-window'
import { shortcuts } from './shortcuts'
import { useShortcuts } from './use-shortcuts'

interface Props<List> {
  placeholder: string
  /** The list of this page's palette: the window and its field do not wait for it. */
  later: LaterPart<List>
  list: (List: List, parts: { palette: Palette; onKeys: () => void }) => ReactNode
}

/** The visible way to the palette, and the keys that open it and the sheet. */
export function CommandButton<List>({ placeholder, later, list }: Props<List>) {
  const [open, setOpen] = useState<'palette' | 'keys' | null>(null)
  const List = later.use()
  const hasFailed = later.useHasFailed()
  const prepare = () => void later.load().catch(() => {})
  const openPalette = () => {
    prepare()
    setOpen('palette')
  }
  const onKeys = () => setOpen('keys')
  useShortcuts({ palette: openPalette, sheet: onKeys })
  // Every page has this button. After the effects of this drawing, in which others begin to listen.
  useEffect(() => {
    const timer = setTimeout(doEarlyKeys)
    return () => clearTimeout(timer)
  }, [])
  return (
    <>
      <Button
        size="small"
        aria-keyshortcuts={ariaKeys(shortcuts.palette.keys)}
        aria-haspopup="dialog"
        onPointerEnter={prepare}
        onFocus={prepare}
        onClick={openPalette}
      >
        <Sign aria-hidden />
        <span className="max-sm:sr-only">Commands</span>
        <span aria-hidden className="max-md:hidden">
          <KeyCaps keys={shortcuts.palette.keys} />
        </span>
      </Button>
      {open === 'palette' && (
        <PaletteWindow
          placeholder={placeholder}
          list={List && ((palette) => list(List, { palette, onKeys }))}
          hasFailed={hasFailed}
          onClose={() => setOpen(null)}
        />
      )}
      {open === 'keys' && <LazyShortcutSheet onClose={() => setOpen(null)} />}
    </>
  )
}
