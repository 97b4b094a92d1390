// The preview worker: a process of its own beside the web server. It runs edges, survives messages it does not understand, and goes
// when its parent goes. Run by controller.ts, bundled as dist/preview-worker.mjs.
import { type ConnectionRecord, changedTotals, entryOf, type RouteTotals } from './connection-log'
import { type Edge, startEdge } from './edge'
import { type FromWorker, toWorkerSchema } from './protocol'

/** How many previews run at a time. */
const previewsMax = 16
/** How often activity is told, and how many connections one report names. */
const reportMs = 250
const reportEntriesMax = 100

interface Preview {
  edge: Edge
  /** Connections that changed since the last report. */
  changed: Map<number, ConnectionRecord>
  left: number
  /** The totals as they were told last. */
  totals: Record<string, RouteTotals>
}

const previews = new Map<string, Preview | 'starting'>()

function tell(message: FromWorker): void {
  // A parent that is gone hears nothing; `disconnect` ends this process in a moment.
  if (process.connected) process.send?.(message, undefined, undefined, () => undefined)
}

async function obey(input: unknown): Promise<void> {
  const reading = toWorkerSchema.safeParse(input)
  if (!reading.success) {
    const request = (input as { request?: unknown } | null)?.request
    const [issue] = reading.error.issues
    tell({
      type: 'failed',
      request: typeof request === 'number' ? request : null,
      message: `this message is not understood: ${issue?.path.join('.')} ${issue?.message}`,
    })
    return
  }
  const message = reading.data
  try {
    if (message.type === 'hello') {
      const hex = find(message.preview).edge.hello(message.connection)?.toString('hex') ?? null
      tell({ type: 'hello', request: message.request, hex })
      return
    }
    const edge = await (message.type === 'start'
      ? start(message)
      : message.type === 'apply'
        ? apply(message)
        : stop(message))
    tell({
      type: 'done',
      request: message.request,
      listeners: edge?.listeners() ?? {},
      problems: edge?.problems() ?? [],
    })
  } catch (error) {
    tell({ type: 'failed', request: message.request, message: (error as Error).message })
  }
}

type Message<T extends string> = Extract<ReturnType<typeof toWorkerSchema.parse>, { type: T }>

async function start({ preview: name, ...options }: Message<'start'>): Promise<Edge> {
  if (previews.has(name)) throw new Error(`preview ${name} runs already; apply a plan to it or stop it`)
  if (previews.size >= previewsMax) throw new Error(`${previewsMax} previews run already; stop one first`)
  previews.set(name, 'starting')
  try {
    const edge = await startEdge({
      ...options,
      onFault: (error) => tell({ type: 'fault', message: `${name}: ${error.message}` }),
    })
    const preview: Preview = { edge, changed: new Map(), left: 0, totals: {} }
    edge.log.subscribe((record) => {
      if (preview.changed.size < reportEntriesMax || preview.changed.has(record.id))
        preview.changed.set(record.id, record)
      else preview.left += 1
    })
    previews.set(name, preview)
    return edge
  } catch (error) {
    previews.delete(name)
    throw error
  }
}

async function apply({ preview: name, plan, materials, bind, policy }: Message<'apply'>): Promise<Edge> {
  const { edge } = find(name)
  await edge.apply({ plan, materials, bind, policy })
  return edge
}

async function stop({ preview: name, graceMs }: Message<'stop'>): Promise<null> {
  const preview = find(name)
  await preview.edge.stop(graceMs)
  report(name, preview)
  previews.delete(name)
  return null
}

function find(name: string): Preview {
  const preview = previews.get(name)
  if (!preview || preview === 'starting') throw new Error(`no preview ${name} runs`)
  return preview
}

function report(name: string, preview: Preview): void {
  const { edge, changed, left } = preview
  preview.changed = new Map()
  preview.left = 0
  const before = preview.totals
  preview.totals = edge.log.totals()
  tell({
    type: 'activity',
    preview: name,
    entries: [...changed.values()].map(entryOf),
    left,
    // Of ten thousand routes few carry anything in a quarter of a second.
    totals: changedTotals(before, preview.totals),
    connections: edge.connections,
    generations: edge.generations(),
  })
}

setInterval(() => {
  for (const [name, preview] of previews) if (preview !== 'starting') report(name, preview)
}, reportMs)

process.on('message', (message) => void obey(message))
process.on('disconnect', () => process.exit(0))
// Ctrl+C reaches the whole group; the parent decides when this process ends.
process.on('SIGINT', () => undefined)
process.on('uncaughtException', (error) => {
  // After an error of our own nothing can be trusted: say so and go; the parent starts a new worker.
  tell({ type: 'fault', message: `uncaught: ${error.stack ?? error.message}` })
  setTimeout(() => process.exit(70), 50)
})
tell({ type: 'ready' })
