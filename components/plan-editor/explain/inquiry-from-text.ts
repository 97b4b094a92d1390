import type { Inquiry } from '@/lib/domain-model/decision'

export interface Question {
  /** What a person types: a URL, a host, `host:port/path`, or `none` for a client without SNI. */
  address: string
  /** Another SNI than the host: `none`, a name, or empty for the same. */
  sni: string
  clientCertificate: 'none' | 'untrusted' | `trust:${string}`
  method: string
}

export type ReadQuestion = { ok: true; inquiry: Inquiry } | { ok: false; reason: string }

/** Reads the explain bar. Forgiving about form, never about meaning: what cannot be read is said, not guessed. */
export function inquiryFromText(question: Question): ReadQuestion {
  const text = question.address.trim()
  const scheme = /^([a-z][a-z0-9+.-]*):\/\//i.exec(text)?.[1]?.toLowerCase()
  if (scheme && scheme !== 'https' && scheme !== 'http')
    return { ok: false, reason: `${scheme}:// is not carried here; use https:// or http://` }
  const match = /^(\[[0-9a-f:.]+\]|[^/:?#\s]*)(?::(\d+))?([/?][^\s#]*)?$/i.exec(
    text.replace(/^[a-z][a-z0-9+.-]*:\/\//i, '').replace(/#.*$/, ''),
  )
  if (!match || text === '')
    return { ok: false, reason: 'type a URL such as https://api.example.com/v1/, a host, or none' }
  const [, host = '', portText, rest = '/'] = match
  const port = portText === undefined ? (scheme === 'http' ? 80 : 443) : Number(portText)
  if (port < 1 || port > 65535) return { ok: false, reason: 'a port is a number from 1 to 65535' }
  const isNone = host === '' || host.toLowerCase() === 'none'
  const path = rest.startsWith('?') ? `/${rest}` : rest
  const base = {
    port,
    path,
    method: question.method || 'GET',
    clientCertificate: certificateOf(question.clientCertificate),
  }

  if (scheme === 'http' || (scheme === undefined && port === 80))
    return { ok: true, inquiry: { ...base, sni: null, host: isNone ? null : host } }
  const sni = question.sni.trim()
  if (sni === '') return { ok: true, inquiry: isNone ? { ...base, sni: null } : { ...base, sni: host, host } }
  const asked = isNone ? {} : { host }
  return { ok: true, inquiry: { ...base, ...asked, sni: sni.toLowerCase() === 'none' ? null : sni } }
}

function certificateOf(value: Question['clientCertificate']) {
  return value === 'none' || value === 'untrusted' ? value : { trust: value.slice('trust:'.length) }
}
