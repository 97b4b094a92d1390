'use client'
import * as Primitive from '@radix-ui/react-dialog'
import { X } from 'lucide-react'
import { type ReactNode, useRef } from 'react'
import { IconButton } from './button'
import { classNames } from './class-names'

export interface DialogProps {
  open: boolean
  onOpenChange: (open: boolean) => void
  title: string
  /** One or two sentences: what this is about. */
  description: ReactNode
  children?: ReactNode
  /** The buttons, in reading order. */
  actions?: ReactNode
  wide?: boolean
}

export function DialogWindow({ open, onOpenChange, title, description, children, actions, wide }: DialogProps) {
  const opener = useRef<Element | null>(null)
  return (
    <Primitive.Root open={open} onOpenChange={onOpenChange}>
      <Primitive.Portal>
        <Primitive.Overlay className="fixed inset-0 z-40 bg-[#000]/45" />
        <Primitive.Content
          onOpenAutoFocus={() => {
            opener.current = document.activeElement
          }}
          // Radix gives the focus back only to a trigger of its own; ours are opened from anywhere.
          onCloseAutoFocus={(event) => {
            event.preventDefault()
            // It says so a moment late: what a key that came at once has given the focus to keeps it.
            if (document.activeElement !== document.body) return
            if (opener.current instanceof HTMLElement && opener.current.isConnected) opener.current.focus()
          }}
          className={classNames(
            'fixed top-1/2 left-1/2 z-50 flex max-h-[92dvh] w-[calc(100vw-1.5rem)] -translate-x-1/2 -translate-y-1/2 flex-col rounded-md border border-line bg-surface shadow-xl',
            wide ? 'max-w-6xl' : 'max-w-xl',
          )}
        >
          <header className="flex items-start gap-3 border-line border-b px-4 py-3">
            <div className="min-w-0 flex-1">
              <Primitive.Title className="text-base leading-6">{title}</Primitive.Title>
              <Primitive.Description asChild>
                <div className="text-muted">{description}</div>
              </Primitive.Description>
            </div>
            <Primitive.Close asChild>
              <IconButton label="Close">
                <X aria-hidden />
              </IconButton>
            </Primitive.Close>
          </header>
          {children && <div className="min-h-0 flex-1 overflow-auto px-4 py-3">{children}</div>}
          {actions && (
            <footer className="flex flex-wrap justify-end gap-2 border-line border-t px-4 py-3">{actions}</footer>
          )}
        </Primitive.Content>
      </Primitive.Portal>
    </Primitive.Root>
  )
}
