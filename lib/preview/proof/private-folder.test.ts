// A process that ends at the worst moment: each script is one, and its folders are looked for afterwards.
import { spawn } from 'node:child_process'
import { existsSync, readdirSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { makePrivateFolder, removeFoldersOf } from './private-folder'

/** Runs a module that has `makePrivateFolder` and the like at hand, and answers what it left and said. */
async function leftBy(script: string, { kill = false, path = '' } = {}) {
  const modules = `import { makePrivateFolder, sweepAbandoned } from './lib/preview/proof/private-folder.ts'
    import { makeEngineFolder, startEngine } from './lib/preview/proof/engine-process.ts'
    import { mkdirSync, readdirSync, writeFileSync } from 'node:fs'
    import { join } from 'node:path'\n`
  const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', modules + script], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, PATH: `${path}:${process.env.PATH}` },
  })
  let out = ''
  child.stdout.on('data', (chunk) => {
    out += chunk
    if (kill && out.includes('ready')) child.kill('SIGKILL')
  })
  const code = await new Promise((resolve) => child.once('close', (status, signal) => resolve(status ?? signal)))
  const left = readdirSync(tmpdir()).filter((name) => name.startsWith(`sb-${child.pid}-`))
  return { pid: child.pid ?? 0, code, left, out }
}

test('it goes when it is removed, and only its owner may look inside', async () => {
  const folder = makePrivateFolder('word')
  expect(folder.path).toMatch(new RegExp(`/sb-${process.pid}-word-\\w+$`))
  expect(statSync(folder.path).mode & 0o777).toBe(0o700)
  await folder.remove()
  expect(existsSync(folder.path)).toBe(false)
})

test.each([
  ['at an exit', 'makePrivateFolder(); makeEngineFolder()'],
  [
    'at an exit while it is being removed',
    `const { path, remove } = makePrivateFolder()
     for (let at = 0; at < 300; at++) { mkdirSync(join(path, String(at))); writeFileSync(join(path, String(at), 'x'), '') }
     void remove()`,
  ],
  [
    'at an exit while an engine is being started',
    `const folder = makeEngineFolder()
     const plan = { listeners: [{ port: 1 }] }
     void startEngine({ id: 'haproxy', plan, artifacts: [{ path: 'haproxy.cfg', text: '' }], folder })
     while (readdirSync(folder.directory).length < 50) await new Promise((resolve) => setTimeout(resolve, 5))`,
  ],
])('it goes %s', async (_, script) => {
  // A program of that name that makes files for as long as it lives.
  const program = '#!/bin/sh\ncd "$(dirname "$3")"; i=0; while :; do i=$((i+1)); : > made-$i; done'
  const bin = makePrivateFolder('bin')
  writeFileSync(join(bin.path, 'haproxy'), program, { mode: 0o755 })
  expect(await leftBy(`${script}\nprocess.exit(0)`, { path: bin.path })).toMatchObject({ code: 0, left: [] })
  await bin.remove()
})

test('of a process that was killed it goes with whoever ended it', async () => {
  const { pid, code, left } = await leftBy(`makePrivateFolder(); console.log('ready'); setInterval(() => 0, 1000)`, {
    kill: true,
  })
  expect(code).toBe('SIGKILL')
  expect(left).toHaveLength(1)
  removeFoldersOf(pid)
  expect(readdirSync(tmpdir()).filter((name) => left.includes(name))).toEqual([])
})

test('of a process that was killed it goes with the next one that starts', async () => {
  const { left } = await leftBy(`makePrivateFolder(); console.log('ready'); setInterval(() => 0, 1000)`, { kill: true })
  expect(left).toHaveLength(1)
  await leftBy('sweepAbandoned()')
  expect(readdirSync(tmpdir()).filter((name) => left.includes(name))).toEqual([])
})
