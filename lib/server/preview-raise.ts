import 'server-only'
import type { Plan } from '../domain-model/plan'
import { PreviewError, previewController } from '../preview/controller'
import { countClaims } from '../preview/proof/loopback-ports'
import { countOpenDoors, countSockets } from '../preview/proof/stand-ins'
import { AppError } from './app-error'
import { openFilesMax } from './open-files'
import { type PreviewStage, setPreviewStage } from './preview-stage'

const connectionsMax = 2000

export interface PreviewListener {
  name: string
  protocol: 'tls' | 'http'
  planPort: number
  host: string
  port: number
}

export interface Raised {
  stage: PreviewStage
  listeners: PreviewListener[]
  problems: string[]
}

/**
 * Brings the plan up in the worker; a port that somebody took meanwhile is chosen anew.
 *
 * @param before what listens already: listeners of the same name and protocol stay where they are
 */
export async function raisePreview(
  id: string,
  original: Plan,
  before: readonly PreviewListener[] | null,
): Promise<Raised> {
  for (let attempt = 1; ; attempt++) {
    const stage = keepListeners(await stageFor(original), before ?? [])
    const { plan, materials } = stage
    const bind = Object.fromEntries(
      plan.listeners.map(({ name, address = '127.0.0.1', port }) => [name, { host: address, port }]),
    )
    try {
      const parts = { preview: id, plan, materials, bind, policy: {} }
      const done = await (before === null
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
      throw new AppError({
        code: 'unexpected',
        publicMessage: `The preview did not start: ${error.message}.`,
        wayOut: 'Try again; if it stays, look at the output of the server.',
        owner: 'server',
      })
    }
  }
}

/** Files and sockets that the studio keeps for its pages, its database and the previews' connections. */
const keptOpenFiles = 2000

async function stageFor(original: Plan): Promise<PreviewStage> {
  const needed = countSockets(original)
  const free = openFilesMax() - keptOpenFiles - countOpenDoors() - countClaims()
  if (needed > free)
    throw new AppError({
      code: 'too-large',
      publicMessage: `This plan needs ${needed} sockets for its stand-ins, and this studio may open ${Math.max(0, free)} more.`,
      wayOut:
        'Stop other previews, or this one before it starts with another plan. If that is not enough, start the studio where more files may be open (ulimit -n).',
      owner: 'config',
    })
  try {
    return await setPreviewStage(original)
  } catch (error) {
    throw new AppError({
      code: 'bad-input',
      publicMessage: `This plan cannot be set up on loopback: ${(error as Error).message}.`,
      wayOut: 'Change the plan, or report this.',
      owner: 'client',
    })
  }
}

function keepListeners(stage: PreviewStage, before: readonly PreviewListener[]): PreviewStage {
  const listeners = stage.plan.listeners.map((listener) => {
    const known = before.find(({ name, protocol }) => name === listener.name && protocol === listener.protocol)
    return known && known.port > 0 ? { ...listener, address: known.host, port: known.port } : listener
  })
  return { ...stage, plan: { ...stage.plan, listeners } }
}
