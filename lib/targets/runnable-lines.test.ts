import { expect, test } from 'vitest'
import { findExample } from '../domain-model/examples/catalogue'
import { parsePlanText } from '../domain-model/plan-document'
import { withRunnableLines } from './runnable-lines'

const { plan } = parsePlanText(findExample('finance-saas')?.text() ?? '')
const extra = (target: string, place: string, ...lines: string[]) => ({ target, place, lines })

test('lines that reach out of their program are left out and named; the rest of the plan is as it was', () => {
  const extras = [
    extra('haproxy', 'backend/api-gateway', 'http-request deny deny_status 410'),
    extra('haproxy', 'global', 'lua-load /tmp/evil.lua'),
    extra('nginx', 'http', 'include /etc/passwd;'),
    extra('ingress-nginx', 'anywhere', 'nothing runs these here'),
  ]
  const runnable = withRunnableLines({ ...plan!, extras })
  expect(runnable.leftOut).toEqual(['/extras/1', '/extras/2'])
  expect(runnable.plan).toEqual({ ...plan, extras: [extras[0], extras[3]] })
})

test('a plan without such lines stays itself', () => {
  expect(withRunnableLines(plan!)).toEqual({ plan, leftOut: [] })
})
