import { afterEach, expect, test, vi } from 'vitest'
import type { Proof } from '../diagnostics/proof-report'
import type { ProofNews } from '../diagnostics/proof-run'
import { findExample } from '../domain-model/examples/catalogue'
import { ProofRuns } from './proof-runs'

const stored = vi.hoisted(() => ({ text: '', validText: '' as string | null }))
vi.mock('../store/plans', () => ({
  getPlan: async (id: string) => (id.startsWith('plan') ? { id, name: id, contentHash: 'hash', ...stored } : null),
}))
stored.text = stored.validText = findExample('finance-saas')?.text() ?? ''

const proof: Proof = {
  engines: [
    { id: 'embedded', version: '1', available: true, reason: null },
    { id: 'haproxy', version: '2.6.12', available: true, reason: null },
  ],
  probes: [
    { id: 'name/1', route: 'api', kind: 'name', title: 't', expected: 'e', seen: {}, agree: true, command: 'curl' },
  ],
  disagreements: 0,
}

interface Pretended {
  finish: () => void
  fail: (error: Error) => void
  ended: boolean
}

const never = () => expect.fail('the process was never started')

/** A process that does what the test says. */
function pretend(unwatchedMs = 10) {
  const processes: Pretended[] = []
  const runs = new ProofRuns({
    unwatchedMs,
    startProcess: (_, onProgress) => {
      onProgress({ engine: 'embedded', done: 1, of: 2, rows: proof.probes })
      const one: Pretended = { finish: never, fail: never, ended: false }
      processes.push(one)
      return {
        pid: undefined,
        done: new Promise((resolve, reject) => {
          one.finish = () => resolve({ proof, leftOut: [] })
          one.fail = reject
        }),
        async end() {
          one.ended = true
        },
      }
    },
  })
  return { runs, processes }
}

const settle = () => new Promise((resolve) => setTimeout(resolve, 0))

test('a run is the server’s: who comes later finds its progress, its report and where its routes stand', async () => {
  const { runs, processes } = pretend()
  const news: ProofNews[] = []
  const stop = runs.subscribe('plan', (one) => news.push(one))
  await runs.start('plan', ['embedded', 'haproxy'])
  expect(runs.run('plan')).toMatchObject({ state: 'running', progress: {}, probes: [] })
  processes[0]?.finish()
  await settle()
  const run = runs.run('plan')
  expect(run).toMatchObject({ state: 'done', probes: proof.probes, proof: { disagreements: 0 } })
  expect(run?.places.api?.map(({ search }) => search)).toEqual([
    expect.stringMatching(/^\?tab=plan\.yaml&line=\d+$/),
    expect.stringMatching(/^\?tab=haproxy@2\.6&file=\S+&line=\d+$/),
    ...(run?.places.api?.slice(2).map(({ search }) => search) ?? []),
  ])
  expect(processes[0]?.ended).toBe(true)
  expect(news.at(-1)).toEqual({ type: 'proof', run })
  stop()
})

test('one run per plan, two at a time; a third is refused in words, and a cancelled one makes room', async () => {
  const { runs, processes } = pretend()
  await runs.start('plan1', ['embedded'])
  await expect(runs.start('plan1', ['embedded'])).rejects.toThrow('being proved already')
  await runs.start('plan2', ['embedded'])
  await expect(runs.start('plan3', ['embedded'])).rejects.toThrow('2 plans are being proved already')
  expect((await runs.cancel('plan1'))?.state).toBe('cancelled')
  expect(processes[0]?.ended).toBe(true)
  await settle()
  await runs.start('plan3', ['embedded'])
  await runs.close()
  expect(processes.map(({ ended }) => ended)).toEqual([true, true, true])
})

test('a run whose last page was closed ends; one that is watched again goes on', async () => {
  const { runs, processes } = pretend(20)
  const stop = runs.subscribe('plan', () => undefined)
  await runs.start('plan', ['embedded'])
  stop()
  const stopAgain = runs.subscribe('plan', () => undefined)
  await new Promise((resolve) => setTimeout(resolve, 60))
  expect(runs.run('plan')?.state).toBe('running')
  stopAgain()
  await expect.poll(() => runs.run('plan')?.state).toBe('cancelled')
  expect(runs.run('plan')?.message).toContain('Nobody watched')
  expect(processes[0]?.ended).toBe(true)
})

test('a process that fails says why; a text that is no plan and a plan that is not there are refused', async () => {
  const { runs, processes } = pretend()
  await runs.start('plan', ['embedded'])
  processes[0]?.fail(new Error('no such luck'))
  await settle()
  expect(runs.run('plan')).toMatchObject({ state: 'failed', message: 'The plan cannot be run here: no such luck.' })
  await expect(runs.start('other', ['embedded'])).rejects.toThrow('no such plan')
  stored.validText = null
  await expect(runs.start('plan', ['embedded'])).rejects.toThrow('no valid plan')
})

afterEach(() => {
  stored.validText = stored.text
})

test('reports are kept of the newest plans only', async () => {
  const { runs, processes } = pretend()
  for (let index = 0; index < 25; index++) {
    await runs.start(`plan${index}`, ['embedded'])
    processes[index]?.finish()
    await settle()
    await settle()
  }
  expect(runs.run('plan0')).toBeNull()
  expect(runs.run('plan24')?.state).toBe('done')
})
