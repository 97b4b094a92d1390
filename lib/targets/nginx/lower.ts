import type { Loss } from '../../diagnostics/loss'
import type { CompiledListener } from '../../domain-model/compile-plan'
import type { Listener } from '../../domain-model/listener'
import { canonicalAddress, isUnspecifiedAddress } from '../../domain-model/network-address'
import type { Plan } from '../../domain-model/plan'
import type { EmitOptions } from '../target'
import type { Node } from './ast'
import { type Context, createContext, pointer } from './context'
import { mainFile } from './lower-main'
import { lowerPlainHttp } from './lower-plain-http'
import { lowerTlsServers } from './lower-servers'
import { lowerTlsListener } from './lower-stream'
import { plainName, tamePlan } from './tame'

/** A plan as the trees of its files: nginx.conf first, then the tables that are too long to stand in it. */
export function lower(plan: Plan, options: EmitOptions): { files: Map<string, readonly Node[]>; losses: Loss[] } {
  const tamed = tamePlan(plan)
  const context = createContext(tamed.plan, options, [...tamed.losses])
  for (const tables of startableListeners(context)) {
    const { listener } = tables
    if (listener.protocol === 'http') lowerPlainHttp(context, tables, listener)
    else {
      const fallback = tables.unmatched?.index ?? null
      lowerTlsListener(context, tables, listener, lowerTlsServers(context, tables, listener, fallback), fallback)
    }
  }
  reportPlacesOfPassthrough(context)
  return {
    files: new Map<string, readonly Node[]>([['nginx.conf', mainFile(context)], ...context.files]),
    losses: context.losses,
  }
}

/** Two listeners that cannot both be bound would keep NGINX from starting; `nginx -t` does not notice. The first one stays. */
function startableListeners(context: Context): CompiledListener[] {
  const kept: CompiledListener[] = []
  for (const tables of context.compiled.listeners) {
    const { listener, index } = tables
    const rival = kept.find(({ listener: other }) => other.port === listener.port && collide(other, listener))
    if (!rival) kept.push(tables)
    else
      context.lose(
        pointer('listeners', index, 'port'),
        listener.protocol === 'http' ? 'listener.plain-http' : 'listener.address',
        `Port ${listener.port} is taken by the listener ${plainName(rival.listener.name)}, so this listener is left out.`,
        'Give it another port, or an address of its own.',
      )
  }
  return kept
}

function collide(a: Listener, b: Listener): boolean {
  const takesAll = ({ address }: Listener) => address === undefined || isUnspecifiedAddress(address)
  if (takesAll(a) && takesAll(b)) return true
  // NGINX sorts out "all addresses" and one of them within its stream or its http side, but not between the two.
  if (takesAll(a) || takesAll(b)) return a.protocol !== b.protocol
  return canonicalAddress(a.address ?? '') === canonicalAddress(b.address ?? '')
}

function reportPlacesOfPassthrough(context: Context): void {
  const terminated = new Set(
    context.plan.routes.filter((route) => route.mode !== 'passthrough').map((route) => `server/${route.name}`),
  )
  for (const [index, extra] of context.plan.extras.entries())
    if (extra.target === 'nginx' && extra.place.startsWith('server/') && !terminated.has(extra.place))
      context.lose(
        pointer('extras', index, 'place'),
        'extras',
        'No terminated route has this name, so there is no server block for these lines and they are left out.',
        'Name a terminated route, or use the place stream or http.',
      )
}
