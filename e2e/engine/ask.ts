// Short questions for tests about one plan: ask it once, ask it many times, count the answers.
import { runProbe } from '../../lib/preview/proof/agreement'
import type { Trial } from '../../lib/preview/proof/compare'
import type { Probe, ProbeRequest, ProbeTls } from '../../lib/preview/proof/probe'
import type { EngineOnStage } from '../../lib/preview/proof/stage'

export interface Question {
  /** Over TLS this is the SNI as well. */
  host: string
  path?: string
  plain?: boolean
  from?: string
  tls?: Partial<ProbeTls>
  request?: Partial<ProbeRequest>
}

export async function ask(stage: EngineOnStage, question: Question): Promise<Trial> {
  const { host, path = '/', plain = false, from = '127.0.0.7' } = question
  const listener = stage.plan.listeners.find(({ protocol }) => protocol === (plain ? 'http' : 'tls'))
  if (!listener) throw new Error(`the plan has no ${plain ? 'http' : 'tls'} listener`)
  const probe: Probe = {
    kind: plain ? 'plain-http' : 'name',
    title: host,
    listener,
    from,
    tls: plain
      ? null
      : { serverName: host, certificate: 'none', shape: 'whole', large: false, resumes: null, ...question.tls },
    http: 1,
    requests: [{ method: 'GET', target: path, host, ...question.request }],
  }
  const [trial] = await runProbe(stage, probe)
  if (!trial) throw new Error('a probe without an answer')
  return trial
}

/** One after the other. */
export async function askTimes(stage: EngineOnStage, times: number, question: Question): Promise<Trial[]> {
  const trials: Trial[] = []
  for (let i = 0; i < times; i++) trials.push(await ask(stage, question))
  return trials
}

/** What came back, in a word: the status the edge gave, `upstream/server` of a backend, or how it was refused. */
export function wordFor({ seen }: Trial): string {
  if (seen.kind === 'http')
    return seen.backend ? `${seen.backend.upstream}/${seen.backend.server}` : String(seen.status)
  return seen.kind === 'refused' ? `refused: ${seen.alert ?? 'closed'}` : 'server-hello'
}

export function countWords(trials: readonly Trial[]): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const trial of trials) counts[wordFor(trial)] = (counts[wordFor(trial)] ?? 0) + 1
  return counts
}
