import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { advise } from '@/lib/domain-model/advice'
import { type AdviceAnswers, adviceQuestionIds, adviceQuestions } from '@/lib/domain-model/advice-questions'
import { findExample } from '@/lib/domain-model/examples/catalogue'
import { valueAt } from '@/lib/domain-model/json-pointer'
import { editPlanText } from '@/lib/domain-model/plan-edit'
import { judgePlanText } from '@/lib/rules/run-rules'
import { advisedRoute, type RouteWish, wishProblems } from './advised-route'

const blank = 'apiVersion: signalbox/v1\nkind: Plan\nname: blank\n'
const hybrid = findExample('finance-saas')?.text() ?? ''
const wish: RouteWish = { host: 'shop.example.com', upstream: null, backendHost: '10.0.0.5', backendPort: '8443' }

function added(text: string, answers: AdviceAnswers, change: Partial<RouteWish> = {}) {
  const advice = advise(answers)
  if (advice.kind !== 'mode') throw new Error(advice.kind)
  const made = advisedRoute(parse(text), advice.mode, answers, { ...wish, ...change })
  const edited = editPlanText(text, made.operations)
  if (!edited.ok) throw new Error(edited.reason)
  const { plan, findings } = judgePlanText(edited.text)
  return { ...made, text: edited.text, plan, findings, route: valueAt(parse(edited.text), made.pointer) }
}

test('a blank plan gets everything the route stands on', () => {
  const { plan, additions, route } = added(blank, { http: 'yes', protection: 'rate-limit', plainHttp: 'redirect' })
  expect(additions).toEqual([
    'listener https on port 443',
    'listener http on port 80',
    'upstream shop',
    'certificate shop',
  ])
  expect(route).toMatchObject({ mode: 'terminate', hosts: ['shop.example.com'], rateLimit: { requests: 50 } })
  expect(plan?.routes).toHaveLength(1)
})

test('no plan at all is taken for a blank one', () => {
  expect(advisedRoute(null, 'passthrough', {}, wish).additions).toEqual(['listener https on port 443', 'upstream shop'])
})

test('a plan lends what it has, and comments stay', () => {
  const { additions, route, text } = added(
    hybrid.replace('hosts: [api.example.com], secret', 'hosts: [api.example.com, "*.example.com"], secret'),
    { http: 'yes' },
    { upstream: 'api-gateway' },
  )
  expect(additions).toEqual([])
  expect(route).toMatchObject({
    listener: 'https',
    certificate: 'api',
    paths: [{ path: '/', upstream: 'api-gateway' }],
  })
  expect(text).toContain('# verbatim lines for one target')
})

test('passthrough with the address by PROXY protocol, checked by port where the backend insists on client certificates', () => {
  const { plan, route } = added(hybrid, { clientCertificates: 'backend', address: 'proxy', plainHttp: 'acme-backend' })
  expect(route).toMatchObject({ mode: 'passthrough', upstream: 'shop', plainHttp: 'acme-only' })
  expect(plan?.upstreams.find(({ name }) => name === 'shop')).toMatchObject({
    sendProxyProtocol: 'v2',
    health: { kind: 'tcp' },
  })
})

test('an upstream that others use is not changed behind their back', () => {
  const { notes, plan } = added(hybrid, { decrypt: 'never', address: 'proxy' }, { upstream: 'api-gateway' })
  expect(notes.join()).toContain('sends no PROXY header yet')
  expect(plan?.upstreams.find(({ name }) => name === 'api-gateway')?.sendProxyProtocol).toBe('none')
})

test('a name that has a route already is said, not hidden', () => {
  const { notes, findings } = added(hybrid, { decrypt: 'never' }, { host: 'api.example.com' })
  expect(notes.join()).toContain('Route api has api.example.com already')
  expect(findings.some(({ rule }) => rule === 'host-in-two-modes')).toBe(true)
})

describe('for every answer that leads to a mode', () => {
  const all = adviceQuestionIds.reduce<AdviceAnswers[]>(
    (list, id) =>
      list.flatMap((answers) =>
        Object.keys(adviceQuestions[id].options).map((option) => ({ ...answers, [id]: option })),
      ),
    [{}],
  )
  const decided = all.filter((answers) => advise(answers).kind === 'mode')

  // One of each shape is enough: the shape is all that the edit depends on.
  test('the edit gives a plan without errors', () => {
    const seen = new Set<string>()
    for (const answers of decided) {
      const advice = advise(answers)
      const { clientCertificates, protection, plainHttp, address } = answers
      const shape = JSON.stringify([
        advice.kind === 'mode' && advice.mode,
        clientCertificates,
        protection,
        plainHttp,
        address,
      ])
      if (seen.has(shape)) continue
      seen.add(shape)
      const { plan, findings } = added(blank, answers)
      const errors = findings.filter(({ severity }) => severity === 'error').map(({ message }) => message)
      if (!plan || errors.length > 0) throw new Error(`${shape}: ${errors.join('; ')}`)
    }
    expect(seen.size).toBeGreaterThan(50)
  })
})

test('what cannot become a route is said by field', () => {
  expect(
    wishProblems({ ...wish, host: 'https://a.example.com', backendHost: 'No Host', backendPort: '70000' }),
  ).toEqual({
    host: expect.stringContaining('scheme'),
    backendHost: expect.any(String),
    backendPort: expect.any(String),
  })
  expect(wishProblems(wish)).toEqual({})
  expect(wishProblems({ ...wish, upstream: 'api', backendHost: '', backendPort: '' })).toEqual({})
})
