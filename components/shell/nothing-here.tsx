'use client'
import Link from 'next/link'
import type { ReactNode } from 'react'
import type { ListPlans } from '../commands/use-plan-names'
import { SiteHeader } from './site-header'

/** Stands where something was looked for and is not. */
export function NothingHere({ listPlans, children }: { listPlans: ListPlans; children?: ReactNode }) {
  return (
    <>
      <SiteHeader listPlans={listPlans} />
      <main className="mx-auto max-w-2xl space-y-3 p-6">
        <h1 className="text-xl">There is nothing here</h1>
        <p className="text-muted">The plan was deleted, or the address is not quite right.</p>
        {children}
        <Link href="/" className="underline underline-offset-2">
          All plans
        </Link>
      </main>
    </>
  )
}
