import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { createServer } from 'node:net'

/** The built studio as a process of its own, on a free port, with a database of its own. */
export async function startStudio(databaseUrl: string, more: Record<string, string> = {}) {
  const env = {
    ...process.env,
    DATABASE_URL: databaseUrl,
    NODE_ENV: 'production' as const,
    NEXT_TELEMETRY_DISABLED: '1',
    ...more,
  }
  const migrated = spawnSync(process.execPath, ['scripts/migrate.mjs'], { env, encoding: 'utf8' })
  if (migrated.status !== 0) throw new Error(migrated.stderr)
  const port = await freePort()
  const args = ['node_modules/next/dist/bin/next', 'start', '-H', '127.0.0.1', '-p', String(port)]
  const child = spawn(process.execPath, args, { env, stdio: ['ignore', 'pipe', 'pipe'] })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (data) => {
      output += data
    })
  }
  const url = `http://127.0.0.1:${port}`
  await untilItAnswers(url, child, () => output)
  return {
    url,
    output: () => output,
    /** Calls a server action as the studio's own page does; the answer is the action's result. */
    callAction: (name: string, input: object) => callAction(url, name, input),
    pid: child.pid ?? 0,
    /** Asks it to end, and answers how it did. One that does not is killed and answers that. */
    async end(signal: 'SIGTERM' | 'SIGINT', secondsMax = 30): Promise<number | NodeJS.Signals | null> {
      const ended = new Promise<number | NodeJS.Signals | null>((resolve) =>
        child.once('close', (code, by) => resolve(code ?? by)),
      )
      const timer = setTimeout(() => child.kill('SIGKILL'), secondsMax * 1000)
      child.kill(signal)
      const how = await ended
      clearTimeout(timer)
      return how
    },
    /** Ends it at once: no handler runs, no buffer is written out. */
    async kill() {
      const ended = new Promise((resolve) => child.once('close', resolve))
      child.kill('SIGKILL')
      await ended
    },
  }
}

async function untilItAnswers(url: string, child: ChildProcess, output: () => string) {
  for (let attempt = 0; attempt < 600; attempt += 1) {
    if (child.exitCode !== null) throw new Error(`the server ended: ${output()}`)
    const answer = await fetch(url).catch(() => null)
    await answer?.body?.cancel()
    if (answer?.status === 200) return
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  throw new Error(`the server does not answer: ${output()}`)
}

async function callAction(url: string, name: string, input: object) {
  const { id, page } = findAction(name)
  // Any page that uses the action will do; where its address names a plan, it is the plan of the input.
  const path = page.replace(/\[[^\]]+\]/g, 'id' in input ? String(input.id) : 'none')
  const response = await fetch(url + path, {
    method: 'POST',
    headers: { 'next-action': id, origin: url, 'content-type': 'text/plain;charset=UTF-8' },
    body: JSON.stringify([input]),
  })
  const body = await response.text()
  // React's wire format: numbered rows of JSON. Row 0 names the row that holds the action's own result.
  const rows = new Map(body.split('\n').map((row) => [row.slice(0, row.indexOf(':')), row.slice(row.indexOf(':') + 1)]))
  const resultRow = JSON.parse(rows.get('0') ?? 'null')?.a?.replace('$@', '')
  const result = rows.get(resultRow)
  if (!response.ok || result === undefined)
    throw new Error(`${name} answered ${response.status}: ${body.slice(0, 500)}`)
  return JSON.parse(result)
}

interface ActionManifest {
  node: Record<string, { exportedName: string; workers: Record<string, unknown> }>
}

function findAction(name: string): { id: string; page: string } {
  const manifest: ActionManifest = JSON.parse(readFileSync('.next/server/server-reference-manifest.json', 'utf8'))
  const [id, entry] = Object.entries(manifest.node).find(([, { exportedName }]) => exportedName === name) ?? []
  // The page with the fewest parameters: 'app/(studio)/plans/[planId]/page' is /plans/[planId].
  const [page] = Object.keys(entry?.workers ?? {})
    .map((worker) =>
      worker
        .replace(/^app/, '')
        .replace(/\/page$/, '')
        .replace(/\/\([^)]*\)/g, ''),
    )
    .sort((a, b) => a.split('[').length - b.split('[').length)
  if (id === undefined || page === undefined) throw new Error(`no page of the build uses ${name}`)
  return { id, page: page || '/' }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer()
    probe.once('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as { port: number }
      probe.close(() => resolve(port))
    })
  })
}
