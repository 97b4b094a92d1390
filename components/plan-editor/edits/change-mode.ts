import { toPointer } from '@/lib/domain-model/json-pointer'
import {
  clearUpstream,
  intoPassthrough,
  intoReencrypt,
  lostWith,
  type ModeConsequence,
  outOfPassthrough,
  outOfReencrypt,
} from '@/lib/domain-model/mode-words'
import { type DecryptionNeedId, decryptionNeedIds, needsDecryption } from '@/lib/domain-model/needs-decryption'
import type { PatchOperation } from '@/lib/domain-model/patch'
import type { Mode } from '@/lib/domain-model/route'
import { namesOf, thingsOf } from './things'

/** A change of mode before it happens: what it costs, what it asks for, and the one step that does it. */
export interface ModeChange {
  from: Mode
  to: Mode
  lost: ModeConsequence[]
  needed: ModeConsequence[]
  gained: ModeConsequence[]
  operations: PatchOperation[]
}

/** Describes and prepares a change of mode for a route of a document that parses. */
export function changeMode(data: unknown, index: number, to: Mode): ModeChange | null {
  const route = thingsOf(data, 'routes')[index]
  const from = route?.mode
  if (!route || (from !== 'terminate' && from !== 'passthrough' && from !== 'reencrypt') || from === to) return null
  const at = (...segments: PropertyKey[]) => toPointer(['routes', index, ...segments])
  const change: ModeChange = {
    from,
    to,
    lost: [],
    needed: [],
    gained: [],
    operations: [{ op: 'replace', path: at('mode'), value: to }],
  }
  const remove = (field: string) => change.operations.push({ op: 'remove', path: at(field) })
  const hosts = Array.isArray(route.hosts) ? route.hosts.join(', ') : 'its names'

  if (to === 'passthrough') {
    // Of several upstreams the one that had everything else is the best guess.
    const upstreams = pathUpstreamNames([
      ...rulesOf(route.paths).filter(({ path }) => path === '/'),
      ...rulesOf(route.paths),
    ])
    for (const member of decryptionNeedIds) {
      if (route[member] === undefined) continue
      change.lost.push(lostWith(member, detailOf(member, route[member])))
      remove(member)
    }
    if (upstreams.length > 1)
      change.lost.push({
        what: `upstream ${upstreams.slice(1).join(', ')}`,
        reason: `Everything goes to ${upstreams[0]}: without paths there is one upstream.`,
      })
    change.operations.push({
      op: 'add',
      path: at('upstream'),
      value: upstreams[0] ?? namesOf(data, 'upstreams')[0] ?? 'upstream',
    })
    if (route.plainHttp === 'serve') {
      change.lost.push({
        what: 'serving the paths on plain HTTP',
        reason: 'There are no paths to serve; plain HTTP is handed to the upstream.',
      })
      change.operations.push({ op: 'replace', path: at('plainHttp'), value: 'forward' })
    }
    change.needed.push(...intoPassthrough.needed(hosts))
    change.gained.push(...intoPassthrough.gained)
    return change
  }

  if (from === 'passthrough') {
    const upstream = typeof route.upstream === 'string' ? route.upstream : (namesOf(data, 'upstreams')[0] ?? 'upstream')
    if (route.upstream !== undefined) remove('upstream')
    change.operations.push({ op: 'add', path: at('certificate'), value: certificateFor(data, route.hosts) })
    change.operations.push({ op: 'add', path: at('paths'), value: [{ path: '/', upstream }] })
    change.lost.push(...outOfPassthrough.lost)
    change.needed.push(...outOfPassthrough.needed(hosts))
    change.gained.push(...outOfPassthrough.gained)
    if (to === 'terminate') change.needed.push(clearUpstream(`Upstream ${upstream}`))
  }
  if (to === 'reencrypt') {
    change.operations.push({ op: 'add', path: at('upstreamTls'), value: { verify: true } })
    change.needed.push(intoReencrypt.needed)
    change.gained.push(intoReencrypt.gained)
  }
  if (from === 'reencrypt' && to === 'terminate' && route.upstreamTls !== undefined) {
    remove('upstreamTls')
    change.lost.push(outOfReencrypt)
    change.needed.push(clearUpstream('The upstream'))
  }
  return change
}

/** Names what is lost where the member's own words do not. */
function detailOf(member: DecryptionNeedId, value: unknown): string | null {
  if (member === 'certificate') return `${needsDecryption.certificate.what} ${String(value)}`
  if (member !== 'paths') return null
  return (
    pathsOf(value)
      .map((path) => `path ${path}`)
      .join(', ') || null
  )
}

function rulesOf(paths: unknown): { path?: unknown }[] {
  return Array.isArray(paths) ? paths.filter((rule) => typeof rule === 'object' && rule !== null) : []
}

function pathsOf(value: unknown): string[] {
  return Array.isArray(value)
    ? value.flatMap((rule: { path?: unknown } | null) => (typeof rule?.path === 'string' ? [rule.path] : []))
    : []
}

function pathUpstreamNames(paths: unknown): string[] {
  if (!Array.isArray(paths)) return []
  const names = paths.flatMap((rule: { upstream?: unknown; upstreams?: unknown } | null) => [
    rule?.upstream,
    ...(Array.isArray(rule?.upstreams)
      ? rule.upstreams.map((share: { upstream?: unknown } | null) => share?.upstream)
      : []),
  ])
  return [...new Set(names.filter((name): name is string => typeof name === 'string'))]
}

/** The certificate that names the first host, else the first one there is. */
function certificateFor(data: unknown, hosts: unknown): string {
  const certificates = thingsOf(data, 'certificates')
  const [host] = Array.isArray(hosts) ? hosts : []
  const covering = certificates.find(
    (certificate) => Array.isArray(certificate.hosts) && certificate.hosts.includes(host),
  )
  const name = (covering ?? certificates[0])?.name
  return typeof name === 'string' ? name : 'certificate'
}
