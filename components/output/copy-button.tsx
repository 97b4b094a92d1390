'use client'
import { Check, Copy, Link2, TriangleAlert } from 'lucide-react'
import { useState } from 'react'
import { IconButton } from '../ui/button'
import { copyText } from '../ui/copy-text'

interface Props {
  /** What goes to the clipboard; a function when it is only known then. */
  text: string | (() => string)
  /** After "Copy": `the command`. */
  name: string
  kind?: 'text' | 'link'
}

/** Says in its name and its sign how it went, for as long as it has the focus, and aloud. */
export function CopyButton({ text, name, kind = 'text' }: Props) {
  const [state, setState] = useState<'idle' | 'done' | 'failed'>('idle')
  const copy = async () => setState((await copyText(typeof text === 'string' ? text : text())) ? 'done' : 'failed')
  const words = { idle: '', done: `Copied ${name}`, failed: 'Copying was refused by the browser' }[state]
  const Sign = { idle: kind === 'link' ? Link2 : Copy, done: Check, failed: TriangleAlert }[state]
  return (
    <>
      <IconButton label={words || `Copy ${name}`} onClick={copy} onBlur={() => setState('idle')}>
        <Sign aria-hidden />
      </IconButton>
      <span aria-live="polite" className="sr-only">
        {words}
      </span>
    </>
  )
}
