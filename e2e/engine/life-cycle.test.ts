// The end of the studio, however it comes: with open pages, a running preview and a running proof nothing of it stays.
import { execFileSync, spawn } from 'node:child_process'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { findExample } from '../../lib/domain-model/examples/catalogue'
import { startStudio } from '../test-support/studio-server'

const folder = mkdtempSync(join(tmpdir(), 'signalbox-life-'))
afterAll(() => rmSync(folder, { recursive: true }))
const text = findExample('finance-saas')?.text() ?? ''

/** Everything that a process started, and what that started. */
function descendants(pid: number): number[] {
  const table = execFileSync('ps', ['-eo', 'pid=,ppid='], { encoding: 'utf8' })
  const pairs = table
    .trim()
    .split('\n')
    .map((row) => row.trim().split(/\s+/).map(Number))
  const childrenOf = (parent: number): number[] =>
    pairs.filter(([, above]) => above === parent).flatMap(([child = 0]) => [child, ...childrenOf(child)])
  return childrenOf(pid)
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}

const foldersOf = (pids: readonly number[]) =>
  readdirSync(tmpdir()).filter((name) => pids.includes(Number(/^sb-(\d+)-/.exec(name)?.[1])))

/** A studio that does everything at once: a preview runs, a proof runs, and two pages watch. */
async function busyStudio(name: string, more: Record<string, string> = {}) {
  const studio = await startStudio(`file:${join(folder, `${name}.db`)}`, more)
  const made = await studio.callAction('createPlanAction', { name: 'finance-saas', text })
  const { id } = made.data
  expect(await studio.callAction('startPreviewAction', { id })).toMatchObject({ ok: true, data: { state: 'running' } })
  const streams = await Promise.all([1, 2].map(() => fetch(`${studio.url}/plans/${id}/preview/events`)))
  const engines = ['embedded', 'haproxy', 'nginx']
  expect(await studio.callAction('startProofAction', { id, engines })).toMatchObject({ ok: true })
  // Until an engine has a folder, so that there is something to leave behind.
  await expect.poll(() => foldersOf(descendants(studio.pid)).length, { timeout: 60_000 }).toBeGreaterThan(0)
  const pids = [studio.pid, ...descendants(studio.pid)]
  expect(pids.length).toBeGreaterThanOrEqual(3)
  return { studio, id: String(id), pids, streams }
}

async function expectNothingOf(pids: readonly number[]) {
  await expect.poll(() => pids.filter(isAlive), { timeout: 15_000 }).toEqual([])
  await expect.poll(() => foldersOf(pids), { timeout: 15_000 }).toEqual([])
}

test.each([
  // As Next.js ends when all its connections are done; the studio's own last resort would be another code.
  ['SIGTERM', 143],
  ['SIGINT', 130],
] as const)('%s ends streams, preview and proof, and then the server', async (signal, code) => {
  const { studio, pids, streams } = await busyStudio(signal)
  const bodies = streams.map((stream) => stream.text().catch(() => ''))
  expect(await studio.end(signal)).toBe(code)
  for (const body of await Promise.all(bodies)) expect(body).toContain('"type":"snapshot"')
  await expectNothingOf(pids)
})

test('killed, it takes its workers with it, and they their engines and folders', async () => {
  const { studio, pids, streams } = await busyStudio('SIGKILL')
  for (const stream of streams) stream.text().catch(() => '')
  await studio.kill()
  await expectNothingOf(pids)
})

test('when who started it is killed, it ends by itself', async () => {
  const starter = spawn('sleep', ['600'], { stdio: 'ignore' })
  const { pids, streams } = await busyStudio('orphan', { SIGNALBOX_STARTER: String(starter.pid) })
  for (const stream of streams) stream.text().catch(() => '')
  const gone = new Promise((resolve) => starter.once('exit', resolve))
  starter.kill('SIGKILL')
  await gone
  await expectNothingOf(pids)
})

test('a cancelled proof leaves nothing, while the studio goes on', async () => {
  const { studio, id, streams } = await busyStudio('cancel')
  for (const stream of streams) stream.text().catch(() => '')
  const answer = await studio.callAction('cancelProofAction', { id })
  expect(answer).toMatchObject({ ok: true, data: { state: 'cancelled' } })
  const [worker, ...others] = descendants(studio.pid)
  expect(others).toEqual([])
  expect(foldersOf([worker ?? 0])).toEqual([])
  expect((await fetch(`${studio.url}/plans/${id}/preview/report`)).status).toBe(404)
  await studio.end('SIGTERM')
})
