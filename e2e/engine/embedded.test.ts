// The embedded worker's edge is judged by the same probes as HAProxy and NGINX: it must decide as the plan says, without exception.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { arbitraryPlan } from '../../lib/domain-model/arbitrary-plan'
import { planExamples } from '../../lib/domain-model/examples/catalogue'
import { compilePlan } from '../../lib/domain-model/match-route'
import type { Plan } from '../../lib/domain-model/plan'
import { parsePlanText } from '../../lib/domain-model/plan-document'
import { startEdge } from '../../lib/preview/edge'
import type { Materials } from '../../lib/preview/materials'
import { judge, reportOf } from './agreement'
import { startBackends } from './backends'
import { type Authority, createAuthority, type Leaf } from './certificates'
import { type EngineId, makeEngineFolder } from './engine-process'
import type { ProbeLimits } from './probes'
import { relocateListeners, relocateServers } from './relocate-plan'
import type { EngineOnStage } from './stage'

const seed = Number(process.env.ENGINE_SEED ?? 20_260_401)
const runs = Number(process.env.ENGINE_RUNS ?? 12)
/** It has no configuration language and no versions, so it is no target; the harness only prints the name. */
const id = 'embedded' as EngineId

/** Runs a plan in this process and judges it; the report is empty where it agrees. */
async function agreementOf(original: Plan, limits?: ProbeLimits): Promise<{ trials: number; report: string }> {
  const folder = await makeEngineFolder()
  const [edgeAuthority, backendAuthority, nobody] = (await Promise.all(
    ['edge', 'backends', 'nobody'].map(createAuthority),
  )) as [Authority, Authority, Authority]
  const moved = await relocateServers(original, folder.directory)
  const backends = await startBackends(moved, backendAuthority)
  const materials: Materials = { certificates: {}, trust: {}, servers: {} }
  for (const { name, hosts } of moved.certificates) {
    const leaf = await edgeAuthority.issue(
      'edge',
      name,
      hosts.filter((host) => host !== '*'),
    )
    materials.certificates[name] = leaf.certificate + leaf.key
  }
  const clients = new Map<string, Leaf>()
  for (const { name } of moved.trust) {
    const authority = await createAuthority(`trust ${name}`)
    clients.set(name, await authority.issue('client', `client-of-${name}`))
    materials.trust[name] = authority.certificate + backendAuthority.certificate
  }
  const relocated = await relocateListeners(moved)
  const plan: Plan = {
    ...relocated,
    // The edge shares its event loop with all probes and backends here, so hellos in single bytes take their time.
    listeners: relocated.listeners.map((listener) =>
      listener.protocol === 'tls' ? { ...listener, clientHelloSeconds: 30 } : listener,
    ),
  }
  const faults: Error[] = []
  const edge = await startEdge({
    plan,
    materials,
    bind: Object.fromEntries(
      plan.listeners.map(({ name, address = '127.0.0.1', port }) => [name, { host: address, port }]),
    ),
    policy: { ranges: ['127.0.0.0/8'], hostSuffixes: [] },
    onFault: (error) => faults.push(error),
  })
  try {
    const lastLines = () =>
      edge.log
        .entries(8)
        .map(
          (entry) => `${entry.host ?? entry.sni} ${entry.status} ${entry.ending} ${entry.detail ?? ''} ${entry.reason}`,
        )
        .join('\n')
    const stage: EngineOnStage = {
      plan,
      compiled: compilePlan(plan),
      backends,
      clients,
      untrusted: await nobody.issue('client', 'client-of-nobody'),
      emission: { artifacts: [], losses: [] } as unknown as EngineOnStage['emission'],
      engine: { id, log: lastLines, stop: () => edge.stop(0) },
      stop: () => edge.stop(0),
    }
    const agreement = await judge(stage, id, limits)
    expect(faults).toEqual([])
    return { trials: agreement.trials, report: reportOf(agreement, stage, id) }
  } finally {
    await edge.stop(0)
    await backends.close()
    await folder.remove()
  }
}

describe('the embedded edge', () => {
  describe('decides as the plan says', () => {
    test.each(planExamples.map((example) => [example.id, example] as const))('%s', async (_, example) => {
      const { plan, problems } = parsePlanText(example.text())
      expect(problems).toEqual([])
      const { trials, report } = await agreementOf(plan as Plan)
      expect(report, report).toBe('')
      expect(trials).toBeGreaterThan(30)
    })

    test(`${runs} random plans, seed ${seed}`, { timeout: 60_000 + runs * 30_000 }, async () => {
      await fc.assert(
        fc.asyncProperty(arbitraryPlan({ runnable: true }), async (plan) => {
          const { report } = await agreementOf(plan, { names: 16, pathsPerRoute: 14, pairs: 15 })
          if (report) throw new Error(report)
        }),
        { seed, numRuns: runs, interruptAfterTimeLimit: 30_000 + runs * 30_000, endOnFailure: true },
      )
    })
  })
})
