'use client'
import { Check, Copy } from 'lucide-react'
import { type ComponentProps, useState } from 'react'
import { Button } from '../../ui/button'

/** Puts a text into the clipboard and says whether the browser let it. */
export function CopyText({ text, children, ...props }: { text: string } & ComponentProps<typeof Button>) {
  const [state, setState] = useState<'idle' | 'done' | 'refused'>('idle')
  const copy = () =>
    navigator.clipboard.writeText(text).then(
      () => setState('done'),
      () => setState('refused'),
    )
  return (
    <Button {...props} onClick={copy} onBlur={() => setState('idle')}>
      {state === 'done' ? <Check aria-hidden /> : <Copy aria-hidden />}
      {state === 'done' ? 'Copied' : state === 'refused' ? 'The browser refused to copy' : children}
    </Button>
  )
}
