import type { Mode } from '@/lib/domain-model/route'
import { handshakeLine, requestLine, sampleHost } from '@/lib/targets/probe-lines'

/** What the page knows of a route. */
export interface PreviewRoute {
  name: string
  mode: Mode
  listener: string
  hosts: string[]
  path: string
  clientCertificate: boolean
}

interface Bound {
  protocol: 'tls' | 'http'
  host: string
  port: number
}

/** What a person types to ask the preview about a route. */
export function routeLines(
  route: PreviewRoute,
  { protocol, host: address, port }: Bound,
): { name: string; line: string }[] {
  const host = sampleHost(route.hosts[0] ?? '*')
  const { path, clientCertificate } = route
  const scheme = protocol === 'tls' ? 'https' : 'http'
  const at = (line: string) => line.replaceAll('"$EDGE"', address).replaceAll('"$EDGE:', `"${address}:`)
  return [
    ...(protocol === 'tls' ? [{ name: 'openssl', line: at(handshakeLine(host, port)) }] : []),
    { name: 'curl', line: at(requestLine({ scheme, host, port, path, clientCertificate })) },
  ]
}
