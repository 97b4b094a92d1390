// Proves one plan in several engines: the same probes in each, every answer beside what the plan says.
import type { Plan } from '../../domain-model/plan'
import { type Agreement, commandFor, type JudgedTrial, judge } from './agreement'
import type { Behaviour, Outcome } from './behaviour'
import { behavioursOf, briskPlan, unlimitedPlan } from './behaviours'
import { describeDecision, describeSeen, type Trial } from './compare'
import { type EngineId, EngineNotStarted, engineVersion } from './engine-process'
import { patientPlan } from './patient-plan'
import { defaultLimits, type ProbeLimits } from './probes'
import { type EmitFiles, type Stage, setStage } from './stage'

export interface EngineReport {
  id: EngineId
  /** Null where it is not installed. */
  version: string | null
  /** Whether it is installed here. */
  available: boolean
  /** Why it has no answers, and the way to get them; null when it ran. */
  reason: string | null
}

export interface SeenReport {
  text: string
  /** Whose certificate came. */
  certificate: 'edge' | 'backend' | null
  agrees: boolean
  /** Where it is not what the plan says. */
  differences: {
    aspect: string
    expected: string
    seen: string
    known: { id: string; says: string; source: string } | null
  }[]
}

export interface ProbeReport {
  id: string
  route: string | null
  kind: string
  title: string
  expected: string
  seen: Partial<Record<EngineId, SeenReport>>
  /** Whether all engines that were asked do as the plan says; a known difference with a source counts as that. */
  agree: boolean
  command: string
}

export interface Proof {
  engines: EngineReport[]
  probes: ProbeReport[]
  /** How many probes found an engine that does otherwise. */
  disagreements: number
}

export interface ProveOptions {
  engines: readonly EngineId[]
  emit: EmitFiles
  /** The version of this house, which is that of its own engine. */
  version: string
  limits?: ProbeLimits
  onProgress?: (progress: { engine: EngineId; done: number; of: number }) => void
  signal?: AbortSignal
}

const waysToGet = {
  haproxy: 'Debian and Ubuntu: apt-get install haproxy; macOS: brew install haproxy',
  nginx: 'Debian and Ubuntu: apt-get install nginx libnginx-mod-stream; macOS: brew install nginx',
}

/** Runs the engines one after the other; whatever was started is stopped when this returns or throws. */
export async function prove(plan: Plan, options: ProveOptions): Promise<Proof> {
  const rows = new Map<string, ProbeReport>()
  const engines: EngineReport[] = []
  for (const id of options.engines) {
    const version = id === 'embedded' ? options.version : engineVersion(id)
    const report: EngineReport = { id, version, available: version !== null, reason: null }
    engines.push(report)
    if (id !== 'embedded' && version === null) {
      report.reason = `${id} is not installed. ${waysToGet[id]}.`
      continue
    }
    try {
      await proveIn(id, plan, options, rows)
    } catch (error) {
      if (!(error instanceof EngineNotStarted)) throw error
      report.reason = error.message.trimEnd()
    }
  }
  const probes = [...rows.values()].map((row) => ({
    ...row,
    agree: Object.values(row.seen).every(({ agrees }) => agrees),
  }))
  return { engines, probes, disagreements: probes.filter(({ agree }) => !agree).length }
}

async function proveIn(id: EngineId, plan: Plan, options: ProveOptions, rows: Map<string, ProbeReport>): Promise<void> {
  const { emit, limits = defaultLimits, onProgress, signal } = options
  const behaviours = behavioursOf(plan)
  await onStage(patientPlan(unlimitedPlan(plan)), emit, async (stage) => {
    const engine = await stage.play(id)
    const agreement = await judge(engine, id, limits, {
      signal,
      onProgress: (done, of) => onProgress?.({ engine: id, done, of: of + behaviours.length }),
    })
    addRows(rows, id, plan, agreement)
    const [fault] = engine.engine.faults()
    if (fault !== undefined) throw new Error(`${id} had a fault of its own: ${fault}`)
  })
  // Limits are reached in the plan as it is; servers are watched where no limit is in the way of watching.
  for (const [kind, changed] of [
    ['rate-limit', patientPlan(plan)],
    ['health', briskPlan(unlimitedPlan(plan))],
  ] as const) {
    const own = behaviours.filter((behaviour) => behaviour.kind === kind)
    if (own.length > 0)
      await onStage(changed, emit, async (stage) => {
        const engine = await stage.play(id)
        for (const behaviour of own) {
          signal?.throwIfAborted()
          addOutcome(rows, id, behaviour, await behaviour.run(engine, signal))
        }
      })
  }
}

function addOutcome(
  rows: Map<string, ProbeReport>,
  id: EngineId,
  behaviour: Behaviour,
  { seen, agrees, known = null }: Outcome,
): void {
  const row = rows.get(behaviour.id) ?? rowOf(behaviour)
  rows.set(behaviour.id, row)
  const excuse = known && { id: known.id, says: known.says, source: known.source }
  const difference = { aspect: 'outcome', expected: behaviour.expected, seen, known: excuse }
  row.seen[id] = {
    text: seen,
    certificate: null,
    agrees: agrees || excuse !== null,
    differences: agrees ? [] : [difference],
  }
}

async function onStage(plan: Plan, emit: EmitFiles, act: (stage: Stage) => Promise<void>): Promise<void> {
  const stage = await setStage(plan, emit)
  try {
    await act(stage)
  } finally {
    await stage.close()
  }
}

/** The listeners moved, so rows are known by their place in the list of probes, which is the same for every engine. */
function addRows(rows: Map<string, ProbeReport>, id: EngineId, plan: Plan, { judged }: Agreement): void {
  for (const { trial, probe, request, differences } of judged) {
    const key = `${trial.probe.kind}/${probe + 1}${trial.probe.requests.length > 1 ? `.${request + 1}` : ''}`
    const row = rows.get(key) ?? {
      id: key,
      route: trial.decision.route,
      kind: trial.probe.kind,
      title: titleOf(trial),
      expected: expectedOf(trial),
      seen: {},
      agree: true,
      command: commandFor(trial, edgeOf(trial.probe.listener.name, plan)),
    }
    rows.set(key, row)
    row.seen[id] = seenReport({ trial, differences })
  }
}

function rowOf({ id, route, kind, title, expected, probe }: Behaviour): ProbeReport {
  const [request] = probe.requests
  const command = request ? commandFor({ probe, request }, { address: '"$EDGE"', port: probe.listener.port }) : ''
  return { id, route, kind, title, expected, seen: {}, agree: true, command }
}

const edgeOf = (listener: string, plan: Plan) => ({
  address: '"$EDGE"',
  port: plan.listeners.find(({ name }) => name === listener)?.port ?? 443,
})

function titleOf({ probe, request }: Trial): string {
  const { requests, title } = probe
  return requests.length > 1 ? `${title}: ${request.method} ${request.target} for ${request.host ?? 'no host'}` : title
}

function expectedOf({ probe, decision }: Trial): string {
  if (probe.kind === 'not-tls') return 'closed without an answer'
  if (probe.kind === 'raw-hello' && decision.certificateFrom !== null)
    return `a ServerHello${decision.certificateFrom === 'backend' ? ` of ${decision.upstream}` : ''}`
  return describeDecision(decision)
}

function seenReport({ trial, differences }: Pick<JudgedTrial, 'trial' | 'differences'>): SeenReport {
  const { seen } = trial
  return {
    text: describeSeen(seen),
    certificate:
      seen.kind !== 'server-hello' && seen.certificate?.owner !== 'client' ? (seen.certificate?.owner ?? null) : null,
    agrees: differences.every(({ known }) => known !== null),
    differences: differences.map(({ difference, known }) => ({
      ...difference,
      known: known && { id: known.id, says: known.says, source: known.source },
    })),
  }
}
