import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { planExamples } from '../lib/domain-model/examples/catalogue'
import { featureIds } from '../lib/domain-model/feature'
import type { Plan } from '../lib/domain-model/plan'
import { parsePlanText } from '../lib/domain-model/plan-document'
import { emitTarget } from '../lib/targets/emit'
import type { Target } from '../lib/targets/target'
import { makeTarget } from './new-target'

const home = join(import.meta.dirname, '..')
let root = ''

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'new-target-'))
  mkdirSync(join(root, 'lib/targets'), { recursive: true })
  for (const room of ['domain-model', 'diagnostics']) symlinkSync(join(home, 'lib', room), join(root, 'lib', room))
  for (const file of ['target.ts', 'capabilities.ts', 'emit.ts', 'native-check.ts'])
    symlinkSync(join(home, 'lib/targets', file), join(root, 'lib/targets', file))
  symlinkSync(join(home, 'node_modules'), join(root, 'node_modules'))
})
afterEach(() => rmSync(root, { recursive: true, force: true }))

it('makes a folder that compiles as it stands', () => {
  expect(makeTarget(root, 'gateway-api')).toMatchObject({
    made: expect.arrayContaining(['lib/targets/gateway-api/target.ts']),
  })
  writeFileSync(
    join(root, 'tsconfig.json'),
    JSON.stringify({
      extends: join(home, 'tsconfig.json'),
      compilerOptions: {
        incremental: false,
        tsBuildInfoFile: null,
        plugins: [],
        typeRoots: [join(home, 'node_modules/@types')],
      },
      include: ['lib/targets/gateway-api/*.ts'],
    }),
  )
  execFileSync(join(home, 'node_modules/.bin/tsc'), ['--noEmit', '-p', root], { stdio: 'pipe' })
}, 120_000)

it('reports every feature of a plan as not written yet', async () => {
  makeTarget(root, 'gateway-api')
  const { gatewayApi } = (await import(join(root, 'lib/targets/gateway-api/target.ts'))) as { gatewayApi: Target }
  expect(Object.keys(gatewayApi.capabilities)).toEqual(featureIds)
  const { plan } = parsePlanText(planExamples[0]?.text() ?? '')
  const { artifacts, losses, verdicts } = emitTarget(plan as Plan, gatewayApi)
  expect(artifacts[0]?.provenance).toEqual([[]])
  expect(losses).toHaveLength(verdicts.length)
  expect(losses.every((loss) => loss.reason.includes('Not written yet.'))).toBe(true)
})

it('refuses a bad id and a folder that is there, and touches nothing', () => {
  makeTarget(root, 'mine')
  const before = readdirSync(join(root, 'lib/targets')).sort()
  for (const id of ['', 'Mine', 'a_b', '../x', 'a--b', '-a', 'shared', 'mine'])
    expect(makeTarget(root, id)).toHaveProperty('problem')
  expect(readdirSync(join(root, 'lib/targets')).sort()).toEqual(before)
})
