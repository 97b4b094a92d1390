import '@fontsource/ibm-plex-mono/400.css'
import '@fontsource/ibm-plex-mono/600.css'
import '@fontsource-variable/ibm-plex-sans'
import './globals.css'
import type { Metadata, Viewport } from 'next'
import { connection } from 'next/server'
import type { ReactNode } from 'react'
import { earlyKeysScript, earlyOpeners } from '@/components/commands/early-keys'
import { loadAppearance } from '@/lib/server/appearance-loader'
import { loadNonce } from '@/lib/server/nonce-loader'

export const metadata: Metadata = {
  title: { default: 'Signalbox', template: '%s · Signalbox' },
  description: 'A studio for hybrid TLS edges',
}

export const viewport: Viewport = {
  themeColor: [
    { media: '(prefers-color-scheme: light)', color: '#ffffff' },
    { media: '(prefers-color-scheme: dark)', color: '#14181e' },
  ],
}

export default async function RootLayout({ children }: { children: ReactNode }) {
  // Rendered per request: a page made at build time would carry no nonce, and its scripts would not run.
  await connection()
  const { theme, density } = await loadAppearance()
  return (
    <html lang="en" data-theme={theme} data-density={density} suppressHydrationWarning>
      <head>
        {/* Not async: it must be there before the first key. The browser hides the nonce from React. */}
        <script src={earlyKeysScript} data-openers={earlyOpeners} nonce={await loadNonce()} suppressHydrationWarning />
      </head>
      <body>{children}</body>
    </html>
  )
}
