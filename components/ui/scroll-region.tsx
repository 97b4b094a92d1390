import type { ReactNode } from 'react'

/** A part of the page that scrolls by itself: it has a name and can be reached and scrolled by keyboard. */
export function ScrollRegion({
  label,
  className,
  children,
}: {
  label: string
  className?: string
  children: ReactNode
}) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: without it nobody could scroll this by keyboard (axe: scrollable-region-focusable)
    <section aria-label={label} tabIndex={0} className={className}>
      {children}
    </section>
  )
}
