'use client'
import { useEffect } from 'react'
import type { DialogProps } from './dialog-window'
import { loadOnce } from './load-once'

const later = loadOnce(() => import('./dialog-window').then(({ DialogWindow }) => DialogWindow))

/** A page that shows no dialog yet does not wait for what shows one. */
export function Dialog(props: DialogProps) {
  const Window = later.use()
  const hasFailed = later.useHasFailed()
  const { open } = props
  // Also when it opens: then it is asked for again, should the first attempt have failed.
  // biome-ignore lint/correctness/useExhaustiveDependencies: opening is the reason to ask
  useEffect(() => {
    later.load().catch(() => {})
  }, [open])
  if (Window) return <Window {...props} />
  return open && hasFailed ? (
    <p role="alert" className="fixed inset-x-0 top-0 z-50 bg-error-soft px-4 py-3">
      “{props.title}” could not be loaded. Reload the page once the server answers; your text is kept.
    </p>
  ) : null
}
