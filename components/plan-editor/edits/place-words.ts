import { fromPointer, type JsonPointer, valueAt } from '@/lib/domain-model/json-pointer'
import { thingAt, thingWords } from './things'

/** One member of a list that has no name of its own. */
const itemWords: Record<string, string> = {
  hosts: 'host',
  paths: 'path',
  servers: 'server',
  upstreams: 'share',
  methods: 'method',
  alpn: 'HTTP version',
  allow: 'allowed range',
  deny: 'denied range',
  from: 'range',
  remove: 'removed header',
  extras: 'verbatim lines',
  lines: 'line',
}

const shortForms: Record<string, string> = {
  tls: 'TLS',
  hsts: 'HSTS',
  waf: 'WAF',
  alpn: 'ALPN',
  http: 'HTTP',
  acme: 'ACME',
  proxy: 'PROXY',
  api: 'API',
}

/** Members whose name in the format says less than the form does. */
const memberWords: Record<string, string> = {
  extras: 'verbatim lines',
  clientAuth: 'client certificates',
  plainHttp: 'plain HTTP',
}

/** A place as a person says it: `route api › path /v1/ › upstream`, `upstream web › server 2 › port`. */
export function placeWords(pointer: JsonPointer, data: unknown): string {
  if (pointer === '') return 'the document'
  const place = thingAt(pointer)
  if (!place) return segmentWords('', fromPointer(pointer), data).join(' › ')
  const name = valueAt(data, `${place.pointer}/name`)
  const thing = `${thingWords[place.kind].one} ${typeof name === 'string' ? name : place.index + 1}`
  return [thing, ...segmentWords(place.pointer, place.rest, data)].join(' › ')
}

function segmentWords(start: JsonPointer, segments: readonly string[], data: unknown): string[] {
  const words: string[] = []
  let at = start
  for (const [index, segment] of segments.entries()) {
    at += `/${segment.replace(/~/g, '~0').replace(/\//g, '~1')}`
    // The lines are what the entry is.
    if (/^\d+$/.test(segment) || (segment === 'lines' && segments[0] === 'extras')) continue
    const item = segments[index + 1]
    const isList = item !== undefined && /^\d+$/.test(item)
    words.push(isList ? itemName(segment, Number(item), valueAt(data, `${at}/${item}`)) : memberName(segment))
  }
  return words
}

function itemName(list: string, index: number, value: unknown): string {
  const path = list === 'paths' ? valueAt(value, '/path') : undefined
  return `${itemWords[list] ?? memberName(list)} ${typeof path === 'string' && path !== '' ? path : index + 1}`
}

/** `maxAgeSeconds` → `max age seconds`. What is no plain word (a header's name) stays as it is. */
function memberName(member: string): string {
  if (Object.hasOwn(memberWords, member)) return memberWords[member] ?? member
  if (!/^[a-z][A-Za-z]*$/.test(member)) return member
  return member
    .replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)
    .split(' ')
    .map((word) => shortForms[word] ?? word)
    .join(' ')
}
