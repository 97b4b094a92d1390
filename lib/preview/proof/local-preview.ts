// A plan at work on this machine, with stand-ins for everything behind it, for as long as somebody looks. It takes changed plans
// without dropping a connection.
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Plan } from '../../domain-model/plan'
import { type Edge, startEdge } from '../edge'
import type { Bind, Materials } from '../materials'
import { type Authority, createAuthority } from './certificates'
import { makeEngineFolder } from './engine-process'
import { relocateFiles, relocateServers, serversOf } from './relocate-plan'
import { openBackends } from './stage'
import type { Backends } from './stand-ins'

export interface StandIn {
  upstream: string
  /** `host:port` as the plan has it. */
  server: string
  /** `address:port` on this machine. */
  at: string
}

export interface LocalPreview {
  edge: Edge
  standIns(): StandIn[]
  /** The authorities of the edge and of the stand-ins, as one PEM file. */
  authoritiesFile: string
  /** A certificate with its key that a trust bundle of the plan accepts, as one PEM file. */
  clientFile(trust: string): string
  apply(plan: Plan): Promise<void>
  stop(graceMs?: number): Promise<void>
}

export interface LocalPreviewOptions {
  /** A listener's port is its port in the plan plus this; null takes any free port. */
  portBase: number | null
  onFault: (error: Error) => void
}

/** Stand-ins of earlier plans stay for the connections that they carry, but not without bound. */
const generationsMax = 8

interface Generation {
  key: string
  backends: Backends
  standIns: StandIn[]
  servers: Materials['servers']
}

export async function startLocalPreview(plan: Plan, options: LocalPreviewOptions): Promise<LocalPreview> {
  const folder = makeEngineFolder()
  const [edgeAuthority, backendAuthority] = (await Promise.all(['edge', 'backends'].map(createAuthority))) as [
    Authority,
    Authority,
  ]
  const certificates = new Map<string, string>()
  const trust = new Map<string, string>()
  const generations: Generation[] = []
  const clientFile = (name: string) => join(folder.directory, `client-${name}.pem`)
  const authoritiesFile = join(folder.directory, 'authorities.pem')

  const generationFor = async (next: Plan): Promise<Generation> => {
    const key = JSON.stringify([
      next.upstreams,
      next.routes.map((route) => route.mode === 'reencrypt' && [route.upstreamTls, route.paths]),
    ])
    const known = generations.find((generation) => generation.key === key)
    if (known) return known
    const { plan: moved, backends } = await openBackends(
      (takePort) => relocateServers(next, folder.directory, takePort),
      backendAuthority,
    )
    const made = { key, backends, ...placesOf(next, moved) }
    generations.push(made)
    if (generations.length > generationsMax) await generations.shift()?.backends.close()
    return made
  }

  /** What the edge runs: servers by their names in the plan, everything that is checked by throw-away authorities. */
  const prepare = async (next: Plan) => {
    const generation = await generationFor(next)
    const { servers } = generation
    // Stand-ins are kept while the upstreams are the same; everything else is that of the plan of now.
    const moved = relocateFiles(next, folder.directory)
    for (const { name, hosts } of next.certificates) {
      const key = JSON.stringify([name, hosts])
      if (certificates.has(key)) continue
      const names = hosts.filter((host) => host !== '*')
      const leaf = await edgeAuthority.issue('edge', name, names)
      certificates.set(key, leaf.certificate + leaf.key)
    }
    for (const { name } of moved.trust) {
      if (trust.has(name)) continue
      const authority = await createAuthority(`trust ${name}`)
      const client = await authority.issue('client', `client-of-${name}`)
      writeFileSync(clientFile(name), client.certificate + client.key)
      trust.set(name, authority.certificate + backendAuthority.certificate)
    }
    const materials: Materials = {
      certificates: Object.fromEntries(
        next.certificates.map(({ name, hosts }) => [name, certificates.get(JSON.stringify([name, hosts])) ?? '']),
      ),
      trust: Object.fromEntries(trust),
      servers,
    }
    return {
      plan: { ...moved, upstreams: next.upstreams.map((upstream) => ({ ...upstream, servers: serversOf(upstream) })) },
      materials,
      bind: bindOf(next, options.portBase),
      generation,
    }
  }

  try {
    writeFileSync(authoritiesFile, edgeAuthority.certificate + backendAuthority.certificate)
    const { generation: first, ...start } = await prepare(plan)
    const edge = await startEdge({ ...start, onFault: options.onFault })
    let current = first
    return {
      edge,
      standIns: () => current.standIns,
      authoritiesFile,
      clientFile,
      async apply(next) {
        const { generation, ...change } = await prepare(next)
        await edge.apply(change)
        current = generation
      },
      async stop(graceMs = 1000) {
        await edge.stop(graceMs)
        await Promise.all(generations.map(({ backends }) => backends.close()))
        await folder.remove()
      },
    }
  } catch (error) {
    await Promise.all(generations.map(({ backends }) => backends.close()))
    await folder.remove()
    throw error
  }
}

/** Where the servers of a plan are. Two upstreams that name the same server share the stand-in of the first. */
function placesOf(plan: Plan, moved: Plan): Pick<Generation, 'standIns' | 'servers'> {
  const standIns: StandIn[] = []
  const servers: Materials['servers'] = {}
  for (const [index, upstream] of plan.upstreams.entries()) {
    const there = moved.upstreams[index]
    for (const [at, { host, port }] of serversOf(upstream).entries()) {
      const place = there?.servers[at]
      if (!there || !place) continue
      servers[`${host}:${port}`] ??= { host: place.host, port: place.port }
      servers[`${host}:${upstream.httpPort}`] ??= { host: place.host, port: there.httpPort }
      standIns.push({ upstream: upstream.name, server: `${host}:${port}`, at: `${place.host}:${place.port}` })
    }
  }
  return { standIns, servers }
}

/** Loopback always, another address of it for each address of the plan. */
function bindOf(plan: Plan, portBase: number | null): Bind {
  const addresses = [...new Set(plan.listeners.map((listener) => listener.address ?? ''))]
  return Object.fromEntries(
    plan.listeners.map(({ name, address, port }) => [
      name,
      {
        host: `127.0.0.${addresses.indexOf(address ?? '') + 1}`,
        port: portBase === null ? 0 : portBase + port,
      },
    ]),
  )
}
