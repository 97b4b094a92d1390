'use client'
import { Redo2, Undo2 } from 'lucide-react'
import Link from 'next/link'
import type { ReactNode } from 'react'
import { DensitySwitch } from '../shell/density-switch'
import { ThemeSwitch } from '../shell/theme-switch'
import { IconButton } from '../ui/button'
import { SaveState } from './save-state'
import type { Autosave } from './saving/autosave'

interface Props {
  name: string
  autosave: Autosave
  canUndo: boolean
  canRedo: boolean
  onUndo: () => void
  onRedo: () => void
  /** The way to the command palette. */
  commands: ReactNode
  children: ReactNode
}

export function TopBar({ name, autosave, canUndo, canRedo, onUndo, onRedo, commands, children }: Props) {
  return (
    <header className="flex min-h-12 flex-wrap items-center gap-x-3 gap-y-1 border-line border-b bg-surface px-3 py-1.5">
      <nav aria-label="Where you are" className="flex min-w-0 items-center gap-2 max-sm:max-w-[45%]">
        <Link href="/" prefetch={false} className="font-medium text-muted underline-offset-2 hover:underline">
          Plans
        </Link>
        <span aria-hidden className="text-muted">
          /
        </span>
        <h1 className="truncate font-mono text-sm">{name}</h1>
      </nav>
      <SaveState autosave={autosave} />
      <span className="flex-1" />
      <div className="ml-auto flex items-center gap-1">
        {commands}
        <IconButton label="Undo" onClick={onUndo} disabled={!canUndo}>
          <Undo2 aria-hidden />
        </IconButton>
        <IconButton label="Redo" onClick={onRedo} disabled={!canRedo}>
          <Redo2 aria-hidden />
        </IconButton>
        <DensitySwitch />
        <ThemeSwitch />
        <Link
          href="/help"
          prefetch={false}
          className="px-2 font-medium text-muted text-xs underline-offset-2 hover:underline max-sm:hidden"
        >
          Help
        </Link>
        {children}
      </div>
    </header>
  )
}
