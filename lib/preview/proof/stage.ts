// A stage for one plan: its certificates and backends on this machine, and engines that run it.
import { writeFileSync } from 'node:fs'
import { type CompiledPlan, compilePlan } from '../../domain-model/compile-plan'
import type { Plan } from '../../domain-model/plan'
import { startEdge } from '../edge'
import type { Materials } from '../materials'
import { type Authority, createAuthority, type Leaf } from './certificates'
import { type Declaration, type DeclaredLoss, declaredLosses } from './declared-losses'
import {
  type EngineFile,
  type EngineFolder,
  type EngineId,
  EngineNotStarted,
  engineVersion,
  makeEngineFolder,
  type ProgramId,
  type RunningEngine,
  startEngine,
} from './engine-process'
import { leasePorts, type TakePort } from './loopback-ports'
import type { Surroundings } from './observe'
import { relocateListeners, relocateServers } from './relocate-plan'
import { type Backends, startBackends } from './stand-ins'

export interface EngineOnStage extends Surroundings {
  compiled: CompiledPlan
  engine: RunningEngine
  /** What was said beforehand that it would not do. */
  declared: readonly DeclaredLoss[]
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

/** Made once per process: authorities are the slow part, and nothing is about whether they are fresh. */
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

/** Makes the files of a program from a plan; handed in, because this room does not know targets. */
export type EmitFiles = (
  plan: Plan,
  program: { id: ProgramId; version: string },
  folder: Pick<EngineFolder, 'directory' | 'runtimeDirectory'>,
) => EmittedFiles

export interface EmittedFiles extends Declaration {
  artifacts: readonly EngineFile[]
}

export async function setStage(original: Plan, emit: EmitFiles, faults: StageFaults = {}): Promise<Stage> {
  authorities ??= makeAuthorities()
  const known = await authorities
  const files = makeEngineFolder()
  try {
    const { plan, backends } = await openBackends(
      (takePort) => relocateServers(original, files.directory, takePort),
      known.backends,
      faults.misnamed,
    )
    const { clients, untrusted, materials } = await writeCertificates(plan, known, faults)
    const playing = new Set<EngineOnStage>()
    return {
      backends,
      async play(id, change = (unchanged) => unchanged) {
        const around = { backends, clients, untrusted }
        const engine = await (id === 'embedded'
          ? playEmbedded(plan, change, materials, around)
          : playProgram(id, plan, change, emit, around))
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

/**
 * Opens stand-ins for all servers of a plan, and answers the plan with its servers where they are. Their ports are theirs until they
 * are closed, also while one of them is away. A stranger may take a port between choosing and binding, so there are more choices.
 * @param relocate moves the plan to ports that it takes
 */
export async function openBackends(
  relocate: (takePort: TakePort) => Promise<Plan>,
  authority: Authority,
  misnamed: readonly string[] = [],
): Promise<{ plan: Plan; backends: Backends }> {
  for (let attempt = 1; ; attempt++) {
    const ports = leasePorts()
    try {
      const plan = await relocate(ports.take)
      const backends = await startBackends(plan, authority, misnamed)
      const close = () => backends.close().finally(ports.release)
      return { plan, backends: { ...backends, close } }
    } catch (error) {
      ports.release()
      if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE' || attempt === 5) throw error
    }
  }
}

async function writeCertificates(
  plan: Plan,
  { edge, backends, nobody, trust }: Authorities,
  faults: StageFaults,
): Promise<{ clients: Map<string, Leaf>; untrusted: Leaf; materials: Materials }> {
  const clients = new Map<string, Leaf>()
  const materials: Materials = { certificates: {}, trust: {}, servers: {} }
  for (const certificate of plan.certificates) {
    const leaf = await edge.issue(
      'edge',
      certificate.name,
      certificate.hosts.filter((host) => host !== '*'),
    )
    materials.certificates[certificate.name] = leaf.certificate + leaf.key
    if (certificate.file) writeFileSync(certificate.file, leaf.certificate + leaf.key)
  }
  const checksBackends = new Set(
    plan.routes.flatMap((route) => (route.mode === 'reencrypt' ? [route.upstreamTls.trust] : [])),
  )
  for (const { name, file } of plan.trust) {
    const authority = trust.get(name) ?? (await createAuthority(`trust ${name}`))
    trust.set(name, authority)
    clients.set(name, await authority.issue('client', `client-of-${name}`))
    const trusted =
      authority.certificate +
      (checksBackends.has(name) && !faults.distrusted?.includes(name) ? backends.certificate : '')
    materials.trust[name] = trusted
    if (file) writeFileSync(file, trusted)
  }
  return { clients, untrusted: await nobody.issue('client', 'client-of-nobody'), materials }
}

type Around = Omit<Surroundings, 'plan'>

async function playProgram(
  id: ProgramId,
  moved: Plan,
  change: (plan: Plan) => Plan,
  emit: EmitFiles,
  around: Around,
): Promise<EngineOnStage> {
  const version = engineVersion(id)
  if (version === null) throw new EngineNotStarted(id, 'it is not installed')
  for (let attempt = 1; ; attempt++) {
    const ports = leasePorts()
    const folder = makeEngineFolder()
    try {
      const plan = await relocateListeners(moved, ports.take)
      const emitted = emit(change(plan), { id, version }, folder)
      const engine = await startEngine({ id, plan, artifacts: emitted.artifacts, folder })
      const stop = async () => {
        await engine.stop()
        await folder.remove()
        ports.release()
      }
      return { ...around, plan, compiled: compilePlan(plan), engine, declared: declaredLosses(id, emitted), stop }
    } catch (error) {
      await folder.remove()
      ports.release()
      if (!(error instanceof EngineNotStarted && error.isAddressInUse) || attempt === 3) throw error
    }
  }
}

/** The edge of this house, in this process. */
async function playEmbedded(
  moved: Plan,
  change: (plan: Plan) => Plan,
  materials: Materials,
  around: Around,
): Promise<EngineOnStage> {
  const faults: Error[] = []
  for (let attempt = 1; ; attempt++) {
    const ports = leasePorts()
    try {
      const plan = await relocateListeners(moved, ports.take)
      const edge = await startEdge({
        plan: change(plan),
        materials,
        bind: Object.fromEntries(
          plan.listeners.map(({ name, address = '127.0.0.1', port }) => [name, { host: address, port }]),
        ),
        policy: { ranges: ['127.0.0.0/8'], hostSuffixes: [] },
        onFault: (error) => faults.push(error),
      })
      const lastLines = () =>
        edge.log
          .entries(8)
          .map(
            ({ host, sni, status, ending, detail, reason }) =>
              `${host ?? sni} ${status} ${ending} ${detail ?? ''} ${reason}`,
          )
          .join('\n')
      const stop = () => edge.stop(0).finally(ports.release)
      const engine: RunningEngine = {
        id: 'embedded',
        log: lastLines,
        faults: () => faults.map(({ message }) => message),
        stop,
      }
      return { ...around, plan, compiled: compilePlan(plan), engine, declared: [], stop }
    } catch (error) {
      ports.release()
      if (!/EADDRINUSE/.test((error as Error).message) || attempt === 3) throw error
    }
  }
}
