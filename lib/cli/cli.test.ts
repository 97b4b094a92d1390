import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { unzipSync } from 'fflate'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { planExamples } from '../domain-model/examples/catalogue'
import { smallHello } from '../preview/hello-fixtures'
import { targets } from '../targets/registry'
import { commands } from './commands'
import { jsonShapes } from './json-shapes'
import { run } from './run'

// Everything below runs the command as it is installed: packed, installed without a network, started by its name.
const root = join(import.meta.dirname, '../..')
let folder = ''
let program = ''
let saas = ''

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'signalbox-cli-'))
  const npm = (args: string[], cwd: string) =>
    execFileSync('npm', args, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] })
  execFileSync('node', ['scripts/build-cli.mjs'], { cwd: root, stdio: 'pipe' })
  npm(['pack', '--silent', '--pack-destination', folder, join(root, 'dist')], folder)
  const archive = readdirSync(folder).find((name) => name.endsWith('.tgz')) ?? ''
  const home = join(folder, 'home')
  mkdirSync(home)
  writeFileSync(join(home, 'package.json'), '{ "private": true }')
  npm(['install', '--offline', '--no-audit', '--no-fund', '--silent', join(folder, archive)], home)
  program = join(home, 'node_modules/.bin/signalbox')
  saas = join(folder, 'saas.yaml')
  writeFileSync(saas, planExamples[0]?.text() ?? '')
}, 180_000)

afterAll(() => rmSync(folder, { recursive: true, force: true }))

function signalbox(args: string[], options: { input?: string | Uint8Array; env?: Record<string, string> } = {}) {
  const { status, stdout, stderr } = spawnSync(program, args, {
    cwd: folder,
    input: options.input ?? '',
    encoding: 'utf8',
    env: { ...process.env, ...options.env },
    maxBuffer: 64 * 1024 * 1024,
  })
  return { code: status, out: stdout, note: stderr }
}

/** The same without a process, for what does not depend on one. */
async function inProcess(args: string[]) {
  let out = ''
  let note = ''
  const code = await run(args, {
    out: (text) => {
      out += text
    },
    note: (text) => {
      note += `${text}\n`
    },
    colorOut: false,
    colorNote: false,
    async *stdin() {},
  })
  return { code, out, note }
}

const json = (text: string) => JSON.parse(text) as unknown
const broken = 'apiVersion: signalbox/v1\nkind: Plan\nname: x\nroutes:\n  - name: a\n    mode: tunnel\n'

describe('signalbox', () => {
  it('helps: overview, every command, version', async () => {
    const overview = signalbox(['--help'])
    expect(overview.code).toBe(0)
    for (const { name } of commands) {
      expect(overview.out).toContain(name)
      const { code, out } = await inProcess([name, '--help'])
      expect(code).toBe(0)
      expect(out).toContain(`Usage: signalbox ${name}`)
      expect(out).toContain('Exit codes:')
    }
    const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string }
    expect(signalbox(['--version']).out).toBe(`${version}\n`)
  })

  it('names the choices for what it does not know, and exits 2', async () => {
    expect(signalbox(['frobnicate'])).toMatchObject({ code: 2, out: '' })
    for (const [args, hint] of [
      [[], 'check, render'],
      [['frobnicate'], 'check, render'],
      [['check', saas, '--colour'], '--target'],
      [['check'], 'PLAN is missing'],
      [['check', saas, saas], 'One plan at a time'],
      [['render', saas, '--target', 'traefik'], targets[0]?.id ?? ''],
      [['render', saas, '--target', 'ingress-nginx@2'], '1.15'],
      [['render', saas], 'exactly one --target'],
      [['bundle', saas, '--target', 'ingress-nginx'], '--out'],
      [['example', 'nope'], 'finance-saas'],
      [['explain', saas], '--sni'],
      [['explain', saas, '--sni', 'x', '--port', '70000'], '65535'],
      [['explain', saas, '--sni', 'x', '--from', '10.0.0.256'], 'address'],
      [['explain', saas, '--sni', 'x', '--client-cert', 'nobody'], 'partners'],
    ] as [string[], string][]) {
      const { code, out, note } = await inProcess(args)
      expect([args, code, out]).toEqual([args, 2, ''])
      expect(note).toContain(hint)
      expect(note).not.toContain('    at ')
    }
  })

  it('refuses what is no readable text, with a reason', async () => {
    writeFileSync(join(folder, 'binary'), new Uint8Array([0xff, 0xfe, 0x00]))
    writeFileSync(join(folder, 'huge'), 'a: b\n'.repeat(2_000_000))
    for (const [path, reason] of [
      [join(folder, 'none.yaml'), 'no such file'],
      [folder, 'directory'],
      [join(folder, 'binary'), 'no UTF-8 text'],
      [join(folder, 'huge'), '9.5 MiB'],
    ] as const) {
      const { code, note } = await inProcess(['check', path])
      expect([path, code]).toEqual([path, 2])
      expect(note).toContain(reason)
    }
    expect(signalbox(['check', '-'], { input: 'a: b\n'.repeat(2_000_000) }).note).toContain('more than 8 MiB')
  })
})

describe('signalbox check', () => {
  it('exits 0 without errors, 1 with errors, 2 without a plan', () => {
    expect(signalbox(['check', saas]).code).toBe(0)
    const twice = (planExamples[0]?.text() ?? '').replace('hosts: [payments.example.com]', 'hosts: [api.example.com]')
    const collision = signalbox(['check', '-'], { input: twice })
    expect(collision.code).toBe(1)
    expect(collision.out).toMatch(/^<stdin>:\d+:\d+ +error/)
    const unread = signalbox(['check', '-'], { input: broken })
    expect(unread.code).toBe(2)
    expect(unread.out).toContain('document/schema')
  })

  it('says an impossible passthrough route is an error, and judges the rest', () => {
    const input = (planExamples[0]?.text() ?? '').replace(
      'upstream: payment-service\n',
      'upstream: payment-service\n    paths: [{ path: /, upstream: payment-service }]\n',
    )
    const { code, out } = signalbox(['check', '-', '--json'], { input })
    expect(code).toBe(1)
    expect(out).toContain('"path": "/routes/1/paths"')
  })

  it.each(planExamples.map((example) => [example.id, example] as const))(
    'prints JSON of the documented shape for %s',
    (_, example) => {
      const args = targets.flatMap((target) => ['--target', target.id])
      const { out } = signalbox(['check', '-', '--json', ...args], { input: example.text() })
      const answer = jsonShapes.check.parse(json(out))
      expect(new Set(answer.verdicts.map((verdict) => verdict.target))).toEqual(
        new Set(targets.map((target) => target.id)),
      )
    },
  )

  it('prints JSON for a text that is no plan, with the line', () => {
    const { code, out } = signalbox(['check', '-', '--json'], { input: broken })
    expect(code).toBe(2)
    const { findings, verdicts } = jsonShapes.check.parse(json(out))
    expect(findings.some(({ rule, line }) => rule === 'document/schema' && line === 6)).toBe(true)
    expect(verdicts).toEqual([])
  })

  it('never echoes a private key', () => {
    const key = ['-----BEGIN', 'PRIVATE KEY-----'].join(' ')
    const { code, out, note } = signalbox(['check', '-'], {
      input: `${planExamples[0]?.text()}\n# ${key}\n# c2VjcmV0\n`,
    })
    expect(code).toBe(2)
    expect(out + note).toContain('private key')
    expect(out + note).not.toContain('c2VjcmV0')
  })

  it('shows verdicts with reason and source', () => {
    const { out } = signalbox(['check', saas, '--target', 'ingress-nginx@1.12'])
    expect(out).toContain('ingress-nginx 1.12')
    expect(out).toContain('#12746')
    expect(out).toContain('RETIRED')
  })

  it('paints nothing into a pipe, and hides control characters of others', () => {
    expect(signalbox(['check', saas], { env: { FORCE_COLOR: '1' } }).out).not.toContain('\u001b')
    const { out } = signalbox(['check', '-'], { input: 'apiVersion: "\u009b31m\u202e"\nkind: Plan\nname: x\n' })
    expect(/[\u0080-\u009f\u202e]/.test(out)).toBe(false)
  })
})

describe('signalbox render', () => {
  it('prints the main artifact, the same bytes twice, and losses beside it', () => {
    for (const { id } of targets) {
      const first = signalbox(['render', saas, '--target', id])
      expect([id, first.code]).toEqual([id, 0])
      expect(signalbox(['render', '-', '--target', id], { input: planExamples[0]?.text() ?? '' }).out).toBe(first.out)
    }
    expect(signalbox(['render', saas, '--target', 'ingress-nginx']).note).toContain('lost')
  })

  it('prints JSON of the documented shape and writes the tree', () => {
    for (const { id, versions } of targets) {
      const out = join(folder, 'made', id)
      const answer = signalbox(['render', saas, '--target', `${id}@${versions[0]}`, '--json', '--out', out])
      const { artifacts } = jsonShapes.render.parse(json(answer.out))
      for (const { path, text } of artifacts) expect(readFileSync(join(out, path), 'utf8')).toBe(text)
    }
  })

  it('exits 2 where it cannot write or has no plan', () => {
    expect(signalbox(['render', saas, '--target', 'ingress-nginx', '--out', join(saas, 'x')])).toMatchObject({
      code: 2,
      out: '',
    })
    const unread = signalbox(['render', '-', '--target', 'ingress-nginx'], { input: broken })
    expect(unread).toMatchObject({ code: 2, out: '' })
    expect(unread.note).toContain('document/schema')
  })
})

describe('signalbox explain', () => {
  const explain = (...args: string[]) =>
    jsonShapes.explain.parse(json(signalbox(['explain', saas, ...args, '--json']).out))

  it('answers as match-route decides', () => {
    expect(explain('--sni', 'api.example.com', '--path', '/v1/x')).toMatchObject({
      outcome: 'forward',
      upstream: 'api-gateway',
      certificateFrom: 'edge',
      status: null,
    })
    expect(explain('--sni', 'PAYMENTS.example.com.')).toMatchObject({
      outcome: 'forward',
      mode: 'passthrough',
      certificateFrom: 'backend',
      certificate: null,
    })
    expect(explain('--sni', 'none')).toMatchObject({ outcome: 'reject', route: null, status: null, runnerUp: null })
    expect(explain('--sni', 'api.example.com', '--host', 'payments.example.com')).toMatchObject({
      outcome: 'misdirected',
      status: 421,
    })
    expect(explain('--sni', 'api.example.com', '--path', '/v2')).toMatchObject({ outcome: 'not-found', status: 404 })
    expect(explain('--sni', 'api.example.com', '--client-cert', 'untrusted')).toMatchObject({ outcome: 'reject' })
    expect(explain('--sni', 'api.example.com', '--path', '/v1', '--client-cert', 'partners')).toMatchObject({
      outcome: 'forward',
    })
    expect(explain('--port', '80', '--host', 'api.example.com')).toMatchObject({ outcome: 'redirect', status: 308 })
  })

  it('judges addresses when told one', () => {
    const input = (planExamples[0]?.text() ?? '').replace(
      '    upstream: payment-service\n',
      '    upstream: payment-service\n    deny: [192.0.2.0/24]\n',
    )
    const { out } = signalbox(['explain', '-', '--sni', 'payments.example.com', '--from', '192.0.2.7', '--json'], {
      input,
    })
    expect(json(out)).toMatchObject({ outcome: 'reject' })
  })

  it('says it in words, with the line to try', () => {
    const { code, out } = signalbox(['explain', saas, '--sni', 'api.example.com', '--path', "/v1/it's"])
    expect(code).toBe(0)
    expect(out).toContain('Forwarded to api-gateway.')
    expect(out).toContain('openssl s_client -connect "$EDGE:443" -servername api.example.com')
    expect(out).toContain('--resolve api.example.com:443:')
    expect(out).toContain("'https://api.example.com/v1/it'\\''s'")
    const line = Number(/route +api \(line (\d+)\)/.exec(out)?.[1])
    expect(readFileSync(saas, 'utf8').split('\n')[line - 1]).toContain('name: api')
  })
})

describe('signalbox bundle, targets, rules, example', () => {
  it('writes an archive, the same bytes every time', () => {
    const args = targets.flatMap((target) => ['--target', target.id])
    const path = join(folder, 'a.zip')
    expect(signalbox(['bundle', saas, ...args, '--out', path]).code).toBe(0)
    const bytes = readFileSync(path)
    expect(Object.keys(unzipSync(bytes))).toContain('SHA256SUMS')
    const piped = spawnSync(program, ['bundle', '-', ...args, '--out', '-'], {
      input: readFileSync(saas),
      env: { ...process.env, TZ: 'Asia/Tokyo' },
    })
    expect(piped.stdout.equals(bytes)).toBe(true)
  })

  it('lists targets and rules in both forms', () => {
    expect(jsonShapes.targets.parse(json(signalbox(['targets', '--json']).out)).targets.map(({ id }) => id)).toEqual(
      targets.map(({ id }) => id),
    )
    expect(signalbox(['targets']).out).toContain('RETIRED')
    const { rules } = jsonShapes.rules.parse(json(signalbox(['rules', '--json']).out))
    expect(signalbox(['rules']).out.trim().split('\n')).toHaveLength(rules.length)
  })

  it('prints every example it lists', () => {
    const listed = signalbox(['example', '--list']).out
    for (const { id, text } of planExamples) {
      expect(listed).toContain(id)
      expect(signalbox(['example', id]).out).toBe(text())
    }
  })

  it('bears a reader that stops early', async () => {
    const child: ChildProcess = spawn(program, ['render', '-', '--target', 'ingress-nginx', '--json'], {
      stdio: 'pipe',
    })
    let note = ''
    child.stderr?.on('data', (chunk: Buffer) => {
      note += chunk.toString()
    })
    child.stdin?.end(planExamples.at(-1)?.text())
    child.stdout?.once('data', () => child.stdout?.destroy())
    const code = await new Promise((resolve) => child.once('exit', resolve))
    expect(code).toBe(0)
    expect(note).not.toContain('EPIPE')
  })
})

describe('signalbox hello', () => {
  it('reads bytes and hex alike, in the documented shape', () => {
    const fromBytes = signalbox(['hello', '-', '--json'], { input: smallHello('api.example.com') })
    expect(fromBytes.code).toBe(0)
    const report = jsonShapes.hello.parse(json(fromBytes.out))
    expect(report).toMatchObject({ outcome: 'ok', sni: 'api.example.com', versions: ['TLS 1.3', 'TLS 1.2'] })
    const path = join(folder, 'hello.txt')
    writeFileSync(path, smallHello('api.example.com').toString('hex'))
    expect(json(signalbox(['hello', path, '--json']).out)).toEqual(report)
    expect(signalbox(['hello', path]).out).toContain('server name  api.example.com')
  })

  it('says why it is none, exit 1, and what could not be read, exit 2', () => {
    const http = signalbox(['hello', '-'], { input: 'GET / HTTP/1.1\r\n\r\n' })
    expect(http).toMatchObject({ code: 1, note: '' })
    expect(http.out).toContain('plain HTTP')
    expect(jsonShapes.hello.parse(json(signalbox(['hello', '-', '--json']).out))).toMatchObject({
      outcome: 'incomplete',
      sni: null,
    })
    const missing = signalbox(['hello', 'nowhere.bin'])
    expect(missing).toMatchObject({ code: 2, out: '' })
    expect(missing.note).toContain('there is no such file')
  })
})

it('runs from the repository as well', () => {
  const out = execFileSync('npm', ['run', '--silent', 'signalbox', '--', 'example', '--list'], {
    cwd: root,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  expect(out).toContain('finance-saas')
  expect(existsSync(join(root, 'lib/cli/main.ts'))).toBe(true)
}, 60_000)
