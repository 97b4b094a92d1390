import type { CompiledPlan } from '../../domain-model/compile-plan'
import { type HttpRoute, terminatesTls } from '../../domain-model/route'
import { runProbe } from './agreement'
import type { Behaviour, Outcome } from './behaviour'
import { oneName } from './plan-samples'
import type { Probe } from './probe'
import type { EngineOnStage } from './stage'
import { movedTo, sureProbe } from './sure-probe'

/** Above this a limit is not reached within a few seconds, so it is not tried. */
export const reachableRequestsMax = 400
/** Enough to know, few enough to wait for. */
const limitsMax = 4
const floodsMax = 4

type RateLimit = NonNullable<HttpRoute['rateLimit']>

/** The limits of routes and of single paths, each by a client of its own. */
export function rateLimits(compiled: CompiledPlan): Behaviour[] {
  const found: Behaviour[] = []
  for (const route of compiled.plan.routes) {
    if (found.length >= limitsMax) break
    if (!terminatesTls(route)) continue
    const add = (limit: RateLimit | undefined, rule: number, id: string, whose: string) => {
      const probe = limit && sureProbe(compiled, route, rule, 'rate-limit', `127.0.0.${20 + found.length}`)
      // Twice what is let through at once, for what a slow machine lets drop meanwhile.
      const requests = limit ? 2 * (limit.requests + limit.burst) + 20 : 0
      if (!probe || requests > reachableRequestsMax) return
      found.push({
        id,
        route: route.name,
        kind: 'rate-limit',
        title: `${requests} requests to ${whose} at once`,
        expected: 'some are forwarded, some answered 429',
        probe,
        run: (engine, signal) => flood(engine, probe, requests, signal),
      })
    }
    // By a path that has no limit of its own, where there is one: otherwise that one might be what is seen.
    const free = route.paths.findIndex(({ rateLimit }) => !rateLimit)
    add(route.rateLimit, Math.max(free, 0), `rate-limit/${route.name}`, oneName(route))
    for (const [index, { rateLimit, path }] of route.paths.entries())
      add(rateLimit, index, `rate-limit/${route.name}/${index + 1}`, `${path} of ${oneName(route)}`)
  }
  return found.slice(0, limitsMax)
}

async function flood(engine: EngineOnStage, probe: Probe, requests: number, signal?: AbortSignal): Promise<Outcome> {
  const asked = movedTo(engine, probe)
  const isHttp2 = asked.listener.protocol === 'tls' && asked.listener.alpn.includes('h2')
  const [request] = asked.requests
  const wave: Probe = isHttp2
    ? { ...asked, http: 2, atOnce: 80, requests: Array.from({ length: requests }, () => request as never) }
    : asked
  // On a busy machine the first flood may trickle; what it left in the bucket the next ones take.
  const statuses: number[] = []
  for (let round = 0; round < floodsMax && !statuses.includes(429); round++) {
    signal?.throwIfAborted()
    const trials = isHttp2
      ? await runProbe(engine, wave)
      : (await Promise.all(Array.from({ length: requests }, () => runProbe(engine, wave)))).flat()
    for (const { seen } of trials) statuses.push(seen.kind === 'http' ? (seen.backend ? 200 : seen.status) : 0)
  }
  const count = (status: number) => statuses.filter((one) => one === status).length
  const others = statuses.length - count(200) - count(429)
  return {
    seen: `${count(200)} forwarded, ${count(429)} answered 429${others > 0 ? `, ${others} otherwise` : ''}`,
    agrees: count(200) > 0 && count(429) > 0 && others === 0,
  }
}
