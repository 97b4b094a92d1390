import type { EngineName, ProbeReport, Proof } from './proof-report'

/** Where a thing of the plan stands, as an address of the plan's page. */
export interface ProofPlace {
  title: string
  /** What follows `/plans/<id>`. */
  search: string
}

/** Proving one plan in the studio, as far as it came. Plain data, from the server to the page. */
export interface ProofRun {
  /** Told apart from the run before it. */
  id: string
  state: 'running' | 'done' | 'cancelled' | 'failed'
  /** Why it ended as it did, when it is worth telling. */
  message: string | null
  /** The saved plan that is proved, by hash. */
  contentHash: string
  /** Milliseconds since the epoch. */
  startedAt: number
  endedAt: number | null
  engines: EngineName[]
  progress: Partial<Record<EngineName, { done: number; of: number }>>
  /** What is known so far; once it is done, the proof's own. */
  probes: ProbeReport[]
  /** Null until it is done. */
  proof: Pick<Proof, 'engines' | 'disagreements'> | null
  /** Own lines of the plan that no engine was given. */
  leftOut: string[]
  /** By route: its lines in plan.yaml and in the files that the engines ran. */
  places: Record<string, ProofPlace[]>
}

/** News of a run: everything, or what changed. */
export type ProofNews =
  | { type: 'proof'; run: ProofRun | null }
  | { type: 'proof-progress'; run: string; engine: EngineName; done: number; of: number; rows: ProbeReport[] }

/** What is known after one more piece of news. */
export function withProofNews(run: ProofRun | null, news: ProofNews): ProofRun | null {
  if (news.type === 'proof') return news.run
  if (!run || run.id !== news.run) return run
  const { engine, done, of, rows } = news
  return { ...run, progress: { ...run.progress, [engine]: { done, of } }, probes: withRows(run.probes, rows) }
}

/** A row comes again when another engine was asked; it stays where it was. */
function withRows(before: readonly ProbeReport[], rows: readonly ProbeReport[]): ProbeReport[] {
  if (rows.length === 0) return [...before]
  const byId = new Map(before.map((row) => [row.id, row]))
  for (const row of rows) byId.set(row.id, row)
  return [...byId.values()]
}
