import 'server-only'
import type { EngineName, Proof } from '../diagnostics/proof-report'
import { type ProofNews, type ProofRun, withProofNews } from '../diagnostics/proof-run'
import { AppError } from './app-error'
import { proofPlaces } from './proof-places'
import { type ProofProcess, startProofProcess } from './proof-process'
import { storedPlan } from './stored-plan'

/** Each takes a core for its handshakes, and its engines another. */
const runsMax = 2
/** Reports are kept in memory, the newest of so many plans. */
const reportsMax = 20
const timeMaxMs = 15 * 60_000

export interface ProofRunsOptions {
  /** How long a run goes on while nobody watches: long enough for a reload, no longer than it takes to be sure. */
  unwatchedMs?: number
  startProcess?: typeof startProofProcess
}

interface Running {
  process: ProofProcess
  /** Ends it and says why. */
  end: (state: 'cancelled' | 'failed', message: string | null) => void
  timer: NodeJS.Timeout
}

/** The proofs of this process: a run belongs to the server, so a reload of the page finds it again. */
export class ProofRuns {
  #runs = new Map<string, ProofRun>()
  #running = new Map<string, Running>()
  #starting = new Set<string>()
  #watchers = new Map<string, Set<(news: ProofNews) => void>>()
  #nextId = 1

  constructor(readonly options: ProofRunsOptions = {}) {}

  run(id: string): ProofRun | null {
    return this.#runs.get(id) ?? null
  }

  async start(id: string, engines: readonly EngineName[]): Promise<ProofRun> {
    if (this.#running.has(id) || this.#starting.has(id))
      throw busy('This plan is being proved already.', 'Wait for the end, or cancel it first.')
    if (this.#running.size + this.#starting.size >= runsMax)
      throw busy(
        `${runsMax} plans are being proved already, which is all this studio does at a time.`,
        'Wait for one of them, or cancel it on its page.',
      )
    this.#starting.add(id)
    try {
      const { plan, text, contentHash } = await storedPlan(id)
      if (plan.listeners.length === 0 || plan.routes.length === 0)
        throw new AppError({
          code: 'bad-input',
          publicMessage: 'The plan has no listener or no route, so there is nothing to prove.',
          wayOut: 'Add a listener and a route in the studio.',
          owner: 'client',
        })
      const run: ProofRun = {
        id: String(this.#nextId++),
        state: 'running',
        message: null,
        contentHash,
        startedAt: Date.now(),
        endedAt: null,
        engines: [...engines],
        progress: {},
        probes: [],
        proof: null,
        leftOut: [],
        places: {},
      }
      const process = (this.options.startProcess ?? startProofProcess)({ plan, engines: [...engines] }, (progress) =>
        this.#tell(id, { type: 'proof-progress', run: run.id, ...progress }),
      )
      this.#keep(id, run)
      const finish = (last: Partial<ProofRun>) => {
        const before = this.#runs.get(id)
        if (before?.id !== run.id || before.state !== 'running') return
        clearTimeout(this.#running.get(id)?.timer)
        // It counts as running until it is gone: its engines are.
        void process.end().finally(() => this.#running.delete(id))
        this.#tell(id, { type: 'proof', run: { ...before, endedAt: Date.now(), ...last } })
      }
      this.#running.set(id, {
        process,
        end: (state, message) => finish({ state, message }),
        timer: setTimeout(
          () =>
            finish({ state: 'failed', message: `It took longer than ${timeMaxMs / 60_000} minutes and was ended.` }),
          timeMaxMs,
        ),
      })
      process.done.then(
        ({ proof, leftOut }) => {
          const routes = [...new Set(proof.probes.flatMap(({ route }) => route ?? []))]
          const places = proofPlaces(text, plan, { routes, programs: programsOf(proof) })
          const { engines: ran, probes, disagreements } = proof
          finish({ state: 'done', probes, proof: { engines: ran, disagreements }, leftOut, places })
        },
        (error: Error) => finish({ state: 'failed', message: `The plan cannot be run here: ${error.message}.` }),
      )
      return run
    } finally {
      this.#starting.delete(id)
    }
  }

  /** Resolves when the process and its engines are gone. */
  async cancel(id: string): Promise<ProofRun | null> {
    const running = this.#running.get(id)
    running?.end('cancelled', null)
    await running?.process.end()
    return this.run(id)
  }

  subscribe(id: string, watcher: (news: ProofNews) => void): () => void {
    const watchers = this.#watchers.get(id) ?? new Set()
    this.#watchers.set(id, watchers.add(watcher))
    return () => {
      watchers.delete(watcher)
      if (watchers.size > 0) return
      if (this.#watchers.get(id) === watchers) this.#watchers.delete(id)
      this.#endUnwatched(id)
    }
  }

  /** Ends every run; what they started is gone when this resolves. */
  async close(): Promise<void> {
    await Promise.all(
      [...this.#running.values()].map(async ({ process, end }) => {
        end('cancelled', 'The studio was ended.')
        await process.end()
      }),
    )
  }

  /** Nobody waits for the report of a page that was closed; a reload is back at once. */
  #endUnwatched(id: string): void {
    const run = this.#runs.get(id)
    if (run?.state !== 'running') return
    const ms = this.options.unwatchedMs ?? 60_000
    setTimeout(() => {
      if (this.#watchers.has(id) || this.#runs.get(id)?.id !== run.id) return
      this.#running.get(id)?.end('cancelled', 'Nobody watched any more, so it was ended.')
    }, ms).unref()
  }

  #tell(id: string, news: ProofNews): void {
    const next = withProofNews(this.#runs.get(id) ?? null, news)
    if (next) this.#runs.set(id, next)
    for (const watcher of this.#watchers.get(id) ?? []) watcher(news)
  }

  #keep(id: string, run: ProofRun): void {
    this.#runs.delete(id)
    this.#runs.set(id, run)
    for (const old of this.#runs.keys()) {
      if (this.#runs.size <= reportsMax) break
      if (!this.#running.has(old) && old !== id) this.#runs.delete(old)
    }
    this.#tell(id, { type: 'proof', run })
  }
}

const programsOf = ({ engines }: Proof) =>
  engines.flatMap(({ id, version }) => (id === 'embedded' || version === null ? [] : [{ id, version }]))

const busy = (publicMessage: string, wayOut: string) =>
  new AppError({ code: 'busy', publicMessage, wayOut, owner: 'client' })

const holder = globalThis as typeof globalThis & { signalboxProofRuns?: ProofRuns }

/** Actions and routes are separate bundles, and share the runs here. */
export function proofRuns(): ProofRuns {
  holder.signalboxProofRuns ??= new ProofRuns()
  return holder.signalboxProofRuns
}
