import { type Route, terminatesTls } from '@/lib/domain-model/route'
import type { Upstream } from '@/lib/domain-model/upstream'
import type { NodeLine } from './topology'

export const mono = (text: string): NodeLine => ({ text, face: 'mono' })
export const sans = (text: string): NodeLine => ({ text, face: 'sans' })

const hostsMax = 2

export function routeLines(route: Route): NodeLine[] {
  const hosts = route.hosts.slice(0, hostsMax).map(mono)
  const more = route.hosts.length - hostsMax
  return [
    ...hosts,
    ...(more > 0 ? [sans(`and ${more} more names`)] : []),
    sans(terminatesTls(route) ? `certificate: ${route.certificate}` : "certificate: the backend's"),
  ]
}

export function upstreamLines({ servers, service }: Upstream): NodeLine[] {
  const [only] = servers
  const place =
    servers.length === 1 && only
      ? mono(`${only.host}:${only.port}`)
      : servers.length > 1
        ? sans(`${servers.length} servers`)
        : null
  return [...(place ? [place] : []), ...(service && !place ? [sans(`service ${service.name}:${service.port}`)] : [])]
}

export function proxyWords(upstream: Upstream | undefined): string | null {
  return !upstream || upstream.sendProxyProtocol === 'none' ? null : `PROXY ${upstream.sendProxyProtocol}`
}
