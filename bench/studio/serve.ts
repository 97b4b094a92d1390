import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { type AddressInfo, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export interface Served {
  url: string
  stop(): Promise<void>
}

const startMs = 240_000

/** The studio as `npm start` runs it, built if need be, with a database that goes with it. */
export async function serveStudio(): Promise<Served> {
  const data = mkdtempSync(join(tmpdir(), 'signalbox-bench-'))
  const served = await serve(['scripts/start.mjs'], { DATABASE_URL: `file:${join(data, 'plans.db')}` }, () => [])
  return {
    url: served.url,
    stop: async () => {
      await served.stop()
      rmSync(data, { recursive: true, force: true })
    },
  }
}

/** Runs a server on a free port of the loopback and waits until it answers. */
export async function serve(
  command: readonly string[],
  env: Record<string, string>,
  portOptions: (port: number) => readonly string[],
): Promise<Served> {
  const port = await freePort()
  const url = `http://127.0.0.1:${port}`
  const child = spawn(process.execPath, [...command, ...portOptions(port)], {
    env: { ...process.env, ...env, HOST: '127.0.0.1', PORT: String(port) },
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  const stop = async () => {
    if (child.exitCode !== null) return
    const ended = new Promise((resolve) => child.once('close', resolve))
    child.kill('SIGTERM')
    await ended
  }
  try {
    await untilAnswering(url, child)
  } catch (error) {
    await stop()
    throw error
  }
  return { url, stop }
}

async function untilAnswering(url: string, child: ChildProcess): Promise<void> {
  const end = Date.now() + startMs
  while (Date.now() < end) {
    if (child.exitCode !== null) throw new Error(`the server for ${url} ended with code ${child.exitCode}`)
    const answer = await fetch(url).catch(() => null)
    if (answer?.ok) return
    await new Promise((resolve) => setTimeout(resolve, 200))
  }
  throw new Error(`nothing answered at ${url} within ${startMs / 1000} seconds`)
}

async function freePort(): Promise<number> {
  const probe = createServer()
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve))
  const { port } = probe.address() as AddressInfo
  await new Promise((resolve) => probe.close(resolve))
  return port
}
