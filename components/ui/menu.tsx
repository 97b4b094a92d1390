'use client'
import { DropdownMenu } from 'radix-ui'
import type { ReactNode } from 'react'

/** A button that opens a list of things to do. */
export function Menu({ trigger, children }: { trigger: ReactNode; children: ReactNode }) {
  return (
    <DropdownMenu.Root modal={false}>
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

export function MenuItem({
  onSelect,
  disabled,
  children,
  note,
}: {
  onSelect: () => void
  disabled?: boolean
  children: ReactNode
  note?: ReactNode
}) {
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

export function MenuLabel({ children }: { children: ReactNode }) {
  return <DropdownMenu.Label className="px-2 pt-2 pb-1 text-muted text-xs">{children}</DropdownMenu.Label>
}

export function MenuLine() {
  return <DropdownMenu.Separator className="my-1 h-px bg-line" />
}
