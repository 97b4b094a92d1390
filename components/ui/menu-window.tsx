'use client'
import * as DropdownMenu from '@radix-ui/react-dropdown-menu'
import type { ReactNode } from 'react'

export interface MenuItemProps {
  onSelect: () => void
  disabled?: boolean
  children: ReactNode
  note?: ReactNode
}

function Window({ trigger, children }: { trigger: ReactNode; children: ReactNode }) {
  return (
    <DropdownMenu.Root modal={false} defaultOpen>
      <DropdownMenu.Trigger asChild>{trigger}</DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content
          align="end"
          sideOffset={4}
          className="z-50 max-h-[80dvh] w-72 max-w-[94vw] overflow-auto rounded-md border border-line bg-surface p-1 shadow-xl"
        >
          {children}
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  )
}

function Item({ onSelect, disabled, children, note }: MenuItemProps) {
  return (
    <DropdownMenu.Item
      onSelect={onSelect}
      disabled={disabled ?? false}
      className="flex cursor-pointer flex-col rounded-sm px-2 py-1.5 outline-none data-[disabled]:cursor-not-allowed data-[highlighted]:bg-pressed data-[disabled]:text-muted"
    >
      <span className="flex items-center gap-2 font-medium [&_svg]:size-4">{children}</span>
      {note && <span className="text-muted text-xs">{note}</span>}
    </DropdownMenu.Item>
  )
}

function Label({ children }: { children: ReactNode }) {
  return <DropdownMenu.Label className="px-2 pt-2 pb-1 text-muted text-xs">{children}</DropdownMenu.Label>
}

function Line() {
  return <DropdownMenu.Separator className="my-1 h-px bg-line" />
}

/** What a menu is made of once it opens. */
export const menuParts = { Window, Item, Label, Line }
