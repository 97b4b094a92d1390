import type { Metadata } from 'next'
import { connection } from 'next/server'
import type { ReactNode } from 'react'
import './globals.css'

export const metadata: Metadata = {
  title: { default: 'Signalbox', template: '%s · Signalbox' },
  description: 'A studio for hybrid TLS edges',
}

export default async function RootLayout({ children }: { children: ReactNode }) {
  // Rendered per request: a page made at build time would carry no nonce, and its scripts would not run.
  await connection()
  return (
    <html lang="en">
      <body>{children}</body>
    </html>
  )
}
