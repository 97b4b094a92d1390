import 'server-only'
import { headers } from 'next/headers'
import { AppError } from './app-error'
import { isTrustedHost, isTrustedOrigin } from './request-host'

/** Every door asks this first, also behind proxy.ts: a matcher that misses a path must not open one. */
export async function requireTrustedRequest(): Promise<void> {
  const sent = await headers()
  requireTrustedHeaders((name) => sent.get(name))
}

export function requireTrustedHeaders(header: (name: string) => string | null): void {
  const host = header('host')
  const origin = header('origin')
  if (isTrustedHost(host) && isTrustedOrigin(origin, host)) return
  throw new AppError({
    code: 'untrusted-origin',
    publicMessage: 'This request did not come from a page of this studio, so it was refused.',
    wayOut: 'Open the studio by the address that it printed when it started, and try again there.',
    owner: 'client',
    innerMessage: `refused host ${JSON.stringify(host)}, origin ${JSON.stringify(origin)}`,
  })
}
