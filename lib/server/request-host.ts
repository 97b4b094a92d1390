import 'server-only'

/**
 * Whether a request was really meant for this machine. A web page elsewhere can point a name of its own at 127.0.0.1 (DNS
 * rebinding) and then talk to us as if it were at home; its name in the Host header gives it away. Loopback names and the
 * address that the studio was told to listen on are ours, nothing else.
 */
export function isTrustedHost(hostHeader: string | null, listenHost = process.env.HOST): boolean {
  const name = hostNameOf(hostHeader)
  if (name === null) return false
  return name === 'localhost' || name === '[::1]' || isLoopbackAddress(name) || name === bracketed(listenHost)
}

/** Whether a browser's request came from a page of ours. A request without an Origin header came from no page at all. */
export function isTrustedOrigin(originHeader: string | null, hostHeader: string | null): boolean {
  if (originHeader === null) return true
  try {
    const { host, protocol } = new URL(originHeader)
    return /^https?:$/.test(protocol) && host === hostHeader?.toLowerCase()
  } catch {
    // 'null' (a sandboxed frame, a file) and nonsense are nobody we know.
    return false
  }
}

function hostNameOf(hostHeader: string | null): string | null {
  const match = hostHeader?.toLowerCase().match(/^(\[[0-9a-f:.]+\]|[a-z0-9.-]+)(?::\d{1,5})?$/)
  return match?.[1] ?? null
}

const isLoopbackAddress = (name: string) => /^127(\.(25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)){3}$/.test(name)

const bracketed = (host: string | undefined) => (host?.includes(':') ? `[${host}]` : host?.toLowerCase())
