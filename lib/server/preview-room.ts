import 'server-only'
import type { SeenHello } from '../diagnostics/hello-report'
import type { Plan } from '../domain-model/plan'
import { PreviewError, type PreviewEvent, previewController } from '../preview/controller'
import type { PreviewActivity } from '../preview/protocol'
import { AppError } from './app-error'
import { appliedChanges } from './applied-changes'
import { askPreview, type TestAnswer } from './preview-ask'
import { seenHello } from './preview-hello'
import { type PreviewListener, raisePreview } from './preview-raise'
import type { PreviewStage } from './preview-stage'
import { type RouteRate, RouteRates } from './route-rates'
import { storedPlan } from './stored-plan'

const previewsMax = 4
const entriesMax = 300
/** Stand-ins of so many plans before are kept for the connections that began with them. */
const retiredMax = 8

export interface PreviewSnapshot {
  state: 'stopped' | 'running' | 'failed'
  /** What happened last, when it is worth telling. */
  message: string | null
  /** The saved plan that runs, by hash: another one can be applied. */
  contentHash: string | null
  listeners: PreviewListener[]
  problems: string[]
  /** What the plan that was applied last changed, in sentences. */
  changes: string[]
  entries: PreviewActivity['entries']
  totals: PreviewActivity['totals']
  rates: Record<string, RouteRate>
}

export type PreviewNews = { type: 'snapshot'; snapshot: PreviewSnapshot } | { type: 'activity'; activity: Activity }

interface Activity {
  entries: PreviewActivity['entries']
  left: number
  /** Of routes whose totals changed. */
  totals: PreviewActivity['totals']
  /** Of all routes that carry anything now. */
  rates: Record<string, RouteRate>
}

interface Room {
  /** As it is stored; the stage has it on loopback. */
  plan: Plan
  stage: PreviewStage
  /** The number of the running plan, as the worker counts them. */
  generation: number
  /** Stages of plans before, by their numbers, as long as a connection lives that began with them. */
  retired: Map<number, PreviewStage>
  rates: RouteRates
  snapshot: PreviewSnapshot
}

type Listener = (news: PreviewNews) => void

class PreviewRooms {
  #rooms = new Map<string, Room>()
  #busy = new Set<string>()
  #listeners = new Map<string, Set<Listener>>()
  #watching = false

  snapshot(id: string): PreviewSnapshot {
    return this.#rooms.get(id)?.snapshot ?? stopped
  }

  async start(id: string): Promise<PreviewSnapshot> {
    return this.#alone(id, async () => {
      const running = this.#rooms.get(id)
      if (running && running.snapshot.state === 'running') return running.snapshot
      if (running) await this.#end(id, running)
      if (this.#rooms.size + this.#busy.size > previewsMax)
        throw refused(
          'busy',
          `${previewsMax} previews run already, which is all this studio permits.`,
          'Stop one of them and start this one again.',
        )
      const { plan, contentHash } = await storedPlan(id)
      this.#watch()
      const { stage, listeners, problems } = await raisePreview(id, plan, null)
      return this.#keep(id, {
        plan,
        stage,
        generation: 1,
        retired: new Map(),
        rates: new RouteRates(),
        snapshot: { ...stopped, state: 'running', contentHash, listeners, problems },
      })
    })
  }

  /** The saved plan replaces the one that runs; open connections stay, and listeners where they are. */
  async apply(id: string): Promise<PreviewSnapshot> {
    return this.#alone(id, async () => {
      const before = this.#need(id)
      const { plan, contentHash } = await storedPlan(id)
      if (contentHash === before.snapshot.contentHash)
        return this.#keep(id, {
          ...before,
          snapshot: { ...before.snapshot, changes: [], message: 'The saved plan is the one that runs.' },
        })
      const { stage, listeners, problems } = await raisePreview(id, plan, before.snapshot.listeners)
      const { retired, rates, generation } = before
      retired.set(generation, before.stage)
      const endsSome = retired.size > retiredMax
      const changes = appliedChanges({ plan: before.plan, listeners: before.snapshot.listeners }, { plan, listeners })
      // What came meanwhile is in the room's snapshot of now.
      const { entries, totals } = this.#rooms.get(id)?.snapshot ?? before.snapshot
      return this.#keep(id, {
        plan,
        stage,
        generation: generation + 1,
        retired,
        rates,
        snapshot: {
          ...stopped,
          state: 'running',
          message:
            changes.length === 0
              ? 'The saved plan was applied. Nothing that counts here had changed.'
              : endsSome
                ? `The saved plan was applied; open connections were kept, but for those that began ${retiredMax} plans ago.`
                : 'The saved plan was applied; open connections were kept.',
          changes,
          contentHash,
          listeners,
          problems,
          entries,
          totals,
        },
      })
    })
  }

  async stop(id: string): Promise<PreviewSnapshot> {
    return this.#alone(id, async () => {
      const room = this.#rooms.get(id)
      if (room) await this.#end(id, room)
      this.#publish(id, { type: 'snapshot', snapshot: stopped })
      return stopped
    })
  }

  async ask(id: string, routeName: string): Promise<TestAnswer> {
    return askPreview(this.#need(id).stage, routeName)
  }

  /** The ClientHello that a connection began with. */
  async hello(id: string, connection: number): Promise<SeenHello> {
    this.#need(id)
    return seenHello(id, connection)
  }

  subscribe(id: string, listener: Listener): () => void {
    const listeners = this.#listeners.get(id) ?? new Set()
    this.#listeners.set(id, listeners.add(listener))
    return () => {
      listeners.delete(listener)
      if (listeners.size === 0 && this.#listeners.get(id) === listeners) this.#listeners.delete(id)
    }
  }

  /** Of how many plans stand-ins are open. */
  stages(id: string): number {
    const room = this.#rooms.get(id)
    return room ? 1 + room.retired.size : 0
  }

  get subscribers(): number {
    return [...this.#listeners.values()].reduce((sum, { size }) => sum + size, 0)
  }

  /** Ends previews and stand-ins. */
  async close(): Promise<void> {
    const stages = [...this.#rooms.values()].flatMap(({ stage, retired }) =>
      [stage, ...retired.values()].map((one) => one.close()),
    )
    this.#rooms.clear()
    await Promise.all([...stages, previewController().close()])
  }

  #need(id: string): Room {
    const room = this.#rooms.get(id)
    if (room?.snapshot.state === 'running') return room
    throw refused('not-found', 'This preview does not run.', 'Start it first.')
  }

  /** Two windows may ask for the same thing at once. */
  async #alone(id: string, run: () => Promise<PreviewSnapshot>): Promise<PreviewSnapshot> {
    if (this.#busy.has(id))
      throw refused('busy', 'This preview is being started or stopped already.', 'Wait a moment and try again.')
    this.#busy.add(id)
    try {
      return await run()
    } finally {
      this.#busy.delete(id)
    }
  }

  #keep(id: string, room: Room): PreviewSnapshot {
    this.#rooms.set(id, room)
    this.#publish(id, { type: 'snapshot', snapshot: room.snapshot })
    return room.snapshot
  }

  async #end(id: string, { stage, retired }: Room): Promise<void> {
    this.#rooms.delete(id)
    try {
      await previewController().stop(id, 1000)
    } catch (error) {
      // A worker that is gone has stopped everything already.
      if (!(error instanceof PreviewError)) throw error
    } finally {
      await Promise.all([stage, ...retired.values()].map((one) => one.close()))
      retired.clear()
    }
  }

  #watch(): void {
    if (this.#watching) return
    this.#watching = true
    previewController().subscribe((event) => this.#hear(event))
  }

  #hear(event: PreviewEvent): void {
    if (event.type !== 'activity') {
      this.#announce(event)
      return
    }
    const { preview, entries, left, totals: changed, generations } = event.activity
    const room = this.#rooms.get(preview)
    if (!room) return
    room.generation = generations.now
    closeUnused(room, new Set(generations.inUse))
    const before = room.snapshot
    const totals = Object.keys(changed).length > 0 ? { ...before.totals, ...changed } : before.totals
    const rates = room.rates.add(Date.now(), totals)
    room.snapshot = { ...before, entries: newest(before.entries, entries), totals, rates }
    const isQuiet = entries.length === 0 && Object.keys(rates).length === 0 && Object.keys(before.rates).length === 0
    if (isQuiet) return
    this.#publish(preview, {
      type: 'activity',
      activity: { entries, left, totals: changed, rates },
    })
  }

  #announce(event: Exclude<PreviewEvent, { type: 'activity' }>): void {
    const isOver = event.type === 'worker' && event.state === 'given-up'
    for (const [id, room] of this.#rooms) {
      // All connections ended with the worker, and the next one counts from the beginning.
      if (event.type === 'worker') {
        closeUnused(room, new Set())
        room.snapshot = { ...room.snapshot, totals: {}, rates: {} }
      }
      room.snapshot = { ...room.snapshot, message: event.message, ...(isOver ? { state: 'failed' as const } : {}) }
      this.#publish(id, { type: 'snapshot', snapshot: room.snapshot })
    }
  }

  #publish(id: string, news: PreviewNews): void {
    for (const listener of this.#listeners.get(id) ?? []) listener(news)
  }
}

/** Closes the stand-ins of plans before that no connection needs any more. */
function closeUnused({ retired }: Room, inUse: ReadonlySet<number>): void {
  const newest = [...retired.keys()].slice(-retiredMax)
  for (const [generation, stage] of retired) {
    if (inUse.has(generation) && newest.includes(generation)) continue
    retired.delete(generation)
    void stage.close()
  }
}

const stopped: PreviewSnapshot = {
  state: 'stopped',
  message: null,
  contentHash: null,
  listeners: [],
  problems: [],
  changes: [],
  entries: [],
  totals: {},
  rates: {},
}

function newest(before: PreviewActivity['entries'], news: PreviewActivity['entries']): PreviewActivity['entries'] {
  if (news.length === 0) return before
  const byId = new Map([...before, ...news].map((entry) => [entry.id, entry]))
  return [...byId.values()].sort((one, other) => other.id - one.id).slice(0, entriesMax)
}

const refused = (code: 'not-found' | 'busy', publicMessage: string, wayOut: string) =>
  new AppError({ code, publicMessage, wayOut, owner: 'client' })

const holder = globalThis as typeof globalThis & { signalboxPreviewRooms?: PreviewRooms }

/** The previews of this process; actions and routes are separate bundles, and share them here. */
export function previewRooms(): PreviewRooms {
  holder.signalboxPreviewRooms ??= new PreviewRooms()
  return holder.signalboxPreviewRooms
}
