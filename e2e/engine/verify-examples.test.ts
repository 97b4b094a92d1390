// What a person is promised: `signalbox verify --engine all` agrees on every example, by the same path as the command line.
import { expect, test } from 'vitest'
import { jsonShapes } from '../../lib/cli/json-shapes'
import { run } from '../../lib/cli/run'
import { planExamples } from '../../lib/domain-model/examples/catalogue'

test.each(planExamples.map(({ id, text }) => [id, text] as const))('%s', async (_, text) => {
  let out = ''
  const code = await run(['verify', '-', '--engine', 'all', '--json'], {
    out: (part) => {
      out += part
    },
    note: () => undefined,
    colorOut: false,
    colorNote: false,
    async *stdin() {
      yield Buffer.from(text())
    },
  })
  const { engines, probes, disagreements } = jsonShapes.verify.parse(JSON.parse(out))
  expect(probes.filter(({ agree }) => !agree)).toEqual([])
  expect({ code, disagreements }).toEqual({ code: 0, disagreements: 0 })
  expect(engines.map(({ id }) => id)).toEqual(['embedded', 'haproxy', 'nginx'])
  for (const { available, reason } of engines) expect(reason === null).toBe(available)
  // Every engine that ran was asked everything that the others were; only HTTP/2 behind passthrough may end a connection early.
  expect(probes.length).toBeGreaterThan(30)
  for (const { id, available } of engines)
    if (available) expect(probes.filter(({ kind, seen }) => kind !== 'http2' && !seen[id])).toEqual([])
  expect(new Set(probes.map(({ id }) => id)).size).toBe(probes.length)
  for (const { command } of probes) expect(command).toMatch(/^(openssl s_client|curl) /)
})
