// A stage for one plan: its certificates and backends on this machine, and engines that run it.
import { writeFile } from 'node:fs/promises'
import { type CompiledPlan, compilePlan } from '../../lib/domain-model/match-route'
import type { Plan } from '../../lib/domain-model/plan'
import { compareVersions } from '../../lib/targets/capabilities'
import { type Emission, emitTarget } from '../../lib/targets/emit'
import { findTarget } from '../../lib/targets/registry'
import type { Target } from '../../lib/targets/target'
import { type Backends, startBackends } from './backends'
import { type Authority, createAuthority, type Leaf } from './certificates'
import {
  type EngineFolder,
  type EngineId,
  EngineNotStarted,
  engineVersion,
  makeEngineFolder,
  type RunningEngine,
  startEngine,
} from './engine-process'
import type { Surroundings } from './observe'
import { relocateListeners, relocateServers } from './relocate-plan'

export interface EngineOnStage extends Surroundings {
  compiled: CompiledPlan
  emission: Emission
  engine: RunningEngine
  stop(): Promise<void>
}

export interface Stage {
  backends: Backends
  /** Runs the plan in an engine, on ports of its own. With `change` the engine is given another plan than the one it is judged by. */
  play(id: EngineId, change?: (plan: Plan) => Plan): Promise<EngineOnStage>
  close(): Promise<void>
}

interface Authorities {
  edge: Authority
  backends: Authority
  nobody: Authority
  trust: Map<string, Authority>
}

/** Made once per process: authorities are the slow part, and no test is about whether they are fresh. */
let authorities: Promise<Authorities> | undefined

async function makeAuthorities(): Promise<Authorities> {
  const [edge, backends, nobody] = await Promise.all(['edge', 'backends', 'nobody'].map(createAuthority))
  return { edge: edge as Authority, backends: backends as Authority, nobody: nobody as Authority, trust: new Map() }
}

/** What is wrong behind the edge on purpose. */
export interface StageFaults {
  /** Trust bundles that do not hold the backends' authority. */
  distrusted?: readonly string[]
  /** Server names that no backend certificate has. */
  misnamed?: readonly string[]
}

export async function setStage(original: Plan, faults: StageFaults = {}): Promise<Stage> {
  authorities ??= makeAuthorities()
  const known = await authorities
  const files = await makeEngineFolder()
  try {
    const { plan, backends } = await openBackends(original, files.directory, known, faults)
    const { clients, untrusted } = await writeCertificates(plan, known, faults)
    const playing = new Set<EngineOnStage>()
    return {
      backends,
      async play(id, change = (unchanged) => unchanged) {
        const engine = await play(id, plan, change, { backends, clients, untrusted })
        playing.add(engine)
        return engine
      },
      async close() {
        await Promise.all([...playing].map((engine) => engine.stop()))
        await backends.close()
        await files.remove()
      },
    }
  } catch (error) {
    await files.remove()
    throw error
  }
}

/** Another process may take a port between choosing and binding, so a second and third choice is made. */
async function openBackends(
  original: Plan,
  directory: string,
  { backends: authority }: Authorities,
  faults: StageFaults,
): Promise<{ plan: Plan; backends: Backends }> {
  for (let attempt = 1; ; attempt++) {
    const plan = await relocateServers(original, directory)
    try {
      return { plan, backends: await startBackends(plan, authority, faults.misnamed) }
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE' || attempt === 5) throw error
    }
  }
}

async function writeCertificates(
  plan: Plan,
  { edge, backends, nobody, trust }: Authorities,
  faults: StageFaults,
): Promise<{ clients: Map<string, Leaf>; untrusted: Leaf }> {
  const clients = new Map<string, Leaf>()
  for (const certificate of plan.certificates) {
    const leaf = await edge.issue(
      'edge',
      certificate.name,
      certificate.hosts.filter((host) => host !== '*'),
    )
    if (certificate.file) await writeFile(certificate.file, leaf.certificate + leaf.key)
  }
  const checksBackends = new Set(
    plan.routes.flatMap((route) => (route.mode === 'reencrypt' ? [route.upstreamTls.trust] : [])),
  )
  for (const { name, file } of plan.trust) {
    const authority = trust.get(name) ?? (await createAuthority(`trust ${name}`))
    trust.set(name, authority)
    clients.set(name, await authority.issue('client', `client-of-${name}`))
    if (file)
      await writeFile(
        file,
        authority.certificate +
          (checksBackends.has(name) && !faults.distrusted?.includes(name) ? backends.certificate : ''),
      )
  }
  return { clients, untrusted: await nobody.issue('client', 'client-of-nobody') }
}

async function play(
  id: EngineId,
  moved: Plan,
  change: (plan: Plan) => Plan,
  around: Omit<Surroundings, 'plan'>,
): Promise<EngineOnStage> {
  for (let attempt = 1; ; attempt++) {
    const plan = await relocateListeners(moved)
    const folder = await makeEngineFolder()
    try {
      const emission = emitFor(id, change(plan), folder)
      const engine = await startEngine({ id, plan, artifacts: emission.artifacts, folder })
      const stop = async () => {
        await engine.stop()
        await folder.remove()
      }
      return { ...around, plan, compiled: compilePlan(plan), emission, engine, stop }
    } catch (error) {
      await folder.remove()
      if (!(error instanceof EngineNotStarted && error.isAddressInUse) || attempt === 3) throw error
    }
  }
}

/** The artifacts for the installed version: the target's newest that is not newer. */
export function emitFor(id: EngineId, plan: Plan, folder: EngineFolder): Emission {
  const target = findTarget(id)
  if (!target) throw new Error(`there is no target ${id}`)
  const { directory, runtimeDirectory } = folder
  return emitTarget(plan, target, {
    version: targetVersion(target, engineVersion(id) ?? target.defaultVersion),
    directory,
    runtimeDirectory,
  })
}

export function targetVersion(target: Target, installed: string): string {
  return target.versions.filter((version) => compareVersions(version, installed) <= 0).at(-1) ?? target.defaultVersion
}
