import type { Loss } from '../../diagnostics/loss'
import { hostPatternProblem } from '../../domain-model/hostname'
import { headerNameSchema } from '../../domain-model/http-header'
import { type JsonPointer, toPointer } from '../../domain-model/json-pointer'
import { regexProblem } from '../../domain-model/model-path'
import { namePattern } from '../../domain-model/name'
import { isAddressRange, isIpAddress } from '../../domain-model/network-address'
import { serverHostSchema } from '../../domain-model/network-address-schema'
import type { Plan } from '../../domain-model/plan'
import { plainPlan } from '../shared/plain-plan'

/**
 * A second door behind the schema. Plans that passed it come through by reference; one that went round it loses the characters that
 * `plainPlan` removes, and every host, address and header name outside its grammar, each with a loss. What is left is text that
 * quoting can carry.
 */
export function tamePlan(plan: Plan): { plan: Plan; losses: Loss[] } {
  const { plan: clean, losses } = plainPlan(plan)
  const lose = (path: JsonPointer, reason: string) =>
    losses.push({
      path,
      feature: 'plan',
      reason,
      fix: 'Give the plan to the schema first: it names the allowed forms.',
    })

  const keep = <T>(values: T[] | undefined, fits: (value: T) => boolean, at: readonly PropertyKey[], what: string) => {
    if (!values || values.every(fits)) return values
    return values.filter((value, index) => {
      if (fits(value)) return true
      lose(toPointer([...at, index]), `This is no ${what}, so it was left out.`)
      return false
    })
  }
  const isHeaderName = (name: string) => headerNameSchema.safeParse(name).success
  const headers = (holder: HeaderHolder, at: readonly PropertyKey[]): HeaderHolder => {
    const tamed: HeaderHolder = {}
    for (const side of ['requestHeaders', 'responseHeaders'] as const) {
      const rules = holder[side]
      if (!rules) continue
      const names = Object.keys(rules.set ?? {})
      const kept = keep(names, isHeaderName, [...at, side, 'set'], 'header name')
      const removed = keep(rules.remove, isHeaderName, [...at, side, 'remove'], 'header name')
      if (kept?.length === names.length && removed === rules.remove) continue
      tamed[side] = {
        set: Object.fromEntries((kept ?? []).map((name) => [name, rules.set?.[name] ?? ''])),
        remove: removed,
      }
    }
    return tamed
  }
  const ranges = (
    holder: { allow?: string[] | undefined; deny?: string[] | undefined },
    at: readonly PropertyKey[],
  ) => {
    const deny = keep(holder.deny, isAddressRange, [...at, 'deny'], 'address range')
    const allow = keep(holder.allow, isAddressRange, [...at, 'allow'], 'address range')
    return deny === holder.deny && allow === holder.allow ? {} : { deny, allow }
  }

  const routes = mapChanged(clean.routes, (route, index) => {
    const at = ['routes', index]
    const hosts = keep(route.hosts, (host) => hostPatternProblem(host) === null, [...at, 'hosts'], 'host name')
    const changes: object = { ...(hosts === route.hosts ? {} : { hosts }), ...ranges(route, at) }
    if (route.mode === 'passthrough') return changes
    const paths = mapChanged(route.paths, (rule, path) => ({
      ...headers(rule, [...at, 'paths', path]),
      // Stays in its place, so that others keep theirs, and matches nothing; lowering leaves it out and says why.
      ...(rule.match === 'regex' && regexProblem(rule.path) !== null ? { path: '(?!)' } : {}),
    }))
    const identity = route.clientAuth?.identityHeader
    if (route.clientAuth && identity !== undefined && !isHeaderName(identity)) {
      lose(toPointer([...at, 'clientAuth', 'identityHeader']), 'This is no header name, so it was left out.')
      Object.assign(changes, { clientAuth: { ...route.clientAuth, identityHeader: undefined } })
    }
    return { ...changes, ...headers(route, at), ...(paths === route.paths ? {} : { paths }) }
  })
  const upstreams = mapChanged(clean.upstreams, (upstream, index) => {
    const servers = keep(
      upstream.servers,
      (server) => isIpAddress(server.host) || serverHostSchema.safeParse(server.host).success,
      ['upstreams', index, 'servers'],
      'server address',
    )
    return servers === upstream.servers ? {} : { servers }
  })
  const listeners = mapChanged(clean.listeners, (listener, index) => {
    if (listener.address === undefined || isIpAddress(listener.address)) return {}
    lose(toPointer(['listeners', index, 'address']), 'This is no address, so the listener was bound to loopback only.')
    return { address: '127.0.0.1' }
  })
  return {
    plan:
      routes === clean.routes && upstreams === clean.upstreams && listeners === clean.listeners
        ? clean
        : { ...clean, routes, upstreams, listeners },
    losses,
  }
}

/** A name as part of a file name, a comment or a log line: what the schema lets through stays, anything else becomes a dash. */
export function plainName(name: string): string {
  return namePattern.test(name) ? name : name.replace(/[^A-Za-z0-9._-]+/g, '-').slice(0, 63) || 'unnamed'
}

interface HeaderHolder {
  requestHeaders?: { set?: Record<string, string> | undefined; remove?: string[] | undefined } | undefined
  responseHeaders?: { set?: Record<string, string> | undefined; remove?: string[] | undefined } | undefined
}

/** The list with changes laid over its members; the same list when there are none. */
function mapChanged<T extends object>(list: readonly T[], change: (item: T, index: number) => object): T[] {
  let changed = false
  const items = list.map((item, index) => {
    const changes = change(item, index)
    if (Object.keys(changes).length === 0) return item
    changed = true
    return { ...item, ...changes }
  })
  return changed ? items : (list as T[])
}
