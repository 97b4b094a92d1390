'use client'
import { useState } from 'react'
import { Dialog } from '../ui/dialog'
import { letSingleKeysWork, singleKeysWork } from './keyboard-facts'
import { ShortcutTable } from './shortcut-table'

export function ShortcutSheet({ onClose }: { onClose: () => void }) {
  const [isOn, setOn] = useState(singleKeysWork)
  return (
    <Dialog
      open
      wide
      onOpenChange={(open) => open || onClose()}
      title="Keys"
      description="Everything can be done without a mouse: what has no key of its own is in the command palette."
    >
      <ShortcutTable />
      <label className="flex items-start gap-2 border-line border-t pt-3">
        <input
          type="checkbox"
          className="mt-0.5 size-4 accent-ink"
          checked={isOn}
          onChange={() => {
            letSingleKeysWork(!isOn)
            setOn(!isOn)
          }}
        />
        <span>
          Keys that are one character (<kbd className="font-mono">?</kbd>, <kbd className="font-mono">/</kbd>) work on
          the whole page
          <span className="block text-muted text-xs">
            Turn this off if you speak to this machine or press keys by accident. Keys on a card work only while it has
            the focus.
          </span>
        </span>
      </label>
    </Dialog>
  )
}
