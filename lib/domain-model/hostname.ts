/** One LDH label (RFC 952, RFC 1123 section 2.1), lower case. */
const label = '[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?'
const hostName = new RegExp(`^${label}(?:\\.${label})*$`)

/**
 * Lower case for ASCII letters only. Names on the wire are bytes: `toLowerCase` would also fold the Kelvin sign to `k`, and a
 * client could reach a route under a name that no engine takes for it.
 */
export function asciiLowerCase(text: string): string {
  return text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase())
}

/** True for a lower-case DNS name of LDH labels whose last label is not a number (which would make it an IPv4 literal). */
export function isHostName(value: string): boolean {
  return value.length <= 253 && hostName.test(value) && !/(?:^|\.)[0-9]+$/.test(value)
}

/**
 * The name a server finds in a ClientHello, as routing sees it: lower case, one trailing dot dropped.
 * IP literals and anything that is not a DNS name count as absent (RFC 6066 section 3), so the answer is null.
 */
export function normalizeServerName(sni: string | null): string | null {
  if (sni === null) return null
  const name = asciiLowerCase(sni).replace(/\.$/, '')
  return isHostName(name) ? name : null
}

/** The host of an HTTP authority (RFC 9110 section 7.2): port dropped, lower case, one trailing dot dropped. */
export function hostOfAuthority(authority: string): string {
  const withoutPort = authority.startsWith('[') ? authority.replace(/\]:\d*$/, ']') : authority.replace(/:\d*$/, '')
  return asciiLowerCase(withoutPort).replace(/\.$/, '')
}

/** `*.example.com` → `example.com`; null for `*` and for exact names. */
export function wildcardParent(pattern: string): string | null {
  return pattern.startsWith('*.') ? pattern.slice(2) : null
}

/** How many labels a wildcard stands for: certificates, Ingress and crt-list say one; NGINX and Gateway API say any. */
export type WildcardDepth = 'one' | 'any'

/** Whether `pattern` (exact, `*.parent` or `*`) matches the normalised `host`. A wildcard never matches its apex. */
export function hostMatches(pattern: string, host: string, depth: WildcardDepth = 'one'): boolean {
  if (pattern === '*' || pattern === host) return true
  const parent = wildcardParent(pattern)
  if (parent === null || !host.endsWith(`.${parent}`)) return false
  return depth === 'any' || !host.slice(0, -parent.length - 1).includes('.')
}

/** Whether a certificate name covers a host or host pattern: exact, or a wildcard for exactly one label (RFC 9525 section 6.3). */
export function certificateNameCovers(certificateName: string, hostOrPattern: string): boolean {
  if (certificateName === hostOrPattern) return true
  const parent = wildcardParent(certificateName)
  if (parent === null || hostOrPattern === '*' || hostOrPattern.startsWith('*.')) return false
  return hostMatches(certificateName, hostOrPattern, 'one')
}

/** Says what is wrong with a host pattern, with the way out; null when nothing is. */
export function hostPatternProblem(value: string): string | null {
  if (value === '*') return null
  if (value === '') return 'a host name cannot be empty; use "*" for "any name"'
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(value)) return 'write the host name alone, without a scheme'
  if (value.includes('/')) return 'write the host name alone, without a path'
  if (looksLikeAddress(value))
    return 'an IP address cannot be sent as SNI (RFC 6066 section 3), so a route cannot match it; use a DNS name, or "*"'
  if (value.length > 1000) return 'a host name has at most 253 characters'
  if (/:\d*$/.test(value)) return 'write the host name without a port; the port belongs to the listener'
  if (value.includes('_')) return 'a host name cannot hold an underscore: certificates and clients refuse it'
  const name = value.startsWith('*.') ? value.slice(2) : value
  if (name.includes('*')) return 'a wildcard must be the whole first label, as in *.example.com'
  if (/[^\x20-\x7e]/.test(name)) {
    const ascii = asciiForm(name)
    return ascii
      ? `write the ASCII form that clients send: ${value.startsWith('*.') ? '*.' : ''}${ascii}`
      : 'this is not a host name, and it has no ASCII (punycode) form'
  }
  if (!isHostName(name))
    return 'a host name is made of labels of 1 to 63 letters, digits and inner dashes, at most 253 characters in all'
  return null
}

/** IPv4, bracketed or with two colons and hexadecimal digits: what people paste when they mean an address. Linear for any input. */
function looksLikeAddress(value: string): boolean {
  if (value.startsWith('[') || /^[0-9.]+$/.test(value)) return true
  return /^[0-9a-f:.]+$/i.test(value) && value.indexOf(':') !== value.lastIndexOf(':')
}

/** The A-label form of a Unicode name by the URL standard's IDNA mapping, or null. */
function asciiForm(name: string): string | null {
  // Signs that end or split the host part of a URL would leave a different name.
  if (/[\s@:?#\\[\]]/.test(name)) return null
  try {
    const ascii = new URL(`http://${name}`).hostname
    return isHostName(ascii) ? ascii : null
  } catch {
    return null
  }
}
