import { readdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { expect, test } from 'vitest'
import { proofSchema } from '../diagnostics/proof-report'
import { findExample } from '../domain-model/examples/catalogue'
import { parsePlanText } from '../domain-model/plan-document'
import { startProofProcess } from './proof-process'

const { plan } = parsePlanText(findExample('passthrough-pool')?.text() ?? '')

test('a plan is proved in a process of its own, which tells its progress and leaves nothing behind', async () => {
  let done = 0
  let of = 0
  const rows = new Set<string>()
  const proving = startProofProcess({ plan: plan!, engines: ['embedded'] }, (progress) => {
    expect(Object.keys(progress).sort()).toEqual(['done', 'engine', 'of', 'rows'])
    expect(progress.done).toBeGreaterThanOrEqual(done)
    done = progress.done
    of = progress.of
    for (const { id } of progress.rows) rows.add(id)
  })
  const { proof, leftOut } = await proving.done
  await proving.end()
  expect(proofSchema.parse(proof).disagreements).toBe(0)
  expect([...rows].sort()).toEqual(proof.probes.map(({ id }) => id).sort())
  expect({ done, leftOut }).toEqual({ done: of, leftOut: [] })
}, 120_000)

test('ended in the middle it is gone at once, with its folders', async () => {
  const proving = startProofProcess({ plan: plan!, engines: ['embedded'] }, () => void proving.end())
  await expect(proving.done).rejects.toThrow('ended before it was done')
  await proving.end()
  const { pid = 0 } = proving
  expect(() => process.kill(pid, 0)).toThrow('ESRCH')
  expect(readdirSync(tmpdir()).filter((name) => name.startsWith(`sb-${pid}-`))).toEqual([])
}, 60_000)
