'use client'
import { Command as Sign } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { Button } from '../ui/button'
import { KeyCaps } from './key-caps'
import { ariaKeys } from './key-combination'
import { LazyShortcutSheet } from './lazy-hands'
import { shortcuts } from './shortcuts'
import { useShortcuts } from './use-shortcuts'

interface Props {
  /** The palette of this page. */
  palette: (parts: { onClose: () => void; onKeys: () => void }) => ReactNode
}

/** The visible way to the palette, and the keys that open it and the sheet. */
export function CommandButton({ palette }: Props) {
  const [open, setOpen] = useState<'palette' | 'keys' | null>(null)
  const close = () => setOpen(null)
  useShortcuts({ palette: () => setOpen('palette'), sheet: () => setOpen('keys') })
  return (
    <>
      <Button
        size="small"
        aria-keyshortcuts={ariaKeys(shortcuts.palette.keys)}
        aria-haspopup="dialog"
        onClick={() => setOpen('palette')}
      >
        <Sign aria-hidden />
        <span className="max-sm:sr-only">Commands</span>
        <span aria-hidden className="max-md:hidden">
          <KeyCaps keys={shortcuts.palette.keys} />
        </span>
      </Button>
      {open === 'palette' && palette({ onClose: close, onKeys: () => setOpen('keys') })}
      {open === 'keys' && <LazyShortcutSheet onClose={close} />}
    </>
  )
}
