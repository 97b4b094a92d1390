// Proves one plan in several engines: the same probes in each, every answer beside what the plan says.
import type { EngineReport, ProbeReport, Proof, SeenReport } from '../../diagnostics/proof-report'
import type { Plan } from '../../domain-model/plan'
import { commandFor, type JudgedTrial, judge } from './agreement'
import type { Behaviour, Outcome } from './behaviour'
import { behavioursOf, briskPlan, unlimitedPlan } from './behaviours'
import { describeDecision, describeSeen, type Trial } from './compare'
import { type EngineId, EngineNotStarted, engineVersion } from './engine-process'
import { patientPlan } from './patient-plan'
import { defaultLimits, type ProbeLimits } from './probe'
import { type EmitFiles, type Stage, setStage } from './stage'

export interface ProveOptions {
  engines: readonly EngineId[]
  emit: EmitFiles
  /** The version of this house, which is that of its own engine. */
  version: string
  limits?: ProbeLimits
  onProgress?: (progress: ProofProgress) => void
  signal?: AbortSignal
}

export interface ProofProgress {
  engine: EngineId
  done: number
  of: number
  /** The rows that changed, with what every engine so far did. Later ones replace earlier ones of the same id. */
  rows: ProbeReport[]
}

const waysToGet = {
  haproxy: 'Debian and Ubuntu: apt-get install haproxy; macOS: brew install haproxy',
  nginx: 'Debian and Ubuntu: apt-get install nginx libnginx-mod-stream; macOS: brew install nginx',
}

/** Whether an engine is here, and else the way to get it. */
export function engineReport(id: EngineId, ownVersion: string): EngineReport {
  const version = id === 'embedded' ? ownVersion : engineVersion(id)
  const reason = id === 'embedded' || version !== null ? null : `${id} is not installed. ${waysToGet[id]}.`
  return { id, version, available: version !== null, reason }
}

/** Runs the engines one after the other; whatever was started is stopped when this returns or throws. */
export async function prove(plan: Plan, options: ProveOptions): Promise<Proof> {
  const rows = new ProofRows()
  const engines: EngineReport[] = []
  for (const id of options.engines) {
    const report = engineReport(id, options.version)
    engines.push(report)
    if (!report.available) continue
    try {
      await proveIn(id, plan, options, rows)
    } catch (error) {
      if (!(error instanceof EngineNotStarted)) throw error
      report.reason = error.message.trimEnd()
    }
  }
  const probes = rows.inOrder()
  return { engines, probes, disagreements: probes.filter(({ agree }) => !agree).length }
}

async function proveIn(id: EngineId, plan: Plan, options: ProveOptions, rows: ProofRows): Promise<void> {
  const { emit, limits = defaultLimits, onProgress, signal } = options
  const behaviours = behavioursOf(plan)
  let ordinary = 0
  const tell = (done: number, changed: ProbeReport[]) =>
    onProgress?.({ engine: id, done, of: ordinary + behaviours.length, rows: changed })
  signal?.throwIfAborted()
  await onStage(patientPlan(unlimitedPlan(plan)), emit, async (stage) => {
    const engine = await stage.play(id)
    await judge(engine, id, limits, {
      signal,
      onProgress: (done, of, judged) => {
        ordinary = of
        tell(
          done,
          judged.map((one) => rows.add(id, rankOf(one), rowOfTrial(one, plan), seenReport(one))),
        )
      },
    })
    const [fault] = engine.engine.faults()
    if (fault !== undefined) throw new Error(`${id} had a fault of its own: ${fault}`)
  })
  // Limits are reached in the plan as it is; servers are watched where no limit is in the way of watching.
  const watched = new Set(behaviours.flatMap(({ upstream }) => upstream ?? []))
  let tried = 0
  for (const [kind, changed] of [
    ['rate-limit', patientPlan(plan)],
    ['health', briskPlan(patientPlan(unlimitedPlan(plan)), watched)],
  ] as const) {
    const own = behaviours.filter((behaviour) => behaviour.kind === kind)
    if (own.length > 0)
      await onStage(changed, emit, async (stage) => {
        const engine = await stage.play(id)
        for (const behaviour of own) {
          signal?.throwIfAborted()
          const seen = seenOutcome(behaviour, await behaviour.run(engine, signal))
          const rank = behaviourRank + behaviours.indexOf(behaviour)
          tell(ordinary + ++tried, [rows.add(id, rank, rowOf(behaviour), seen)])
        }
      })
  }
}

function seenOutcome({ expected }: Behaviour, { seen, agrees, known = null }: Outcome): SeenReport {
  const excuse = known && { id: known.id, says: known.says, source: known.source }
  return {
    text: seen,
    certificate: null,
    agrees: agrees || excuse !== null,
    differences: agrees ? [] : [{ aspect: 'outcome', expected, seen, known: excuse }],
  }
}

/** What every engine did, probe by probe, in the order of the probes, whichever ended first. */
class ProofRows {
  #rows = new Map<string, { rank: number; row: ProbeReport }>()

  add(id: EngineId, rank: number, fresh: ProbeReport, seen: SeenReport): ProbeReport {
    const known = this.#rows.get(fresh.id)?.row ?? fresh
    const row = { ...known, seen: { ...known.seen, [id]: seen }, agree: known.agree && seen.agrees }
    this.#rows.set(row.id, { rank, row })
    return row
  }

  inOrder(): ProbeReport[] {
    return [...this.#rows.values()].sort((one, other) => one.rank - other.rank).map(({ row }) => row)
  }
}

const requestsMax = 1000
/** Behaviours come after all that is asked once. */
const behaviourRank = Number.MAX_SAFE_INTEGER / 2
const rankOf = ({ probe, request }: JudgedTrial) => probe * requestsMax + request

async function onStage(plan: Plan, emit: EmitFiles, act: (stage: Stage) => Promise<void>): Promise<void> {
  const stage = await setStage(plan, emit)
  try {
    await act(stage)
  } finally {
    await stage.close()
  }
}

/** The listeners moved, so rows are known by their place in the list of probes, which is the same for every engine. */
function rowOfTrial({ trial, probe, request }: JudgedTrial, plan: Plan): ProbeReport {
  return {
    id: `${trial.probe.kind}/${probe + 1}${trial.probe.requests.length > 1 ? `.${request + 1}` : ''}`,
    route: trial.decision.route,
    kind: trial.probe.kind,
    title: titleOf(trial),
    expected: expectedOf(trial),
    seen: {},
    agree: true,
    command: commandFor(trial, edgeOf(trial.probe.listener.name, plan)),
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
