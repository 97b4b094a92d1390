'use client'
import { cloneElement, type KeyboardEvent, type ReactElement, type ReactNode, useEffect, useState } from 'react'
import { loadOnce } from './load-once'
import type { MenuItemProps } from './menu-window'

const later = loadOnce(() => import('./menu-window').then(({ menuParts }) => menuParts))

interface TriggerProps {
  'aria-haspopup'?: 'menu'
  'aria-expanded'?: boolean
  onClick?: () => void
  onKeyDown?: (event: KeyboardEvent) => void
}

/** A button that opens a list of things to do. What shows the list comes after the page; the button is there at once. */
export function Menu({ trigger, children }: { trigger: ReactElement<TriggerProps>; children: ReactNode }) {
  const parts = later.use()
  const [isWanted, setWanted] = useState(false)
  useEffect(() => {
    later.load().catch(() => {})
  }, [])
  const open = () => {
    setWanted(true)
    later.load().catch(() => setWanted(false))
  }
  if (parts && isWanted) return <parts.Window trigger={trigger}>{children}</parts.Window>
  return cloneElement(trigger, {
    'aria-haspopup': 'menu',
    'aria-expanded': false,
    onClick: open,
    onKeyDown: (event) => {
      if (event.key !== 'ArrowDown') return
      event.preventDefault()
      open()
    },
  })
}

export function MenuItem(props: MenuItemProps) {
  const parts = later.use()
  return parts && <parts.Item {...props} />
}

export function MenuLabel({ children }: { children: ReactNode }) {
  const parts = later.use()
  return parts && <parts.Label>{children}</parts.Label>
}

export function MenuLine() {
  const parts = later.use()
  return parts && <parts.Line />
}
