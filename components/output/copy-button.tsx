'use client'
import { Check, Copy } from 'lucide-react'
import { useState } from 'react'
import { IconButton } from '../ui/button'

export function CopyButton({ text, name }: { text: string; name: string }) {
  const [state, setState] = useState<'idle' | 'done' | 'failed'>('idle')
  const copy = () =>
    navigator.clipboard.writeText(text).then(
      () => setState('done'),
      () => setState('failed'),
    )
  const label =
    state === 'failed' ? 'Copying was refused by the browser' : state === 'done' ? `Copied ${name}` : `Copy ${name}`
  return (
    <IconButton label={label} onClick={copy} onBlur={() => setState('idle')}>
      {state === 'done' ? <Check aria-hidden /> : <Copy aria-hidden />}
    </IconButton>
  )
}
