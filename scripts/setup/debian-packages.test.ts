import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { installScript } from './debian-packages.mjs'

let folder = ''
let guard = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'packages-'))
  guard = join(folder, 'policy-rc.d')
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

/** A stand-in for apt-get that asks the guard what a package's own script would ask: may I start my service? */
function fakeApt(then = '') {
  writeFileSync(
    join(folder, 'apt-get'),
    `#!/bin/sh\necho "$@" >>"${folder}/calls"\ncase "$1" in install)\n"${guard}" haproxy start; echo "guard $?" >>"${folder}/calls"\n${then}\n;; esac\n`,
    { mode: 0o755 },
  )
}

function install(signal?: { name: NodeJS.Signals; afterMs: number }) {
  const child = spawn('sh', ['-c', installScript, 'install-packages', 'haproxy', 'chromium'], {
    env: {
      NODE_ENV: 'test',
      PATH: `${folder}:${process.env.PATH}`,
      POLICY_FILE: guard,
      PACKAGES_LOCK: join(folder, 'lock'),
    },
    detached: true,
  })
  let stderr = ''
  child.stderr.on('data', (data) => {
    stderr += data
  })
  if (signal) setTimeout(() => process.kill(-(child.pid ?? 0), signal.name), signal.afterMs)
  return new Promise<{ code: number | null; stderr: string }>((resolve) => {
    child.on('close', (code) => resolve({ code, stderr }))
  })
}
const calls = () => readFileSync(join(folder, 'calls'), 'utf8')

it('forbids services to start while packages are installed, and takes the guard away afterwards', async () => {
  fakeApt()
  expect(await install()).toMatchObject({ code: 0 })
  expect(calls()).toMatch(/install .*--no-install-recommends .*haproxy chromium\nguard 101\n/)
  expect(existsSync(guard)).toBe(false)
})

it('takes the guard away after a failure', async () => {
  fakeApt('exit 9')
  expect(await install()).toMatchObject({ code: 9 })
  expect(existsSync(guard)).toBe(false)
})

it('takes the guard away when it is interrupted', async () => {
  fakeApt('sleep 5')
  expect((await install({ name: 'SIGTERM', afterMs: 400 })).code).not.toBe(0)
  expect(existsSync(guard)).toBe(false)
})

it('never overwrites a guard that is there', async () => {
  const theirs = '#!/bin/sh\n# theirs\nexit 101\n'
  writeFileSync(guard, theirs, { mode: 0o755 })
  fakeApt()
  expect(await install()).toMatchObject({ code: 0 })
  expect(readFileSync(guard, 'utf8')).toBe(theirs)
})

it('installs nothing when the guard that is there would let services start', async () => {
  writeFileSync(guard, '#!/bin/sh\nexit 0\n', { mode: 0o755 })
  fakeApt()
  expect(await install()).toMatchObject({ code: 75, stderr: expect.stringContaining('lets services start') })
  expect(existsSync(join(folder, 'calls'))).toBe(false)
})
