'use client'
import Link from 'next/link'
import { usePathname } from 'next/navigation'
import { SiteCommandButton } from '../commands/site-command-button'
import type { ListPlans } from '../commands/use-plan-names'
import { classNames } from '../ui/class-names'
import { DensitySwitch } from './density-switch'
import { ThemeSwitch } from './theme-switch'

const places = [
  { href: '/', title: 'Plans' },
  { href: '/reference/rules', title: 'Rules' },
  { href: '/reference/targets', title: 'Targets' },
  { href: '/hello', title: 'Hello' },
  { href: '/help', title: 'Help' },
] as const

export function SiteHeader({ listPlans }: { listPlans: ListPlans }) {
  const path = usePathname()
  return (
    <header className="flex min-h-12 items-center gap-3 border-line border-b bg-surface px-3 sm:gap-6 sm:px-6">
      <Link href="/" className="flex items-center gap-2 font-semibold">
        <BrandSign />
        <span className="max-sm:sr-only">Signalbox</span>
      </Link>
      <nav aria-label="Main" className="flex min-w-0 flex-1 gap-1 overflow-x-auto max-sm:gap-0">
        {places.map(({ href, title }) => {
          const isHere = href === '/' ? path === '/' : path.startsWith(href)
          return (
            <Link
              key={href}
              href={href}
              aria-current={isHere ? 'page' : undefined}
              className={classNames(
                'rounded-sm px-2 py-1 max-sm:px-1 hover:bg-pressed',
                isHere ? 'font-semibold text-ink' : 'text-muted hover:text-ink',
              )}
            >
              {title}
            </Link>
          )
        })}
      </nav>
      <div className="flex items-center gap-1">
        <SiteCommandButton listPlans={listPlans} />
        {/* On a telephone it is in the palette. */}
        <span className="max-sm:hidden">
          <DensitySwitch />
        </span>
        <ThemeSwitch />
      </div>
    </header>
  )
}

/** The two tracks: one ends, one runs through. */
function BrandSign() {
  return (
    <svg viewBox="0 0 28 20" aria-hidden className="h-5 w-7" fill="none" strokeWidth="3">
      <path className="stroke-terminate" d="M1 6h15M18 1v10" />
      <path className="stroke-passthrough" d="M1 15h25M22 11l4.5 4-4.5 4" />
    </svg>
  )
}
