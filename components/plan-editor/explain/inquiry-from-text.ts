import type { Inquiry } from '@/lib/domain-model/decision'
import { isHostName } from '@/lib/domain-model/hostname'
import { isIpAddress } from '@/lib/domain-model/network-address'
import type { Question } from './question'

export type ReadQuestion =
  /** `notes` say what was read otherwise than it was typed. */
  { ok: true; inquiry: Inquiry; notes: string[] } | { ok: false; reason: string }

/** What the explain bar needs to know of a listener: whether a port speaks TLS. */
export interface KnownListener {
  name: string
  port: number
  protocol: 'tls' | 'http'
}

/** Reads the explain bar. Forgiving about form, never about meaning: what cannot be read is said, not guessed. */
export function inquiryFromText(question: Question, listeners: readonly KnownListener[]): ReadQuestion {
  const parts = addressParts(question.address)
  if ('reason' in parts) return { ok: false, reason: parts.reason }
  const { scheme, host, path } = parts
  const port = parts.port ?? (scheme === 'http' ? 80 : 443)
  if (port < 1 || port > 65535) return refused('a port is a number from 1 to 65535')
  const listener = listeners.find((one) => one.port === port)
  const mismatch = listener && scheme !== null ? wrongProtocol(scheme, listener) : null
  if (mismatch) return refused(mismatch)
  const from = question.from.trim()
  if (from !== '' && !isIpAddress(from)) return refused(`${from} is no address of a client: use IPv4 or IPv6`)

  const notes: string[] = []
  const name = host === null ? null : wireName(host, notes)
  if (name !== null && typeof name === 'object') return refused(name.reason)
  const base = {
    port,
    path,
    method: question.method.trim().toUpperCase() || 'GET',
    clientCertificate: certificateOf(question.clientCertificate),
    ...(from === '' ? {} : { clientAddress: from }),
  }
  const isPlain = listener ? listener.protocol === 'http' : scheme === 'http' || (scheme === null && port === 80)
  if (isPlain) return { ok: true, inquiry: { ...base, sni: null, host: name }, notes }
  const sni = sniOf(question.sni, name, notes)
  if (sni !== null && typeof sni === 'object') return refused(sni.reason)
  return { ok: true, inquiry: { ...base, sni, ...(name === null ? {} : { host: name }) }, notes }
}

interface AddressParts {
  scheme: 'https' | 'http' | null
  /** Null for `none`, and for a port alone. */
  host: string | null
  port: number | null
  path: string
}

const help = 'type a URL such as https://api.example.com/v1/, a host, or none'

function addressParts(typed: string): AddressParts | { reason: string } {
  const text = typed.trim()
  if (text === '') return { reason: help }
  if (/^\d{1,5}$/.test(text)) return { scheme: null, host: null, port: Number(text), path: '/' }
  if (text.includes(':') && isIpAddress(text)) return { scheme: null, host: `[${text}]`, port: null, path: '/' }
  const scheme = /^([a-z][a-z0-9+.-]*):\/\//i.exec(text)?.[1]?.toLowerCase() ?? null
  if (scheme !== null && scheme !== 'https' && scheme !== 'http')
    return { reason: `${scheme}:// is not carried here; use https:// or http://` }
  const rest = text.replace(/^[a-z][a-z0-9+.-]*:\/\//i, '').replace(/#.*$/, '')
  if (rest.startsWith('/')) return { reason: `a path needs a host in front: api.example.com${rest.slice(0, 80)}` }
  if (/^[^/?]*@/.test(rest))
    return {
      reason:
        'leave out the name or password before the @: clients send it inside the request, and a link would show it',
    }
  const match = /^(\[[0-9a-f:.]+\]|[^/:?#\s]*)(?::(\d+))?([/?][^\s]*)?$/i.exec(rest)
  if (!match) return { reason: help }
  const [, host = '', port, path = '/'] = match
  return {
    scheme,
    host: host === '' || host.toLowerCase() === 'none' ? null : host,
    port: port === undefined ? null : Number(port),
    path: encodedPath(path.startsWith('?') ? `/${path}` : path),
  }
}

function wrongProtocol(scheme: 'https' | 'http', { name, port, protocol }: KnownListener): string | null {
  if (scheme === 'http' && protocol === 'tls')
    return `port ${port} speaks TLS (listener ${name}), so clear HTTP sent there is closed; use https://`
  if (scheme === 'https' && protocol === 'http')
    return `port ${port} speaks plain HTTP (listener ${name}), so no TLS handshake succeeds there; use http://`
  return null
}

/** The name as it goes over the wire: lower case, other scripts as punycode. */
function wireName(host: string, notes: string[]): string | { reason: string } {
  if (host.startsWith('['))
    return isIpAddress(host.slice(1, -1)) ? host.toLowerCase() : { reason: `${host} is no IPv6 address` }
  if (/^[\x00-\x7f]*$/.test(host)) return host.toLowerCase()
  const ascii = URL.canParse(`https://${host}/`) ? new URL(`https://${host}/`).hostname : ''
  if (!isHostName(ascii.replace(/\.$/, ''))) return { reason: `${host} is no name that a client could send` }
  notes.push(`${host} goes over the wire as ${ascii}.`)
  return ascii
}

/** A client names in SNI what it connects to, without the dot of the root, and names nothing when that is an address (RFC 6066, section 3). */
function sniOf(typed: string, host: string | null, notes: string[]): string | null | { reason: string } {
  const text = typed.trim()
  if (text.toLowerCase() === 'none') return null
  if (text !== '') return wireName(text, notes)
  if (host === null) return null
  if (!isIpAddress(host.replace(/^\[|\]$/g, ''))) return host.replace(/\.$/, '')
  notes.push('For an address a client sends no SNI.')
  return null
}

/** What browsers and curl send for other characters than ASCII. */
function encodedPath(path: string): string {
  // Half of a surrogate pair has no encoding; what a page would send is the replacement character.
  return path.replace(/[^\x00-\x7f]+/gu, (text) => encodeURIComponent(text.replace(/[\ud800-\udfff]/gu, '\ufffd')))
}

function certificateOf(value: Question['clientCertificate']) {
  return value === 'none' || value === 'untrusted' ? value : { trust: value.slice('trust:'.length) }
}

const refused = (reason: string): ReadQuestion => ({ ok: false, reason })
