import { X509Certificate } from 'node:crypto'
import { readdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { planExamples } from '../domain-model/examples/catalogue'
import type { Plan } from '../domain-model/plan'
import { parsePlanText } from '../domain-model/plan-document'
import { haproxy } from '../targets/haproxy/target'
import { installedVersion as haproxyVersion } from '../targets/haproxy/test-support/installed-haproxy'
import type { NativeCheck } from '../targets/native-check'
import { installedVersion as nginxVersion } from '../targets/nginx/test-support/installed-nginx'
import { checkNatively } from './native-check'
import { checkNativelyAction } from './native-check-actions'
import { runProgram } from './run-checker'
import { throwAwayCertificate } from './throw-away-certificate'

const sent = new Headers()
vi.mock('next/headers', () => ({ headers: async () => sent }))
beforeEach(() => {
  sent.set('host', '127.0.0.1:4430')
  sent.set('origin', 'http://127.0.0.1:4430')
})

const hybrid = planExamples[0]?.text() ?? ''
const withExtras = (target: string, place: string, ...lines: string[]) =>
  hybrid.replace(/\nextras:[\s\S]*$/, '\n').concat(`\nextras: [${JSON.stringify({ target, place, lines })}]\n`)
const check = async (target: string, version: string, text = hybrid) => {
  const answer = await checkNativelyAction({ text, target, version })
  if (!answer.ok) throw new Error(answer.error.message)
  if (!answer.data.available) throw new Error(`${target} is not installed`)
  return answer.data
}
const leftovers = () => readdirSync(tmpdir()).filter((name) => name.startsWith(`sb-${process.pid}-check-`)).length

it('a throw-away certificate is its own authority, and fits its key', () => {
  const pem = throwAwayCertificate(new Date())
  const certificate = new X509Certificate(pem)
  expect(certificate.ca).toBe(true)
  expect(certificate.verify(certificate.publicKey)).toBe(true)
})

describe.skipIf(!haproxyVersion)(`haproxy ${haproxyVersion}`, () => {
  it.each(planExamples.map((example) => [example.id, example.text()]))('accepts %s', async (_, text) => {
    expect(await check('haproxy', haproxyVersion ?? '', text)).toMatchObject({
      outcome: 'accepted',
      messages: [],
      leftOut: [],
    })
  })

  it('says what is wrong, and in which line', async () => {
    const text = withExtras('haproxy', 'defaults', 'timeout frobnicate 3s')
    const report = await check('haproxy', haproxyVersion ?? '', text)
    expect(report).toMatchObject({
      outcome: 'refused',
      messages: [
        {
          severity: 'error',
          file: 'haproxy.cfg',
          line: expect.any(Number),
          message: expect.stringContaining('frobnicate'),
        },
      ],
    })
    expect(report.output).toContain('{dir}/haproxy.cfg:')
    expect(report.output).not.toContain(tmpdir())
  })

  it('does not blame a plan for words that only a later release knows', async () => {
    const text = withExtras('haproxy', 'defaults', 'option frobnicate')
    const report = await check('haproxy', '3.4', text)
    expect(report).toMatchObject({ isOlder: true, outcome: 'undecided', messages: [{ severity: 'hint' }] })
  })

  it('reads no file and prints no environment, whatever own lines ask for', async () => {
    const text = withExtras('haproxy', 'global', 'lua-load /etc/passwd')
    expect(await check('haproxy', haproxyVersion ?? '', text)).toMatchObject({
      outcome: 'accepted',
      leftOut: [expect.stringMatching(/^\/extras\/0\/lines\/0$/)],
    })
  })

  it('leaves nothing behind', async () => {
    const before = leftovers()
    await check('haproxy', haproxyVersion ?? '')
    expect(leftovers()).toBe(before)
  })
})

describe.skipIf(!nginxVersion)(`nginx ${nginxVersion}`, () => {
  it.each(planExamples.map((example) => [example.id, example.text()]))('accepts %s', async (_, text) => {
    expect(await check('nginx', nginxVersion ?? '', text)).toMatchObject({ outcome: 'accepted', messages: [] })
  })

  it('says what is wrong, and in which line', async () => {
    const text = withExtras('nginx', 'http', 'client_max_body_size many;')
    expect(await check('nginx', nginxVersion ?? '', text)).toMatchObject({
      outcome: 'refused',
      messages: [{ severity: 'error', file: 'nginx.conf', line: expect.any(Number) }],
    })
  })

  it('opens no file that own lines name', async () => {
    const text = withExtras('nginx', 'http', 'include /etc/passwd;')
    const report = await check('nginx', nginxVersion ?? '', text)
    expect(report).toMatchObject({ outcome: 'accepted', leftOut: ['/extras/0/lines/0'] })
    expect(report.output).not.toContain('root:')
  })

  it('does not blame a plan for words that only a later release knows', async () => {
    expect(await check('nginx', '1.31')).toMatchObject({ isOlder: true, outcome: expect.not.stringMatching('refused') })
  })
})

it('names the way to the program where it is not installed', async () => {
  const { plan } = parsePlanText(hybrid)
  const nativeCheck = { ...(haproxy.nativeCheck as NativeCheck), program: 'no-such-program' }
  expect(await checkNatively(plan as Plan, { ...haproxy, nativeCheck }, '2.6')).toEqual({
    available: false,
    program: 'no-such-program',
    targetVersion: '2.6',
    install: ['apt-get install haproxy'],
    byHand: [expect.stringContaining('haproxy -c')],
  })
})

it('stops a program that says too much', async () => {
  expect(await runProgram('yes', [], tmpdir())).toMatchObject({ code: null, stopped: 'output' })
})

it('several at once are done one after the other, and too many are refused', async () => {
  const answers = await Promise.all(
    Array.from({ length: 12 }, () => checkNativelyAction({ text: hybrid, target: 'haproxy', version: '2.6' })),
  )
  expect(answers.filter(({ ok }) => ok)).toHaveLength(8)
  expect(answers.find((answer) => !answer.ok)).toMatchObject({ error: { code: 'busy' } })
})

it.each([
  ['text that is no plan', { text: 'routes: [', target: 'haproxy', version: '2.6' }],
  ['a target that is not there', { text: hybrid, target: '../x', version: '2.6' }],
  ['a version that is not there', { text: hybrid, target: 'haproxy', version: '9.9' }],
  ['a target without a program', { text: hybrid, target: 'ingress-nginx', version: '1.12' }],
  ['more than it asked for', { text: hybrid, target: 'haproxy', version: '2.6', path: '/' } as never],
])('refuses %s', async (_, input) => {
  expect(await checkNativelyAction(input)).toMatchObject({ ok: false, error: { code: 'bad-input' } })
})

it('refuses a page from elsewhere', async () => {
  sent.set('origin', 'https://evil.example')
  expect(await checkNativelyAction({ text: hybrid, target: 'haproxy', version: '2.6' })).toMatchObject({
    ok: false,
    error: { code: 'untrusted-origin' },
  })
})
