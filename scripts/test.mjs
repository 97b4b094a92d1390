#!/usr/bin/env node
// Runs every test from a fresh clone: installs what is missing, then all stages, each also when an earlier one failed.
// The last line is plain: `N passed, N failed`.
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { installDebianPackages } from './setup/debian-packages.mjs'
import { installDependencies, requireNode } from './setup/dependencies.mjs'
import { root, runNode, say, tool } from './setup/run-command.mjs'
import { printSetupError, SetupError } from './setup/setup-error.mjs'
import { buildStudio, generateDatabaseClients } from './setup/studio-build.mjs'
import { printableFailures, readPlaywrightReport, readVitestReport } from './test-reports.mjs'
import { reportFile } from './vitest-reporter.mjs'

const engines = ['haproxy', 'nginx-light', 'libnginx-mod-stream', 'openssl']
/** The runners' own reports, one folder per run. */
const results = mkdtempSync(join(tmpdir(), 'signalbox-test-'))
process.on('exit', () => rmSync(results, { recursive: true, force: true }))

/** A stage that is one test: it holds or it does not. */
const oneTest = (program) => async () => {
  const { code } = await program()
  return { code, passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1, skipped: 0 }
}

const stages = [
  { id: 'build', says: 'the studio builds', run: oneTest(buildAsTest) },
  { id: 'types', group: 'check', says: 'types agree', run: oneTest(checkTypes) },
  { id: 'lint', group: 'check', says: 'lint and format', run: oneTest(() => runNode(tool.biome, ['check', '.'])) },
  {
    id: 'structure',
    group: 'check',
    says: 'layout and direction of imports',
    run: oneTest(() => runNode(tool.tsx, ['scripts/check-structure.ts'])),
  },
  {
    id: 'generated',
    group: 'check',
    says: 'generated files are fresh',
    run: oneTest(() => runNode(tool.tsx, ['scripts/gen.ts', '--check'])),
  },
  {
    id: 'drift',
    group: 'check',
    says: 'migrations match the models',
    run: oneTest(() => runNode('scripts/check-drift.mjs', [])),
  },
  { id: 'unit', says: 'library and components', run: () => vitest('unit', ['unit*', 'components*']) },
  {
    id: 'engine',
    says: 'real engines and the real server',
    needs: engines,
    needsBuild: true,
    run: () => vitest('engine', ['engine']),
  },
  { id: 'e2e', says: 'the studio in a browser', needs: ['chromium'], needsBuild: true, run: playwright },
]

const help = `Usage: npm test                       everything: installs what is missing, runs all stages
       npm test -- --only unit,lint   some stages
       npm run check                  the quick ones: ${names('check')}, unit

Stages:
${stages.map(({ id, says, group }) => `  ${id.padEnd(10)} ${says}${group ? ` (${group})` : ''}`).join('\n')}`

try {
  const only = chosenStages(process.argv.slice(2))
  if (only === null) console.log(help)
  else process.exitCode = (await runStages(only)) ? 0 : 1
} catch (error) {
  printSetupError(error)
  console.log('\n0 passed, 1 failed')
  process.exit(1)
}

function names(group) {
  return stages
    .filter((stage) => stage.group === group)
    .map(({ id }) => id)
    .join(', ')
}

/** @returns the stages to run, or null when the reader only wants help. */
function chosenStages(options) {
  if (options.includes('--help') || options.includes('-h')) return null
  const [option, value, ...rest] = options.flatMap((word) => word.split('='))
  if (option === undefined) return stages
  if (option !== '--only' || !value || rest.length > 0) {
    throw new SetupError(`Cannot read these options: ${options.join(' ')}`, ['npm test -- --help lists what there is'])
  }
  const wanted = value.split(',')
  const isKnown = (name) => stages.some(({ id, group }) => name === id || name === group)
  const unknown = wanted.find((name) => !isKnown(name))
  if (unknown) throw new SetupError(`There is no stage ${unknown}.`, ['npm test -- --help lists them'])
  return stages.filter(({ id, group }) => wanted.includes(id) || wanted.includes(group))
}

async function runStages(chosen) {
  process.chdir(root)
  requireNode()
  await installDependencies()
  await installDebianPackages(chosen.flatMap(({ needs = [] }) => needs))
  await generateDatabaseClients()

  const needsBuild = chosen.some((stage) => stage.needsBuild) && !chosen.some(({ id }) => id === 'build')
  const plan = needsBuild ? [stages[0], ...chosen] : chosen
  const table = []
  for (const stage of plan) {
    console.log(`\n━━ ${stage.id}: ${stage.says}`)
    const started = process.hrtime.bigint()
    const counts = await stage.run().catch((error) => {
      printSetupError(error)
      return { code: 1, passed: 0, failed: 1, skipped: 0 }
    })
    table.push({ id: stage.id, says: stage.says, seconds: Number(process.hrtime.bigint() - started) / 1e9, ...counts })
  }
  return printSummary(table)
}

function printSummary(table) {
  const failures = table.flatMap(({ id, says, failed, failures = [] }) =>
    failed > 0 && failures.length === 0
      ? [{ name: `${id}: ${says}`, message: 'Its output above says why.' }]
      : failures,
  )
  if (failures.length > 0) console.log(`\n━━ what failed\n${printableFailures(failures)}`)
  const row = (...cells) =>
    cells.map((cell, at) => (at === 0 ? String(cell).padEnd(12) : String(cell).padStart(9))).join('')
  console.log(`\n${row('stage', 'passed', 'failed', 'skipped', 'seconds')}`)
  for (const { id, passed, failed, skipped, seconds } of table) {
    console.log(row(id, passed, failed, skipped, seconds.toFixed(1)) + (failed > 0 ? '  ✗' : ''))
  }
  const sum = (key) => table.reduce((total, entry) => total + entry[key], 0)
  console.log(row('all', sum('passed'), sum('failed'), sum('skipped'), sum('seconds').toFixed(1)))
  console.log(`\n${sum('passed')} passed, ${sum('failed')} failed`)
  return sum('failed') === 0
}

async function buildAsTest() {
  await buildStudio()
  return { code: 0 }
}

async function checkTypes() {
  const routes = await runNode(tool.next, ['typegen'], { capture: true })
  if (routes.code !== 0) console.log(routes.output)
  const types = await runNode(tool.tsc, ['--noEmit'])
  return { code: routes.code || types.code }
}

async function vitest(id, projects) {
  const file = join(results, `${id}.json`)
  const chosen = projects.flatMap((project) => ['--project', project])
  // Accepting golden files is an act of its own (npm run golden), never a side effect of testing.
  const { code } = await runNode(
    tool.vitest,
    ['run', ...chosen, '--reporter=default', '--reporter=./scripts/vitest-reporter.mjs'],
    { env: { UPDATE_GOLDEN: '', [reportFile]: file } },
  )
  return counted(code, readVitestReport(file))
}

async function playwright() {
  const file = join(results, 'e2e.json')
  const { code } = await runNode(tool.playwright, ['test', '--reporter=list,json'], {
    env: { PLAYWRIGHT_JSON_OUTPUT_NAME: file, E2E_PORT: process.env.E2E_PORT ?? String(await freePort()) },
  })
  return counted(code, readPlaywrightReport(file))
}

/** A stage that ended badly without naming a failed test still failed. */
function counted(code, counts) {
  if (code === 0 || counts.failed > 0) return { code, ...counts }
  say(`the stage ended with code ${code} although no test failed`)
  return { code, ...counts, failed: 1 }
}

function freePort() {
  return new Promise((resolve, reject) => {
    const probe = createServer()
    probe.once('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address()
      probe.close(() => resolve(port))
    })
  })
}
