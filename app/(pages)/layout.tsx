import type { ReactNode } from 'react'
import { SiteHeader } from '@/components/shell/site-header'
import { listPlansAction } from '@/lib/server/plans-actions'

export default function PagesLayout({ children }: { children: ReactNode }) {
  return (
    <>
      <SiteHeader listPlans={listPlansAction} />
      <main className="mx-auto w-full max-w-7xl px-3 py-6 sm:px-6">{children}</main>
    </>
  )
}
