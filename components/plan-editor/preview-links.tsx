import type { Route } from 'next'
import Link from 'next/link'

/** From the plan to where it runs. */
export function PreviewLinks({ planId }: { planId: string }) {
  const links = [
    { href: `/plans/${planId}/preview`, title: 'Preview' },
    { href: `/plans/${planId}/preview?view=proof`, title: 'Prove it' },
  ]
  return links.map(({ href, title }) => (
    <Link
      key={href}
      href={href as Route}
      // Fetched ahead, both would have the server read the plan while this page needs the processor.
      prefetch={false}
      className="px-2 font-medium text-muted text-xs underline-offset-2 hover:underline"
    >
      {title}
    </Link>
  ))
}
