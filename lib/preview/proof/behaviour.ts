// What match-route does not decide and time does: a limit that is reached, a server that goes and comes back. One at a time per plan,
// each a few seconds at most.
import type { Plan } from '../../domain-model/plan'
import { type HttpRoute, type PathRule, type Route, terminatesTls } from '../../domain-model/route'
import { runProbe } from './agreement'
import { oneName, type Probe, usualPath } from './probes'
import type { EngineOnStage } from './stage'

export interface Behaviour {
  id: string
  route: string
  kind: 'rate-limit' | 'health'
  title: string
  expected: string
  /** One of the connections it makes. */
  probe: Probe
  run(engine: EngineOnStage, signal?: AbortSignal): Promise<{ seen: string; agrees: boolean }>
}

/** Above this a limit is not reached within a few seconds, so it is not tried. */
export const reachableRequestsMax = 400
/** Servers taken away, routes flooded: enough to know, few enough to wait for. */
const perKindMax = 3
const recoveryMs = 20_000
const floodsMax = 4

/** The plan with checks that tell soon. Nothing else of it changes. */
export function briskPlan(plan: Plan): Plan {
  return {
    ...plan,
    upstreams: plan.upstreams.map((upstream) =>
      upstream.health
        ? { ...upstream, health: { ...upstream.health, intervalSeconds: 1, timeoutSeconds: 1, rise: 1, fall: 1 } }
        : upstream,
    ),
  }
}

/** The plan with limits that ordinary probes cannot reach: they are about the way, and come in hundreds. */
export function unlimitedPlan(plan: Plan): Plan {
  const limit = { requests: 1_000_000, per: 'second' as const, burst: 1_000_000 }
  const lift = <T extends HttpRoute | PathRule>(owner: T): T =>
    owner.rateLimit ? { ...owner, rateLimit: limit } : owner
  return {
    ...plan,
    routes: plan.routes.map((route) =>
      terminatesTls(route) ? lift({ ...route, paths: route.paths.map(lift) } as HttpRoute) : route,
    ),
  }
}

export function behavioursOf(plan: Plan): Behaviour[] {
  return [...rateLimits(plan).slice(0, perKindMax), ...healthChecks(plan).slice(0, perKindMax)]
}

function rateLimits(plan: Plan): Behaviour[] {
  return plan.routes.flatMap((route): Behaviour[] => {
    const limit = terminatesTls(route) ? route.rateLimit : undefined
    const probe = probeOf(plan, route, 'rate-limit')
    if (!limit || !probe) return []
    // Twice what is let through at once, for what a slow machine lets drop meanwhile.
    const requests = 2 * (limit.requests + limit.burst) + 20
    if (requests > reachableRequestsMax) return []
    return [
      {
        id: `rate-limit/${route.name}`,
        route: route.name,
        kind: 'rate-limit',
        title: `${requests} requests to ${oneName(route)} at once`,
        expected: 'some are forwarded, some answered 429',
        probe,
        async run(engine, signal) {
          const asked = moved(probe, engine)
          const flood: Probe =
            asked.listener.protocol === 'tls' && asked.listener.alpn.includes('h2')
              ? {
                  ...asked,
                  http: 2,
                  atOnce: 80,
                  requests: Array.from({ length: requests }, () => asked.requests[0] as never),
                }
              : asked
          // On a busy machine the first flood may trickle; what it left in the bucket the next ones take.
          const statuses: number[] = []
          for (let round = 0; round < floodsMax && !statuses.includes(429); round++) {
            signal?.throwIfAborted()
            const trials =
              flood === asked
                ? (await Promise.all(Array.from({ length: requests }, () => runProbe(engine, asked)))).flat()
                : await runProbe(engine, flood)
            for (const { seen } of trials) statuses.push(seen.kind === 'http' ? (seen.backend ? 200 : seen.status) : 0)
          }
          const count = (status: number) => statuses.filter((one) => one === status).length
          const others = statuses.length - count(200) - count(429)
          return {
            seen: `${count(200)} forwarded, ${count(429)} answered 429${others > 0 ? `, ${others} otherwise` : ''}`,
            agrees: count(200) > 0 && count(429) > 0 && others === 0,
          }
        },
      },
    ]
  })
}

function healthChecks(plan: Plan): Behaviour[] {
  return plan.upstreams.flatMap((upstream): Behaviour[] => {
    const route = plan.routes.find((candidate) =>
      candidate.mode === 'passthrough'
        ? candidate.upstream === upstream.name
        : candidate.mode !== undefined && terminatesTls(candidate) && candidate.paths[0]?.upstream === upstream.name,
    )
    const first = upstream.servers[0]
    const isUsual = first && !first.backup && first.weight !== 0
    const probe = route && probeOf(plan, route, 'health')
    if (!upstream.health || !route || !probe || !isUsual) return []
    const others = upstream.servers.some((server, index) => index > 0 && server.weight !== 0)
    const { name } = upstream
    return [
      {
        id: `health/${name}`,
        route: route.name,
        kind: 'health',
        title: `server 1 of ${name} goes away and comes back`,
        expected: others ? 'the other servers answer, then all do again' : 'no server answers, then it does again',
        probe,
        async run(engine, signal) {
          const asked = moved(probe, engine)
          /** Which server answered. */
          const ask = async () => {
            const [trial] = await runProbe(engine, asked)
            return trial?.seen.kind === 'http' ? (trial.seen.backend?.server ?? null) : null
          }
          const waitFor = async (isRight: (answers: (number | null)[]) => boolean) => {
            let answers: (number | null)[] = []
            for (const until = Date.now() + recoveryMs; Date.now() < until; ) {
              signal?.throwIfAborted()
              answers = [...answers, await ask()].slice(-6)
              if (answers.length === 6 && isRight(answers)) return null
              await new Promise((resolve) => setTimeout(resolve, 60))
            }
            const said = answers.map((server) => (server === null ? 'nobody' : `server ${server + 1}`))
            return [...new Set(said)].join(', ') || 'nobody'
          }
          await engine.backends.setUp(name, 0, false)
          const away = await waitFor((answers) =>
            answers.every((server) => (others ? server !== null && server !== 0 : server === null)),
          )
          await engine.backends.setUp(name, 0, true)
          // By source a client may belong to another server, and a server alone is enough.
          const back = await waitFor((answers) =>
            upstream.balance === 'source'
              ? answers.every((server) => server !== null)
              : answers.includes(0) && !answers.includes(null),
          )
          if (away !== null) return { seen: `while it is away ${away} answered`, agrees: false }
          if (back !== null) return { seen: `after it came back ${back} answered`, agrees: false }
          return { seen: 'as expected', agrees: true }
        },
      },
    ]
  })
}

/** A request that the route surely forwards; null where none can be told. */
function probeOf(plan: Plan, route: Route, kind: 'rate-limit' | 'health'): Probe | null {
  const listener = plan.listeners.find(({ name }) => name === route.listener)
  if (!listener || route.allow || route.deny) return null
  const host = oneName(route)
  return {
    kind: 'name',
    title: kind,
    listener,
    from: kind === 'health' ? '127.0.0.11' : '127.0.0.12',
    tls: {
      serverName: host,
      certificate: terminatesTls(route) && route.clientAuth ? { trust: route.clientAuth.trust } : 'none',
      shape: 'whole',
      large: false,
      resumes: null,
    },
    http: 1,
    requests: [{ method: 'GET', target: usualPath(route), host }],
  }
}

/** The probe where this engine listens. */
function moved(probe: Probe, engine: EngineOnStage): Probe {
  return {
    ...probe,
    listener: engine.plan.listeners.find(({ name }) => name === probe.listener.name) ?? probe.listener,
  }
}
