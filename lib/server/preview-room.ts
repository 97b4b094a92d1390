import 'server-only'
import { compilePlan } from '../domain-model/compile-plan'
import { matchRoute } from '../domain-model/match-route'
import type { Plan } from '../domain-model/plan'
import { parsePlanText } from '../domain-model/plan-document'
import { terminatesTls } from '../domain-model/route'
import { PreviewError, type PreviewEvent, previewController } from '../preview/controller'
import { compare, describeDecision, describeSeen } from '../preview/proof/compare'
import { observe } from '../preview/proof/observe'
import { inquiryOf, type Probe } from '../preview/proof/probes'
import type { PreviewActivity } from '../preview/protocol'
import { getPlan } from '../store/plans'
import { sampleHost } from '../targets/probe-lines'
import { AppError } from './app-error'
import { type PreviewStage, setPreviewStage } from './preview-stage'

const previewsMax = 4
const connectionsMax = 2000
const entriesMax = 300
/** Connections of the plan before may end in peace for so long. */
const oldStageMs = 30_000

export interface PreviewListener {
  name: string
  protocol: 'tls' | 'http'
  planPort: number
  host: string
  port: number
}

export interface PreviewSnapshot {
  state: 'stopped' | 'running' | 'failed'
  /** What happened last, when it is worth telling. */
  message: string | null
  /** The saved plan that runs, by hash: another one can be applied. */
  contentHash: string | null
  listeners: PreviewListener[]
  problems: string[]
  entries: PreviewActivity['entries']
  totals: PreviewActivity['totals']
}

export type PreviewNews = { type: 'snapshot'; snapshot: PreviewSnapshot } | { type: 'activity'; activity: Activity }

interface Activity {
  entries: PreviewActivity['entries']
  left: number
  totals: PreviewActivity['totals']
}

export interface TestAnswer {
  asked: string
  expected: string
  seen: string
  agrees: boolean
  differences: string[]
}

interface Room {
  stage: PreviewStage
  snapshot: PreviewSnapshot
}

type Listener = (news: PreviewNews) => void

class PreviewRooms {
  #rooms = new Map<string, Room>()
  #busy = new Set<string>()
  #listeners = new Map<string, Set<Listener>>()
  #closers = new Set<() => void>()
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
      const { stage, listeners, problems } = await raise(id, plan, 'start')
      return this.#keep(id, stage, { ...stopped, state: 'running', contentHash, listeners, problems })
    })
  }

  /** The saved plan replaces the one that runs; open connections stay. */
  async apply(id: string): Promise<PreviewSnapshot> {
    return this.#alone(id, async () => {
      const before = this.#need(id)
      const { plan, contentHash } = await storedPlan(id)
      const { stage, listeners, problems } = await raise(id, plan, 'apply')
      setTimeout(() => void before.stage.close(), oldStageMs).unref()
      const { entries, totals } = before.snapshot
      return this.#keep(id, stage, {
        ...stopped,
        state: 'running',
        message: 'The saved plan was applied; open connections were kept.',
        contentHash,
        listeners,
        problems,
        entries,
        totals,
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

  /** One real connection from this machine to the preview, judged by what the plan says. */
  async ask(id: string, routeName: string): Promise<TestAnswer> {
    const { stage } = this.#need(id)
    const { plan } = stage
    const route = plan.routes.find(({ name }) => name === routeName)
    const listener = plan.listeners.find(({ name }) => name === route?.listener)
    if (!route || !listener)
      throw refused('not-found', 'The preview runs no such route.', 'Apply the saved plan, or choose another route.')
    const host = sampleHost(route.hosts[0] ?? '*')
    const rule = 'paths' in route ? route.paths.find(({ match }) => match !== 'regex') : undefined
    const target = rule?.path ?? '/'
    const method = rule?.methods?.[0] ?? 'GET'
    const certificate =
      terminatesTls(route) && route.clientAuth ? ({ trust: route.clientAuth.trust } as const) : ('none' as const)
    const probe: Probe = {
      kind: 'name',
      title: `${method} ${host}${target}`,
      listener,
      from: '127.0.0.7',
      tls:
        listener.protocol === 'tls'
          ? { serverName: host, certificate, shape: 'whole', large: false, resumes: null }
          : null,
      http: 1,
      requests: [{ method, target, host }],
    }
    const [request] = probe.requests
    const [seen] = await observe({ ...stage, plan }, probe)
    if (!request || !seen) throw new PreviewError('the connection brought no answer')
    const decision = matchRoute(compilePlan(plan), inquiryOf(probe, request, false))
    const differences = compare({ plan, probe, request, decision, seen })
    return {
      asked: `${probe.tls ? 'TLS' : 'HTTP'} to ${listener.address}:${listener.port}, ${probe.title}${certificate === 'none' ? '' : ', with a client certificate'}`,
      expected: describeDecision(decision),
      seen: describeSeen(seen),
      agrees: differences.length === 0,
      differences: differences.map(({ aspect, expected, seen }) => `${aspect}: expected ${expected}, seen ${seen}`),
    }
  }

  subscribe(id: string, listener: Listener, close: () => void): () => void {
    const listeners = this.#listeners.get(id) ?? new Set()
    this.#listeners.set(id, listeners.add(listener))
    this.#closers.add(close)
    return () => {
      listeners.delete(listener)
      this.#closers.delete(close)
      if (listeners.size === 0 && this.#listeners.get(id) === listeners) this.#listeners.delete(id)
    }
  }

  get subscribers(): number {
    return this.#closers.size
  }

  /** Ends previews, stand-ins and streams: an open stream would keep the server from going. */
  async close(): Promise<void> {
    for (const close of [...this.#closers]) close()
    const stages = [...this.#rooms.values()].map(({ stage }) => stage.close())
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

  #keep(id: string, stage: PreviewStage, snapshot: PreviewSnapshot): PreviewSnapshot {
    this.#rooms.set(id, { stage, snapshot })
    this.#publish(id, { type: 'snapshot', snapshot })
    return snapshot
  }

  async #end(id: string, { stage }: Room): Promise<void> {
    this.#rooms.delete(id)
    try {
      await previewController().stop(id, 1000)
    } catch (error) {
      // A worker that is gone has stopped everything already.
      if (!(error instanceof PreviewError)) throw error
    } finally {
      await stage.close()
    }
  }

  #watch(): void {
    if (this.#watching) return
    this.#watching = true
    previewController().subscribe((event) => this.#hear(event))
    for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => void this.close())
  }

  #hear(event: PreviewEvent): void {
    if (event.type !== 'activity') {
      this.#announce(event)
      return
    }
    const { preview, entries, left, totals } = event.activity
    const room = this.#rooms.get(preview)
    if (!room) return
    const byId = new Map([...room.snapshot.entries, ...entries].map((entry) => [entry.id, entry]))
    const kept = [...byId.values()].sort((one, other) => other.id - one.id).slice(0, entriesMax)
    room.snapshot = { ...room.snapshot, entries: kept, totals }
    if (entries.length > 0) this.#publish(preview, { type: 'activity', activity: { entries, left, totals } })
  }

  #announce(event: Exclude<PreviewEvent, { type: 'activity' }>): void {
    const isOver = event.type === 'worker' && event.state === 'given-up'
    for (const [id, room] of this.#rooms) {
      room.snapshot = { ...room.snapshot, message: event.message, ...(isOver ? { state: 'failed' as const } : {}) }
      this.#publish(id, { type: 'snapshot', snapshot: room.snapshot })
    }
  }

  #publish(id: string, news: PreviewNews): void {
    for (const listener of this.#listeners.get(id) ?? []) listener(news)
  }
}

const stopped: PreviewSnapshot = {
  state: 'stopped',
  message: null,
  contentHash: null,
  listeners: [],
  problems: [],
  entries: [],
  totals: {},
}

/** Brings the plan up in the worker; a port that somebody took meanwhile is chosen anew. */
async function raise(id: string, original: Plan, how: 'start' | 'apply') {
  for (let attempt = 1; ; attempt++) {
    const stage = await setPreviewStage(original).catch((error: Error) => {
      throw refused(
        'bad-input',
        `This plan cannot be set up on loopback: ${error.message}.`,
        'Change the plan, or report this.',
      )
    })
    const { plan, materials } = stage
    const bind = Object.fromEntries(
      plan.listeners.map(({ name, address = '127.0.0.1', port }) => [name, { host: address, port }]),
    )
    try {
      const parts = { preview: id, plan, materials, bind, policy: {} }
      const done = await (how === 'start'
        ? previewController().start({ ...parts, limits: { connectionsMax } })
        : previewController().apply(parts))
      const listeners = original.listeners.map(({ name, protocol, port }) => ({
        name,
        protocol,
        planPort: port,
        ...(done.listeners[name] ?? { host: '127.0.0.1', port: 0 }),
      }))
      return { stage, listeners, problems: done.problems }
    } catch (error) {
      await stage.close()
      if (!(error instanceof PreviewError)) throw error
      if (/EADDRINUSE/.test(error.message) && attempt < 3) continue
      throw refused(
        'unexpected',
        `The preview did not start: ${error.message}.`,
        'Try again; if it stays, look at the output of the server.',
      )
    }
  }
}

async function storedPlan(id: string): Promise<{ plan: Plan; contentHash: string }> {
  const record = await getPlan(id)
  if (!record) throw refused('not-found', 'There is no such plan.', 'Open the list of plans: it may have been deleted.')
  const { plan } = parsePlanText(record.validText ?? '')
  if (!plan || record.validText !== record.text)
    throw refused(
      'bad-input',
      'The saved text is no valid plan now, so it cannot run.',
      'Mend plan.yaml in the studio: its problems say how.',
    )
  return { plan, contentHash: record.contentHash }
}

const refused = (code: 'not-found' | 'bad-input' | 'busy' | 'unexpected', publicMessage: string, wayOut: string) =>
  new AppError({ code, publicMessage, wayOut, owner: code === 'unexpected' ? 'server' : 'client' })

const holder = globalThis as typeof globalThis & { signalboxPreviewRooms?: PreviewRooms }

/** The previews of this process; actions and routes are separate bundles, and share them here. */
export function previewRooms(): PreviewRooms {
  holder.signalboxPreviewRooms ??= new PreviewRooms()
  return holder.signalboxPreviewRooms
}
