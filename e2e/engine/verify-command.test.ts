// `signalbox verify` as a person runs it: a process with arguments, streams and an exit code.
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { jsonShapes } from '../../lib/cli/json-shapes'
import { findExample } from '../../lib/domain-model/examples/catalogue'
import { engineVersion, type ProgramId } from '../../lib/preview/proof/engine-process'
import { type Ran, signalbox } from '../test-support/command-line'

const plan = findExample('finance-saas')?.text() ?? ''
const proofIn = ({ out }: Ran) => jsonShapes.verify.parse(JSON.parse(out))
const verify = (engine: string, text: string, more: Parameters<typeof signalbox>[1] = {}) =>
  signalbox(['verify', '-', '--engine', engine, '--json'], { input: text, ...more }).ended

/** A PATH in whose first folder the programs are that the shell says of missing ones what it says: 127, and no version. */
const folder = mkdtempSync(join(tmpdir(), 'signalbox-bare-'))
for (const id of ['haproxy', 'nginx']) writeFileSync(join(folder, id), '#!/bin/sh\nexit 127\n', { mode: 0o755 })
const bare = `${folder}:${process.env.PATH}`
afterAll(() => rmSync(folder, { recursive: true }))

/**
 * HAProxy does what the plan does not say. Without health checks: whoever waits for a server to answer again, waits in vain here, and
 * with all the patience there is.
 */
const disobedient = plan
  .replace(/^ *health: .*\n/gm, '')
  .replace(
    /^extras:.*$/m,
    'extras:\n  - { target: haproxy, place: backend/api-gateway, lines: [http-request deny deny_status 410] }',
  )

test('the embedded edge agrees: exit 0, a proof of the documented shape', async () => {
  const ran = await verify('embedded', plan)
  expect(ran).toMatchObject({ code: 0, notes: '' })
  const { engines, probes, disagreements } = proofIn(ran)
  expect(engines).toEqual([
    { id: 'embedded', version: expect.stringMatching(/^\d+\.\d+/), available: true, reason: null },
  ])
  expect(probes.length).toBeGreaterThan(100)
  expect(disagreements).toBe(0)
  for (const { seen } of probes) expect(Object.keys(seen)).toEqual(['embedded'])
})

describe.each(['haproxy', 'nginx'] as const)('%s', (id: ProgramId) => {
  test.runIf(engineVersion(id) !== null)('agrees where it is installed', async () => {
    const ran = await verify(id, plan)
    expect(ran.code).toBe(0)
    expect(proofIn(ran).engines).toEqual([{ id, version: engineVersion(id), available: true, reason: null }])
  })

  test('says where to get it where it is missing, and exits 2 as it was asked for by name', async () => {
    const ran = await verify(id, plan, { env: { PATH: bare } })
    expect(ran.code).toBe(2)
    expect(proofIn(ran)).toEqual({
      engines: [{ id, version: null, available: false, reason: expect.stringMatching(/is not installed\. .*install/) }],
      probes: [],
      disagreements: 0,
    })
  })
})

test('with all a missing engine is told and is no failure', async () => {
  const ran = await verify('all', plan, { env: { PATH: bare } })
  expect(ran.code).toBe(0)
  expect(proofIn(ran).engines.map(({ id, available, reason }) => [id, available, reason === null])).toEqual([
    ['embedded', true, true],
    ['haproxy', false, false],
    ['nginx', false, false],
  ])
})

test.runIf(engineVersion('haproxy') !== null)(
  'an engine that does otherwise: exit 1, and who, where, what to type',
  async () => {
    const ran = await verify('all', disobedient)
    expect(ran.code).toBe(1)
    const { probes, disagreements } = proofIn(ran)
    const wrong = probes.filter(({ agree }) => !agree)
    expect(disagreements).toBe(wrong.length)
    expect(wrong.length).toBeGreaterThan(5)
    for (const { route, seen, command } of wrong) {
      expect(route).toBe('api')
      expect(seen.haproxy?.agrees).toBe(false)
      expect(seen.embedded?.agrees).toBe(true)
      expect(command).toMatch(/^(openssl s_client|curl) /)
    }
    expect(wrong.some(({ seen }) => seen.haproxy?.text.startsWith('410'))).toBe(true)
    const text = await signalbox(['verify', '-', '--engine', 'haproxy'], { input: disobedient }).ended
    expect(text.code).toBe(1)
    expect(text.out).toMatch(/Disagreements\n/)
    expect(text.out).toMatch(/\d+ of \d+ probes found somebody who does otherwise than the plan\./)
  },
)

test('own lines that could reach out of their program are not run, and named', async () => {
  const text = plan.replace(
    /^extras:.*$/m,
    'extras:\n  - { target: haproxy, place: global, lines: [lua-load /tmp/evil.lua] }',
  )
  const ran = await verify('haproxy', text)
  expect(ran.notes).toContain('Not given to any engine')
  expect(ran.notes).toContain('/extras/0')
  expect(ran.code).toBe(0)
})

test.each([
  ['no plan', 'routes: [', 2, /error/],
  ['nothing to run', 'apiVersion: signalbox/v1\nkind: Plan\nname: empty\n', 2, /nothing to prove/],
])('a text that is %s: exit 2 and why', async (_, text, code, says) => {
  const ran = await verify('embedded', text)
  expect(ran).toMatchObject({ code, out: '' })
  expect(ran.notes).toMatch(says)
})

test('an engine that nobody knows: exit 2 and the names', async () => {
  const ran = await verify('envoy', plan)
  expect(ran).toMatchObject({ code: 2, out: '' })
  expect(ran.notes).toContain('There is no engine "envoy"')
})

test('interrupted, it stops what it started and says so', async () => {
  const running = signalbox(['verify', '-', '--engine', 'all'], { input: plan })
  await running.untilNotes(/embedded: \d+ probes/)
  running.signal('SIGINT')
  const { code, notes } = await running.ended
  expect(code).toBe(130)
  expect(notes).toContain('everything that was started is stopped')
  expect(readdirSync(tmpdir()).filter((name) => name.startsWith(`sb-${running.pid}-`))).toEqual([])
})
