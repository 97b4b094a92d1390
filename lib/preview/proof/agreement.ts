// Runs all probes of a plan against an engine and says where engine and plan disagree, in a form a person can act on.
import { matchRoute } from '../../domain-model/match-route'
import type { Plan } from '../../domain-model/plan'
import { compare, type Difference, describeDecision, describeSeen, type Trial } from './compare'
import { declaredLoss, type Excuse } from './declared-losses'
import { type EngineId, engineVersion } from './engine-process'
import { knownDifference } from './known-differences'
import { observe } from './observe'
import { defaultLimits, inquiryOf, type Probe, type ProbeLimits } from './probe'
import { probesOf } from './probes'
import type { EngineOnStage } from './stage'

export interface Disagreement {
  trial: Trial
  differences: Difference[]
}

/** One trial, and what of it is not as the plan says: known with a source, or not. */
export interface JudgedTrial {
  trial: Trial
  /** Which probe, which of its requests. */
  probe: number
  request: number
  differences: { difference: Difference; known: Excuse | null }[]
}

export interface Agreement {
  trials: number
  judged: JudgedTrial[]
  disagreements: Disagreement[]
  known: Map<string, number>
}

/** How many probes are in the air at a time: enough to keep two cores busy, few enough that nothing times out. */
const width = 8

export async function judge(
  stage: EngineOnStage,
  id: EngineId,
  limits: ProbeLimits = defaultLimits,
  { onProgress, signal }: JudgeOptions = {},
): Promise<Agreement> {
  const probes = probesOf(stage.plan, limits)
  const results: JudgedTrial[][] = []
  let next = 0
  let done = 0
  onProgress?.(0, probes.length, [])
  const worker = async () => {
    for (let index = next++; index < probes.length; index = next++) {
      signal?.throwIfAborted()
      const trials = await runProbe(stage, probes[index] as Probe)
      const judged = trials.map((trial, request) => judgeTrial(stage, id, trial, index, request))
      results[index] = judged
      onProgress?.(++done, probes.length, judged)
    }
  }
  await Promise.all(Array.from({ length: width }, worker))
  return agreementIn(results.flat())
}

function judgeTrial(stage: EngineOnStage, id: EngineId, trial: Trial, probe: number, request: number): JudgedTrial {
  const differences = compare(trial).map((difference) => ({
    difference,
    known: knownDifference(id, versionOf(id), trial, difference) ?? declaredLoss(stage.declared, trial, difference),
  }))
  return { trial, probe, request, differences }
}

function agreementIn(judged: JudgedTrial[]): Agreement {
  const agreement: Agreement = { trials: judged.length, judged, disagreements: [], known: new Map() }
  for (const { trial, differences } of judged) {
    for (const { known } of differences)
      if (known) agreement.known.set(known.id, (agreement.known.get(known.id) ?? 0) + 1)
    const unknown = differences.filter(({ known }) => known === null).map(({ difference }) => difference)
    if (unknown.length > 0) agreement.disagreements.push({ trial, differences: unknown })
  }
  return agreement
}

export interface JudgeOptions {
  /** With what the last probe found; zero of all as soon as the engine is asked. */
  onProgress?: ((done: number, of: number, judged: readonly JudgedTrial[]) => void) | undefined
  signal?: AbortSignal | undefined
}

/** One connection with all its requests, each beside its decision. */
export async function runProbe(stage: EngineOnStage, probe: Probe): Promise<Trial[]> {
  const seen = await observe(stage, probe)
  return probe.requests.flatMap((request, index) => {
    const found = seen[index]
    if (!found) return []
    const resumed = found.kind !== 'server-hello' && found.resumed
    return [
      {
        plan: stage.plan,
        probe,
        request,
        decision: matchRoute(stage.compiled, inquiryOf(probe, request, resumed)),
        seen: found,
      },
    ]
  })
}

/** The embedded edge has no version beside that of the house. */
export const versionOf = (id: EngineId) => (id === 'embedded' ? '' : (engineVersion(id) ?? ''))

/** Empty where they agree. */
export function reportOf({ disagreements, trials }: Agreement, stage: EngineOnStage, id: EngineId): string {
  const faults = stage.engine.faults()
  if (faults.length > 0) return `${id} had faults of its own:\n${faults.slice(0, 20).join('\n')}`
  if (disagreements.length === 0) return ''
  const byGroup = new Map<string, Disagreement[]>()
  for (const disagreement of disagreements)
    byGroup.set(groupOf(disagreement), [...(byGroup.get(groupOf(disagreement)) ?? []), disagreement])
  const groups = [...byGroup]
  return [
    `${id} ${versionOf(id)} disagrees with the plan in ${disagreements.length} of ${trials} trials.`,
    `Routes concerned: ${routesConcerned(stage.plan, disagreements)}`,
    ...groups
      .slice(0, 20)
      .flatMap(([group, [first, ...others]]) =>
        first ? ['', `${others.length + 1} × ${group}`, ...describe(first)] : [],
      ),
    ...groups.slice(20).map(([group, { length }]) => `${length} × ${group}`),
    '',
    `Log of ${id}, its end:`,
    ...stage.engine
      .log()
      .trimEnd()
      .split('\n')
      .slice(-8)
      .map((line) => `    ${line}`),
  ].join('\n')
}

const groupOf = ({ trial, differences }: Disagreement) =>
  `${trial.probe.kind}: ${differences.map(({ aspect }) => aspect).join(', ')}`

function describe({ trial, differences }: Disagreement): string[] {
  const { probe, request, decision, seen } = trial
  return [
    `    probe  ${probe.title} · ${request.method} ${request.target} Host: ${request.host ?? '(none)'}`,
    `    plan   ${describeDecision(decision)}`,
    `    seen   ${describeSeen(seen)}`,
    ...differences
      .filter(({ aspect }) => aspect !== 'outcome')
      .map(({ aspect, expected, seen: found }) => `           ${aspect}: expected ${expected}, seen ${found}`),
    `    why    ${decision.reason}`,
    `    try    ${commandFor(trial)}`,
  ]
}

function routesConcerned(plan: Plan, disagreements: readonly Disagreement[]): string {
  const names = new Set(disagreements.map(({ trial }) => trial.decision.route))
  const routes = plan.routes.filter((route) => names.has(route.name)).slice(0, 2)
  const upstreams = plan.upstreams.filter((upstream) =>
    disagreements.some(({ trial }) => trial.decision.upstreams.some((entry) => entry.upstream === upstream.name)),
  )
  return `${JSON.stringify(routes)}\nListeners: ${JSON.stringify(plan.listeners)}\nUpstreams concerned: ${JSON.stringify(upstreams.slice(0, 2))}`
}

/**
 * The line that a person would type to see it: against where the engine listens, or against another edge.
 * @param at where that edge is; its address is put into the line as it is, so that `"$EDGE"` stands for itself
 */
export function commandFor(
  { probe, request }: Pick<Trial, 'probe' | 'request'>,
  at: { address: string; port: number } | null = null,
): string {
  const { listener } = probe
  const { address, port } = at ?? { address: listener.address ?? '127.0.0.1', port: listener.port }
  const host = request.host === null ? "-H 'Host:'" : `-H ${quote(`Host: ${request.host}`)}`
  const shown = probe.tls?.resumes ? 'none' : (probe.tls?.certificate ?? 'none')
  const common = [
    'curl -sik --path-as-is',
    listener.acceptProxyProtocol ? '--haproxy-protocol' : '',
    at ? '' : `--interface ${probe.from}`,
    request.method === 'GET' ? '' : request.method === 'HEAD' ? '-I' : `-X ${request.method}`,
    shown === 'none' ? '' : '--cert client.pem --key client.key',
  ]
    .filter(Boolean)
    .join(' ')
  if (probe.tls === null)
    return `${common} ${host} --connect-to ::${address}:${port} ${quote(`http://edge:${port}${request.target}`)}`
  const name = probe.tls.serverName
  const odd =
    name === null ||
    name.endsWith('.') ||
    !/^[a-z0-9.-]+$/i.test(name) ||
    /^[\d.]+$/.test(name) ||
    probe.kind === 'raw-hello' ||
    probe.tls.shape !== 'whole' ||
    probe.tls.resumes !== null
  if (odd)
    return `openssl s_client -connect ${address}:${port} ${name === null ? '-noservername' : `-servername ${quote(name)}`}   # hello: ${probe.kind === 'raw-hello' ? 'post-quantum, larger than a segment' : probe.tls.shape}${probe.tls.resumes ? `, with a session of ${probe.tls.resumes.serverName}` : ''}`
  const target =
    request.absolute === undefined ? '' : `--request-target ${quote(`https://${request.absolute}${request.target}`)} `
  return `${common} ${probe.http === 2 ? '--http2' : '--http1.1'} --resolve ${name}:${port}:${address} ${host} ${target}${quote(`https://${name}:${port}${request.target}`)}`
}

const quote = (text: string) => `'${text.replaceAll("'", `'\\''`)}'`
