import 'server-only'
import type { Plan } from '../domain-model/plan'
import type { Materials } from '../preview/materials'
import { type Authority, createAuthority, type Leaf } from '../preview/proof/certificates'
import { relocateListeners, relocateServers } from '../preview/proof/relocate-plan'
import { openBackends } from '../preview/proof/stage'
import type { Backends } from '../preview/proof/stand-ins'

/** What a plan needs to run on this machine: stand-ins for its servers, and certificates that nobody keeps. */
export interface PreviewStage {
  /** The plan with its servers and listeners on loopback. */
  plan: Plan
  materials: Materials
  backends: Backends
  /** Client certificates by trust bundle. */
  clients: Map<string, Leaf>
  untrusted: Leaf
  close(): Promise<void>
}

interface Authorities {
  edge: Authority
  backends: Authority
  nobody: Authority
}

/** Files are never written: the plan only wants a name for each. */
const nowhere = '/signalbox-preview'

let authorities: Promise<Authorities> | undefined

async function makeAuthorities(): Promise<Authorities> {
  const [edge, backends, nobody] = await Promise.all([
    createAuthority('preview edge'),
    createAuthority('preview stand-ins'),
    createAuthority('preview nobody'),
  ])
  return { edge, backends, nobody }
}

export async function setPreviewStage(original: Plan): Promise<PreviewStage> {
  authorities ??= makeAuthorities()
  const known = await authorities
  // The listeners' ports too: a worker that was started anew binds them again.
  const { plan, backends } = await openBackends(
    async (takePort) => relocateListeners(await relocateServers(original, nowhere, takePort), takePort),
    known.backends,
  )
  try {
    const clients = new Map<string, Leaf>()
    const materials: Materials = { certificates: {}, trust: {}, servers: standInAddresses(plan) }
    for (const { name, hosts } of plan.certificates) {
      const leaf = await known.edge.issue(
        'edge',
        name,
        hosts.filter((host) => host !== '*'),
      )
      materials.certificates[name] = leaf.certificate + leaf.key
    }
    const checksBackends = new Set(
      plan.routes.flatMap((route) => (route.mode === 'reencrypt' ? [route.upstreamTls.trust] : [])),
    )
    for (const { name } of plan.trust) {
      const authority = await createAuthority(`trust ${name}`)
      clients.set(name, await authority.issue('client', `client-of-${name}`))
      materials.trust[name] = authority.certificate + (checksBackends.has(name) ? known.backends.certificate : '')
    }
    const untrusted = await known.nobody.issue('client', 'client-of-nobody')
    return { plan, materials, backends, clients, untrusted, close: () => backends.close() }
  } catch (error) {
    await backends.close()
    throw error
  }
}

/** The only addresses that the preview may dial. */
function standInAddresses(plan: Plan): Materials['servers'] {
  return Object.fromEntries(
    plan.upstreams.flatMap(({ servers, httpPort }) =>
      servers.flatMap(({ host, port }) =>
        [port, httpPort].map((number) => [`${host}:${number}`, { host, port: number }] as const),
      ),
    ),
  )
}
