import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { dependenciesAreInstalled, requireNode } from './dependencies.mjs'
import { listenAddress, requireFreePort } from './listen-address.mjs'

describe('the version of Node', () => {
  it.each(['20.19.0', '20.20.2', '22.0.0', '30.1.0'])('%s will do', (version) => {
    expect(() => requireNode(version)).not.toThrow()
  })
  it.each(['20.18.9', '18.20.0', '8.0.0'])('%s is too old, and says so', (version) => {
    expect(() => requireNode(version)).toThrow(`needs Node 20.19 or newer; this is ${version}`)
  })
})

describe('whether the dependencies are installed', () => {
  let folder = ''
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'dependencies-'))
    mkdirSync(join(folder, 'node_modules'))
  })
  afterEach(() => rmSync(folder, { recursive: true, force: true }))

  const wanted = {
    '': { name: 'x' },
    'node_modules/a': { version: '1.0.0', integrity: 'sha512-a' },
    'node_modules/b-darwin': { version: '1.0.0', optional: true },
  }
  const isInstalled = (installed: unknown) => {
    writeFileSync(join(folder, 'package-lock.json'), JSON.stringify({ packages: wanted }))
    if (installed !== undefined) writeFileSync(join(folder, 'node_modules/.package-lock.json'), String(installed))
    return dependenciesAreInstalled(folder)
  }
  const a = wanted['node_modules/a']

  it('yes, though a binary for another platform is absent', () => {
    expect(isInstalled(JSON.stringify({ packages: { 'node_modules/a': a } }))).toBe(true)
  })
  it.each([
    ['nothing is there', undefined],
    ['one is missing', JSON.stringify({ packages: {} })],
    ['one is older', JSON.stringify({ packages: { 'node_modules/a': { ...a, version: '0.9.0' } } })],
    ['one has other bytes', JSON.stringify({ packages: { 'node_modules/a': { ...a, integrity: 'sha512-b' } } })],
    ['an install was interrupted', '{"packages": {'],
  ])('no when %s', (_why, installed) => {
    expect(isInstalled(installed)).toBe(false)
  })
})

describe('where to listen', () => {
  it('is loopback, on a port of its own', () => {
    expect(listenAddress({})).toEqual({ host: '127.0.0.1', port: 4430, url: 'http://127.0.0.1:4430' })
    expect(listenAddress({ HOST: '::1', PORT: '80' }).url).toBe('http://[::1]:80')
  })
  it.each(['0.0.0.0', '::', '192.168.1.2', 'example.com', '127.evil.example'])('is never %s', (HOST) => {
    expect(() => listenAddress({ HOST })).toThrow(/no accounts yet/)
  })
  it.each(['0', '65536', 'http', '1.5', '-1'])('is not port %s', (PORT) => {
    expect(() => listenAddress({ PORT })).toThrow(/is not a port/)
  })
  it('says when the port is taken, and what to do', async () => {
    const holder = createServer()
    await new Promise<void>((resolve) => holder.listen(0, '127.0.0.1', resolve))
    const { port } = holder.address() as { port: number }
    const refusal = await requireFreePort({ host: '127.0.0.1', port }).catch((error) => error)
    expect(refusal.message).toBe(`Port ${port} on 127.0.0.1 is taken.`)
    expect(refusal.advice[0]).toMatch(/PORT=\d+ npm start/)
    await new Promise((resolve) => holder.close(resolve))
    await expect(requireFreePort({ host: '127.0.0.1', port })).resolves.toBeUndefined()
  })
})

describe('the two commands', () => {
  const run = (script: string, args: string[], env: Record<string, string> = {}) => {
    const { status, stdout, stderr } = spawnSync(process.execPath, [script, ...args], {
      env: { ...process.env, ...env },
      encoding: 'utf8',
    })
    return { status, stdout, stderr }
  }

  it('explain themselves', () => {
    expect(run('scripts/start.mjs', ['--help'])).toMatchObject({ status: 0, stdout: expect.stringContaining('PORT') })
    expect(run('scripts/test.mjs', ['--help'])).toMatchObject({ status: 0, stdout: expect.stringContaining('--only') })
  })
  it('refuse what they do not know, with a way out', () => {
    expect(run('scripts/start.mjs', ['--wide'])).toMatchObject({ status: 1, stderr: expect.stringContaining('--help') })
    const unknown = run('scripts/test.mjs', ['--only', 'everything'])
    expect(unknown).toMatchObject({ status: 1, stderr: expect.stringContaining('There is no stage everything') })
    expect(unknown.stdout.trimEnd().split('\n').at(-1)).toBe('0 passed, 1 failed')
  })
  it('never listen wider than loopback', () => {
    expect(run('scripts/start.mjs', [], { HOST: '0.0.0.0' })).toMatchObject({
      status: 1,
      stderr: expect.stringContaining('no accounts yet'),
    })
  })
})
