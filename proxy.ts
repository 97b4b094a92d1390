// Runs before every page, action and route: refuses strange hosts and sets the content security policy. Each page is rendered
// per request, because its scripts carry this request's nonce.
import { type NextRequest, NextResponse } from 'next/server'
import { contentSecurityPolicy } from './lib/server/content-security-policy'
import { isTrustedHost } from './lib/server/request-host'

export function proxy(request: NextRequest) {
  if (!isTrustedHost(request.headers.get('host'))) {
    return new NextResponse(
      'Signalbox answers only to loopback names: open it by the address that it printed at start.\n',
      {
        status: 421,
      },
    )
  }
  const nonce = btoa(crypto.randomUUID())
  const policy = contentSecurityPolicy(nonce, process.env.NODE_ENV === 'development')
  const headers = new Headers(request.headers)
  headers.set('x-nonce', nonce)
  headers.set('content-security-policy', policy)
  const response = NextResponse.next({ request: { headers } })
  response.headers.set('content-security-policy', policy)
  return response
}

export const config = { matcher: ['/((?!_next/static|_next/image).*)'] }
