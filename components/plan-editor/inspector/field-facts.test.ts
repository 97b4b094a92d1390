import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { findExample } from '@/lib/domain-model/examples/catalogue'
import { fieldFacts, otherChoices } from './field-facts'
import { fieldProblem } from './field-problem'

const hybrid = parse(findExample('finance-saas')?.text() ?? '')

test('help, choices and defaults come from the schema', () => {
  const profile = fieldFacts('/listeners/0/tlsProfile', hybrid)
  expect(profile.choices).toEqual(['modern', 'intermediate', 'legacy'])
  expect(profile.defaultValue).toBe('intermediate')
  expect(profile.help).toContain('TLS versions')
  expect(fieldFacts('/routes/0/certificate', hybrid)).toMatchObject({ isRequired: true })
})

test('the mode of a route decides which choices it has', () => {
  expect(fieldFacts('/routes/0/plainHttp', hybrid).choices).toContain('serve')
  expect(fieldFacts('/routes/1/plainHttp', hybrid).choices).not.toContain('serve')
})

test('fields deep in lists and unions are found', () => {
  expect(fieldFacts('/routes/0/paths/0/match', hybrid).choices).toEqual(expect.arrayContaining(['prefix']))
  expect(fieldFacts('/upstreams/0/health/expect', hybrid)).toMatchObject({
    minimum: 100,
    maximum: 599,
    defaultValue: 200,
  })
  expect(fieldFacts('/upstreams/0/servers/0/weight', hybrid).help).toContain('drains')
})

test.each([
  ['/routes/0/hosts/0', 'https://api.example.com', 'without a scheme'],
  ['/routes/0/hosts/0', '', 'needed'],
  ['/listeners/0/port', 70000, '65535'],
  ['/upstreams/0/servers/0/host', 'not a host', 'IP address or a DNS name'],
  ['/routes/0/paths/0/path', 'v1', '/'],
  ['/routes/0/name', '-x', 'letters, digits'],
  ['/name', '', 'needed'],
])('%s does not take %j', (pointer, value, reason) => {
  expect(fieldProblem(pointer, value, hybrid)).toContain(reason)
})

test('a good value has no problem, even beside a bad one', () => {
  expect(fieldProblem('/routes/0/hosts/0', 'x.example.com', hybrid)).toBeNull()
  const broken = structuredClone(hybrid)
  broken.routes[0].rateLimit.requests = 0
  expect(fieldProblem('/routes/0/hosts/0', 'x.example.com', broken)).toBeNull()
})

test('a choice that another mode has is known, with the modes that have it', () => {
  expect(otherChoices('/routes/1/plainHttp', hybrid)).toEqual([
    { choice: 'serve', only: 'mode terminate or reencrypt' },
  ])
  expect(otherChoices('/routes/0/plainHttp', hybrid)).toEqual([])
  expect(otherChoices('/listeners/0/tlsProfile', hybrid)).toEqual([])
  expect(otherChoices('/nothing/0/here', hybrid)).toEqual([])
})
