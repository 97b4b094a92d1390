import type { CompiledPlan } from '../../domain-model/compile-plan'
import { terminatesTls } from '../../domain-model/route'
import type { Upstream } from '../../domain-model/upstream'
import { runProbe } from './agreement'
import type { Behaviour, Outcome } from './behaviour'
import { declaredHealthLoss } from './declared-losses'
import type { Probe } from './probe'
import type { EngineOnStage } from './stage'
import { movedTo, sureProbe } from './sure-probe'

/** Servers taken away and servers made sick: enough to know, few enough to wait for. */
const goneMax = 3
const sickMax = 2
const patienceMs = 20_000
/** How long a program that makes no checks is watched not to notice. */
const watchMs = 3000
/** So many answers in a row tell what the rotation is. */
const answersInRow = 6

/** Which server answered; null where none did. */
type Answers = readonly (number | null)[]

/** The first server of an upstream closes its ports, or answers its HTTP checks badly, and is well again. */
export function healthChecks(compiled: CompiledPlan): Behaviour[] {
  const gone: Behaviour[] = []
  const sick: Behaviour[] = []
  for (const upstream of compiled.plan.upstreams) {
    if (gone.length >= goneMax && sick.length >= sickMax) break
    const probe = upstream.health && probeOf(compiled, upstream)
    if (!upstream.health || !probe) continue
    const others = upstream.servers.some((server, index) => index > 0 && server.weight !== 0)
    const { name } = upstream
    const common = {
      route: probe.route,
      kind: 'health' as const,
      upstream: name,
      expected: others ? 'the other servers answer, then all do again' : 'no server answers, then it does again',
      probe: probe.probe,
    }
    gone.push({
      ...common,
      id: `health/${name}`,
      title: `server 1 of ${name} goes away and comes back`,
      run: (engine, signal) =>
        leaveAndReturn(engine, probe.probe, upstream, (isWell) => engine.backends.setUp(name, 0, isWell), signal),
    })
    if (upstream.health.kind === 'http')
      sick.push({
        ...common,
        id: `health/${name}/sick`,
        title: `server 1 of ${name} answers its health check with 503 and recovers`,
        async run(engine, signal) {
          const known = declaredHealthLoss(engine.declared, engine.plan, name)
          const turn = async (isWell: boolean) => engine.backends.setHealthy(name, 0, isWell)
          const outcome = await leaveAndReturn(
            engine,
            probe.probe,
            upstream,
            turn,
            signal,
            known ? watchMs : patienceMs,
          )
          return { ...outcome, known }
        },
      })
  }
  return [...gone.slice(0, goneMax), ...sick.slice(0, sickMax)]
}

function probeOf(compiled: CompiledPlan, upstream: Upstream): { route: string; probe: Probe } | null {
  const first = upstream.servers[0]
  if (!first || first.backup || first.weight === 0) return null
  for (const route of compiled.plan.routes) {
    const rule = terminatesTls(route) ? route.paths.findIndex((path) => path.upstream === upstream.name) : null
    if (rule === null ? route.mode !== 'passthrough' || route.upstream !== upstream.name : rule < 0) continue
    const probe = sureProbe(compiled, route, rule, 'health', '127.0.0.11')
    if (probe) return { route: route.name, probe }
  }
  return null
}

async function leaveAndReturn(
  engine: EngineOnStage,
  probe: Probe,
  upstream: Upstream,
  turn: (isWell: boolean) => Promise<void>,
  signal?: AbortSignal,
  leaveMs = patienceMs,
): Promise<Outcome> {
  const others = upstream.servers.some((server, index) => index > 0 && server.weight !== 0)
  const asked = movedTo(engine, probe)
  await turn(false)
  const away = await waitFor(engine, asked, leaveMs, signal, (answers) =>
    answers.every((server) => (others ? server !== null && server !== 0 : server === null)),
  )
  await turn(true)
  // By source a client may belong to another server, and a server alone is enough.
  const back = await waitFor(engine, asked, patienceMs, signal, (answers) =>
    upstream.balance === 'source'
      ? answers.every((server) => server !== null)
      : answers.includes(0) && !answers.includes(null),
  )
  if (away !== null) return { seen: `while it was away ${away} answered`, agrees: false }
  if (back !== null) return { seen: `after it came back ${back} answered`, agrees: false }
  return { seen: 'as expected', agrees: true }
}

/** Null once the last answers are right; else who answered when patience ended. */
async function waitFor(
  engine: EngineOnStage,
  asked: Probe,
  patience: number,
  signal: AbortSignal | undefined,
  isRight: (answers: Answers) => boolean,
): Promise<string | null> {
  let answers: Answers = []
  for (const until = Date.now() + patience; Date.now() < until; ) {
    signal?.throwIfAborted()
    const [trial] = await runProbe(engine, asked)
    const server = trial?.seen.kind === 'http' ? (trial.seen.backend?.server ?? null) : null
    answers = [...answers, server].slice(-answersInRow)
    if (answers.length === answersInRow && isRight(answers)) return null
    await new Promise((resolve) => setTimeout(resolve, 60))
  }
  const said = answers.map((server) => (server === null ? 'nobody' : `server ${server + 1}`))
  return [...new Set(said)].join(', ') || 'nobody'
}
