import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseDocument } from 'yaml'
import { anyPlan } from './arbitrary-hostile-plan'
import { arbitraryPlan } from './arbitrary-plan'
import { planExamples } from './examples/catalogue'
import { financeSaas } from './examples/finance-saas'
import { manyTenants, manyTenantsPlan } from './examples/many-tenants'
import { toPointer } from './json-pointer'
import { planSchema } from './plan'
import { type PlanReading, parsePlanText, printPlan } from './plan-document'
import { planTextBytesMax } from './plan-limits'
import type { PlanProblem } from './plan-problem'
import { readSource } from './yaml-source'

const seed = 20260801
const head = 'apiVersion: signalbox/v1\nkind: Plan\nname: t\n'

/** What a reader needs to help themselves, for every problem of every reading. */
function isHelpful(reading: PlanReading): void {
  for (const problem of reading.problems) {
    expect(problem.message.length, JSON.stringify(problem)).toBeGreaterThan(10)
    expect(problem.message.length).toBeLessThan(600)
    expect(problem.message).not.toMatch(/undefined|\[object|function \w*\(/)
    expect(problem.fix?.text, JSON.stringify(problem)).toMatch(/^[A-Z].*\.$/s)
    if (problem.code !== 'too-large') {
      expect(problem.line, JSON.stringify(problem)).toBeGreaterThan(0)
      expect(problem.column).toBeGreaterThan(0)
    }
    if (problem.code === 'schema' || problem.code === 'impossible') expect(problem.path).toMatch(/^(?:\/|$)/)
  }
  if (reading.plan === null) expect(reading.problems).not.toHaveLength(0)
}

function check(text: string, expected: Partial<PlanProblem>[]) {
  const reading = parsePlanText(text)
  isHelpful(reading)
  expect(reading.problems).toHaveLength(expected.length)
  for (const [index, part] of expected.entries()) expect(reading.problems[index]).toMatchObject(part)
  return reading
}

describe('good documents', () => {
  it.each(planExamples.map((example) => [example.id, example.text()] as const))('the example %s', (_, text) => {
    expect(check(text, []).plan).not.toBeNull()
  })

  const same = (text: string) => expect(parsePlanText(text).plan).toEqual(parsePlanText(financeSaas).plan)
  it.each<[string, string]>([
    ['with CRLF', financeSaas.replaceAll('\n', '\r\n')],
    ['with a byte order mark', `\ufeff${financeSaas}`],
    ['with a document start', `---\n${financeSaas}`],
    ['with a document start and end', `---\n${financeSaas}...\n`],
    ['with comments everywhere', financeSaas.replaceAll('\n', '\n# comment\n')],
    ['without a final newline', financeSaas.trimEnd()],
    ['as JSON', JSON.stringify(parseDocument(financeSaas).toJS())],
    ['as indented JSON', JSON.stringify(parseDocument(financeSaas).toJS(), null, 4)],
    ['as one YAML flow mapping', parseDocument(financeSaas).toString({ collectionStyle: 'flow' })],
    ['with lists at the margin', parseDocument(financeSaas).toString({ indentSeq: false })],
    ['with quoted keys', financeSaas.replace('listeners:', '"listeners":')],
    ['with a YAML 1.2 directive', `%YAML 1.2\n---\n${financeSaas}`],
    ['with core tags', financeSaas.replace('name: finance-saas', 'name: !!str finance-saas')],
  ])('%s', (_, text) => same(text))

  it('dates and words of older YAML stay text', () => {
    expect(check(`${head}description: 2001-12-14\n`, []).plan?.description).toBe('2001-12-14')
    expect(check(`${head}description: yes\n`, []).plan?.description).toBe('yes')
    expect(check(`${head}description: 1:30\n`, []).plan?.description).toBe('1:30')
  })
})

describe('not a plan at all', () => {
  it.each<[string, string, Partial<PlanProblem>[]]>([
    ['empty', '', [{ code: 'not-a-mapping', line: 1, column: 1 }]],
    ['only white space', ' \n\n  \n', [{ code: 'not-a-mapping' }]],
    ['only comments', '# a\n# b\n', [{ code: 'not-a-mapping' }]],
    ['only a document start', '---\n', [{ code: 'not-a-mapping' }]],
    ['a word', 'hello', [{ code: 'not-a-mapping' }]],
    ['a list', '- a\n- b\n', [{ code: 'not-a-mapping' }]],
    ['null', 'null', [{ code: 'not-a-mapping' }]],
    [
      'two documents',
      `${financeSaas}---\n${financeSaas}`,
      [{ code: 'many-documents', line: financeSaas.split('\n').length }],
    ],
    ['two million documents', '---\n'.repeat(2_000_000), [{ code: 'many-documents' }]],
    ['NUL', 'a\u0000: 1', [{ code: 'not-text', line: 1, column: 2 }]],
    ['an escape sequence', `${head}description: \u001b[31m`, [{ code: 'not-text', line: 4, column: 14 }]],
    [
      '20 MB',
      `${head}# ${'x'.repeat(20 * 1024 * 1024)}`,
      [{ code: 'too-large', line: null, message: 'This text is 21 MiB; a plan may have 8 MiB.' }],
    ],
    ['8 MiB of two-byte letters', `${head}# ${'é'.repeat(planTextBytesMax / 2)}`, [{ code: 'too-large' }]],
    [
      'a private key',
      `${head}description: |\n  -----BEGIN RSA PRIVATE KEY-----\n  x\n`,
      [{ code: 'private-key', line: 5, column: 3 }],
    ],
    [
      'a private key in a list',
      `${head}extras:\n  - { target: haproxy, place: global, lines: ["-----BEGIN EC PRIVATE KEY-----"] }\n`,
      [{ code: 'private-key' }],
    ],
    [
      'a private key written with escapes',
      `${head}description: "-----BEGIN\\x20PRIVATE KEY-----"\n`,
      [{ code: 'private-key', path: '/description', line: 4 }],
    ],
  ])('%s', (_, text, expected) => void check(text, expected))

  it('a private key is never repeated in an answer', () => {
    const [problem] = parsePlanText(`${head}description: "-----BEGIN PRIVATE KEY----- MIIsecret"`).problems
    expect(JSON.stringify(problem)).not.toContain('MIIsecret')
  })
})

describe('broken syntax', () => {
  it.each<[string, string, Partial<PlanProblem>[]]>([
    [
      'an open quote',
      `${head}description: "abc\n`,
      [{ code: 'syntax', line: 5, column: 1, message: expect.stringMatching(/closing "quote/) }],
    ],
    ['an open bracket', `${head}routes: [\n`, [{ code: 'syntax', line: 5 }]],
    ['a tab as indent', `${head}listeners:\n\t- name: x\n`, [{ code: 'syntax', line: 5 }]],
    ['a line out of line', `${head}listeners:\n  - name: x\n   port: 1\n`, [{ code: 'syntax', line: 6 }]],
    ['a colon in a plain value', `${head}description: a: b\n`, [{ code: 'syntax', line: 4, column: 14 }]],
    [
      'a key twice',
      `${head}name: u\n`,
      [{ code: 'syntax', line: 4, column: 1, message: expect.stringMatching(/"name" stands twice/) }],
    ],
    [
      'a key twice below',
      `${head}listeners:\n  - name: x\n    port: 1\n    port: 2\n`,
      [{ code: 'syntax', line: 7, column: 5, message: expect.stringMatching(/"port" stands twice/) }],
    ],
    ['a list as key', `${head}? [a, b]\n: c\n`, [{ code: 'syntax', line: 4, column: 3 }]],
    ['an alias', `${head}description: &a x\nnamespace: *a\n`, [{ code: 'aliases', line: 4 }]],
    ['an anchor alone', `${head}description: &a x\n`, [{ code: 'aliases', line: 4, column: 14 }]],
    [
      'an alias bomb',
      `a: &a [x,x,x,x]\nb: &b [*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b]\nd: [*c,*c,*c,*c]\n`,
      [{ code: 'aliases', line: 1, column: 4 }],
    ],
    ['a merge key', `${head}listeners:\n  - <<: *base\n`, [{ code: 'aliases', line: 5, column: 9 }]],
    [
      'an unquoted wildcard',
      `${head}certificates:\n  - { name: x, hosts: [*.example.com] }\n`,
      [
        {
          code: 'aliases',
          line: 5,
          column: 24,
          message: '*.example.com without quotes is a YAML alias.',
          fix: { text: 'Quote it: "*.example.com".', patch: null },
        },
      ],
    ],
    [
      'an unquoted catch-all',
      `${head}certificates:\n  - { name: x, hosts: [ * ] }\n`,
      [{ code: 'aliases', fix: { text: 'Quote it: "*".', patch: null } }],
    ],
    [
      'a tag of a language',
      `${head}description: !!js/function 'x'\n`,
      [{ code: 'syntax', line: 4, column: 14, message: expect.stringMatching(/!!js\/function/) }],
    ],
    ['a tag of a cloud', `${head}description: !Ref x\n`, [{ code: 'syntax', message: expect.stringMatching(/!Ref/) }]],
    ['a binary', `${head}description: !!binary aGVsbG8=\n`, [{ code: 'syntax' }]],
    [
      'older YAML',
      `%YAML 1.1\n---\n${head}`,
      [{ code: 'syntax', line: 1, column: 1, message: expect.stringMatching(/YAML 1\.2/) }],
    ],
    ['a tag directive', `%TAG ! tag:x,2000:\n---\n${head}`, [{ code: 'syntax', line: 1 }]],
    [
      'deep flow lists',
      `${head}routes: ${'['.repeat(4_000_000)}`,
      [{ code: 'syntax', line: 4, message: expect.stringMatching(/nested more than 64/) }],
    ],
    [
      'deep flow mappings',
      `a: ${'{a: '.repeat(1_000_000)}`,
      [{ code: 'syntax', message: expect.stringMatching(/nested more than 64/) }],
    ],
    [
      'deep block lists',
      `a:\n  ${'- '.repeat(2_000_000)}x`,
      [{ code: 'syntax', message: expect.stringMatching(/nested more than 64/) }],
    ],
    [
      'deep block mappings',
      Array.from({ length: 2000 }, (_, depth) => `${' '.repeat(depth)}a:`).join('\n'),
      [{ code: 'syntax', message: expect.stringMatching(/nested more than 64/), line: 64 }],
    ],
    ['deep JSON', `{"a":${'['.repeat(100_000)}${']'.repeat(100_000)}}`, [{ code: 'syntax' }]],
  ])('%s', (_, text, expected) => void check(text, expected))

  it('answers with the first twenty of many errors', () => {
    expect(parsePlanText(`a: ${'"b" "c"\nd: '.repeat(1000)}`).problems.length).toBeLessThanOrEqual(20)
  })
})

const listener = (member: string) => `${head}listeners:\n  - name: https\n    protocol: tls\n    ${member}\n`
const route = (members: string) =>
  `${head}routes:\n  - name: a\n    listener: https\n    hosts: [a.example.com]\n    ${members.replaceAll('\n', '\n    ')}\n`

describe('wrong values', () => {
  it.each<[string, string, Partial<PlanProblem>[]]>([
    [
      'an unknown member',
      `${head}routez: []\n`,
      [
        {
          code: 'schema',
          path: '/routez',
          line: 4,
          message: 'There is no field routez here; did you mean routes?',
          fix: { text: 'Rename it to routes, or remove it.', patch: null },
        },
      ],
    ],
    [
      'an unknown member without neighbour',
      `${head}zzz: 1\n`,
      [
        {
          path: '/zzz',
          message: 'There is no field zzz here.',
          fix: { text: 'Remove zzz.', patch: [{ op: 'remove', path: '/zzz' }] },
        },
      ],
    ],
    [
      'constructor',
      `${head}constructor: 1\n`,
      [{ path: '/constructor', message: 'There is no field constructor here.' }],
    ],
    [
      'toString on a passthrough route',
      route('mode: passthrough\nupstream: u\ntoString: 1'),
      [{ code: 'schema', path: '/routes/0/toString' }],
    ],
    [
      'constructor on a passthrough route',
      route('mode: passthrough\nupstream: u\nconstructor: 1'),
      [{ code: 'schema', path: '/routes/0/constructor' }],
    ],
    [
      '__proto__',
      `${head}__proto__: { a: 1 }\n`,
      [{ code: 'schema', path: '/__proto__', line: 4, message: 'There is no field __proto__ here.' }],
    ],
    [
      '__proto__ among headers',
      route(
        'mode: terminate\ncertificate: c\nrequestHeaders: { set: { __proto__: x } }\npaths: [{ path: /, upstream: u }]',
      ),
      [{ code: 'schema', path: '/routes/0/requestHeaders/set/__proto__', line: 10 }],
    ],
    ['a mode of Object', route('mode: constructor\nkeys: 1'), [{ path: '/routes/0/mode', line: 8 }]],
    ['a merge key with a value', `${head}<<: { name: x }\n`, [{ code: 'schema', path: '/<<' }]],
    [
      'a missing member',
      'apiVersion: signalbox/v1\nkind: Plan\n',
      [{ path: '/name', line: 1, message: 'name is missing.', fix: { text: 'Add name: text.', patch: null } }],
    ],
    [
      'another version',
      'apiVersion: signalbox/v2\nkind: Plan\nname: t\n',
      [
        {
          path: '/apiVersion',
          line: 1,
          message: 'apiVersion: "signalbox/v2" is not known here; use "signalbox/v1".',
          fix: { text: 'Use "signalbox/v1".', patch: null },
        },
      ],
    ],
    [
      'a number as text',
      listener('port: "443"'),
      [
        {
          path: '/listeners/0/port',
          line: 7,
          column: 5,
          message: 'listeners[0].port is the text "443", but must be a number.',
          fix: {
            text: 'Write the number without quotes: 443.',
            patch: [{ op: 'replace', path: '/listeners/0/port', value: 443 }],
          },
        },
      ],
    ],
    ['no number', listener('port: https'), [{ fix: { text: 'Write a number.', patch: null } }]],
    ['NaN', listener('port: .nan'), [{ path: '/listeners/0/port' }]],
    [
      'nothing',
      listener('port:'),
      [{ path: '/listeners/0/port', line: 7, message: 'listeners[0].port is nothing, but must be a number.' }],
    ],
    ['a fraction', listener('port: 1.5'), [{ path: '/listeners/0/port' }]],
    [
      'too big a number',
      listener('port: 70000'),
      [{ path: '/listeners/0/port', message: 'listeners[0].port: a port is a number from 1 to 65535.' }],
    ],
    [
      'text as a number',
      'apiVersion: signalbox/v1\nkind: Plan\nname: 12\n',
      [
        {
          path: '/name',
          line: 3,
          message: 'name is the number 12, but must be text.',
          fix: { text: 'Put it in quotes, so that it is text.', patch: null },
        },
      ],
    ],
    [
      'text instead of a list',
      `${head}certificates: [{ name: c, hosts: a.example.com }]\n`,
      [
        {
          path: '/certificates/0/hosts',
          fix: {
            text: 'Write a list: ["a.example.com"].',
            patch: [{ op: 'replace', path: '/certificates/0/hosts', value: ['a.example.com'] }],
          },
        },
      ],
    ],
    ['a list instead of a mapping', `${head}listeners: [[]]\n`, [{ path: '/listeners/0' }]],
    [
      'an empty list of hosts',
      route('mode: passthrough\nupstream: u').replace('[a.example.com]', '[]'),
      [{ path: '/routes/0/hosts', message: 'routes[0].hosts needs at least 1 entry.' }],
    ],
    [
      'a list instead of true',
      `${head}upstreams: [{ name: u, servers: [{ host: h, port: 1, backup: "yes" }] }]\n`,
      [
        {
          path: '/upstreams/0/servers/0/backup',
          fix: { text: 'Write true.', patch: [{ op: 'replace', path: '/upstreams/0/servers/0/backup', value: true }] },
        },
      ],
    ],
    [
      'a bad host',
      route('mode: passthrough\nupstream: u').replace('a.example.com', 'https://a'),
      [
        {
          path: '/routes/0/hosts/0',
          line: 7,
          column: 13,
          message: 'routes[0].hosts[0]: write the host name alone, without a scheme.',
        },
      ],
    ],
    [
      'no mode',
      route('upstream: u'),
      [{ path: '/routes/0/mode', message: expect.stringMatching(/terminate, passthrough or reencrypt/) }],
    ],
    [
      'an unknown mode',
      route('mode: forward'),
      [
        {
          path: '/routes/0/mode',
          message: 'routes[0].mode: "forward" is not known here; use terminate, passthrough or reencrypt.',
        },
      ],
    ],
    [
      'an upstream on a terminated route',
      route('mode: terminate\ncertificate: c\nupstream: u\npaths: [{ path: /, upstream: u }]'),
      [{ path: '/routes/0/upstream', message: expect.stringMatching(/sends by path/) }],
    ],
    [
      'a rewrite no exact path has',
      route(
        'mode: terminate\ncertificate: c\npaths: [{ path: /a, match: exact, upstream: u, rewrite: { prefix: /b } }]',
      ),
      [{ path: '/routes/0/paths/0/rewrite/path' }, { path: '/routes/0/paths/0/rewrite/prefix' }],
    ],
    [
      'two kinds of upstream',
      route('mode: terminate\ncertificate: c\npaths: [{ path: /, upstream: u, upstreams: [{ upstream: u }] }]'),
      [{ path: '/routes/0/paths/0', message: expect.stringMatching(/either upstream/) }],
    ],
    [
      'a bad header name',
      route(
        'mode: terminate\ncertificate: c\nrequestHeaders: { set: { "a b": x } }\npaths: [{ path: /, upstream: u }]',
      ),
      [
        {
          path: '/routes/0/requestHeaders/set/a b',
          message: expect.stringMatching(/header name starts with a letter/),
        },
      ],
    ],
    ['a name of 10,000 letters', `${head}${'a'.repeat(10_000)}: 1\n`, [{ code: 'syntax' }]],
    ['a value of a megabyte', `${head}namespace: ${'a'.repeat(1_000_000)}\n`, [{ path: '/namespace' }]],
  ])('%s', (_, text, expected) => void check(text, expected))

  it('says that there are more than it shows', () => {
    const { problems } = parsePlanText(
      `${head}${Array.from({ length: 50_000 }, (_, index) => `k${index}: 1`).join('\n')}\n`,
    )
    expect(problems).toHaveLength(201)
    expect(problems.at(-1)?.message).toBe('There are more problems than the 200 shown.')
  })

  it('finds a key that stands twice among many, in linear time', () => {
    const keys = Array.from({ length: 50_000 }, (_, index) => `  k${index}: 1`)
    check(`${head}x:\n${keys.join('\n')}\n  k77: 2\n`, [{ code: 'syntax', line: 50_005 }])
  })
})

describe('impossible states', () => {
  it.each<[string, string, RegExp]>([
    ['paths', 'paths: []', /cannot see paths/],
    ['certificate', 'certificate: c', /show an edge certificate/],
    ['requestHeaders', 'requestHeaders: {}', /request headers/],
    ['responseHeaders', 'responseHeaders: {}', /response headers/],
    ['rateLimit', 'rateLimit: { requests: 1 }', /count requests/],
    ['clientAuth', 'clientAuth: { mode: required, trust: t }', /backend, which must check/],
    ['hsts', 'hsts: {}', /HSTS/],
    ['waf', 'waf: {}', /inspect requests/],
    ['upstreamTls', 'upstreamTls: {}', /untouched/],
    ['plainHttp', 'plainHttp: serve', /forward hands/],
  ])('%s on a passthrough route: the reason, a fix, and the rest of the plan', (key, member, message) => {
    const { plan } = check(route(`mode: passthrough\nupstream: u\n${member}`), [
      {
        code: 'impossible',
        path: `/routes/0/${key}`,
        line: 10,
        message: expect.stringMatching(message),
        fix: { text: expect.any(String), patch: [expect.objectContaining({ path: `/routes/0/${key}` })] },
      },
    ])
    expect(plan?.routes).toHaveLength(1)
    expect(plan?.routes[0]).not.toHaveProperty(key)
  })

  it('recovers a plan with thousands of them', () => {
    const input = manyTenantsPlan(1500)
    const routes = input.routes?.map((each) => ({
      ...each,
      mode: 'passthrough',
      upstream: each.name,
      waf: {},
      hsts: {},
    }))
    const { plan, problems } = parsePlanText(JSON.stringify({ ...input, routes }))
    expect(plan?.routes).toHaveLength(1500)
    expect(problems).toHaveLength(201)
  })
})

describe('places', () => {
  const placeOf = (pointer: string, line: number, column: number) =>
    expect(parsePlanText(financeSaas).locate(pointer)).toEqual({ line, column })
  it.each<[string, number, number]>([
    ['', 1, 1],
    ['/name', 3, 1],
    ['/listeners', 5, 1],
    ['/listeners/1', 7, 5],
    ['/listeners/1/port', 7, 19],
    ['/listeners/9', 5, 1],
    ['/upstreams/0/servers/1/weight', 14, 79],
    ['/upstreams/0/servers/1/nothing/below', 14, 48],
    ['/missing', 1, 1],
  ])('%s', placeOf)

  it('are the same for a plan read in pieces and as a whole', () => {
    fc.assert(
      fc.property(arbitraryPlan(), (plan) => {
        const text = printPlan(plan)
        // A leading byte order mark makes the reader take the text as a whole.
        const pieces = parsePlanText(text)
        const whole = parsePlanText(`\ufeff${text}`)
        for (const pointer of pointersOf(plan).slice(0, 80)) {
          const place = whole.locate(pointer)
          expect(pieces.locate(pointer)).toEqual(place?.line === 1 ? { ...place, column: 1 } : place)
        }
      }),
      { seed, numRuns: 60 },
    )
  })
})

function pointersOf(value: unknown, path: string[] = []): string[] {
  if (typeof value !== 'object' || value === null) return [toPointer(path)]
  return [toPointer(path), ...Object.entries(value).flatMap(([key, member]) => pointersOf(member, [...path, key]))]
}

describe('printing', () => {
  it('and reading give the same plan', () => {
    fc.assert(
      fc.property(fc.oneof(arbitraryPlan(), anyPlan()), (plan) => {
        const text = printPlan(plan)
        const printable = !/[\x00-\x08\x0b\x0c\x0e-\x1f]/.test(text)
        if (printable) expect(parsePlanText(text)).toMatchObject({ plan, problems: [] })
      }),
      { seed, numRuns: 300 },
    )
  })

  it('leaves out what only repeats a default, in the order of the schema', () => {
    const plan = planSchema.parse({
      name: 'x',
      kind: 'Plan',
      apiVersion: 'signalbox/v1',
      routes: [{ mode: 'passthrough', name: 'r', hosts: ['a.example'], upstream: 'u', listener: 'https' }],
    })
    expect(printPlan(plan)).toBe(
      'apiVersion: signalbox/v1\nkind: Plan\nname: x\nroutes:\n  - name: r\n    listener: https\n    hosts:\n      - a.example\n    mode: passthrough\n    upstream: u\n',
    )
  })

  it('quotes what older YAML would read otherwise', () => {
    const text = printPlan({
      apiVersion: 'signalbox/v1',
      kind: 'Plan',
      name: 'on',
      namespace: 'yes',
      description: '1:30',
    })
    expect(text).toContain('name: "on"')
    expect(text).toContain('namespace: "yes"')
    expect(text).toContain('description: "1:30"')
  })

  it('normalising twice is normalising once', () => {
    fc.assert(
      fc.property(anyPlan(), (plan) => {
        expect(planSchema.parse(plan)).toEqual(plan)
      }),
      { seed, numRuns: 200 },
    )
  })
})

describe('whatever the bytes', () => {
  const signs = [
    '\n',
    '\t',
    ' ',
    '  ',
    '- ',
    ': ',
    '"',
    "'",
    '[',
    ']',
    '{',
    '}',
    '#',
    '&a',
    '*a',
    '!t',
    '|',
    '>',
    '%',
    '@',
    '`',
    '?',
    '---\n',
    '...',
    ',',
    '\r',
    '\ufeff',
    '\u0000',
    '\u2028',
    '\ud800',
    'é',
    '0',
    '~',
    '<<: ',
    '__proto__: ',
    'x',
  ]
  const mutation = fc.record({ at: fc.nat(), cut: fc.nat(30), insert: fc.constantFrom(...signs) })
  const mutated = fc
    .tuple(
      fc.constantFrom(...planExamples.slice(0, 4).map((example) => example.text())),
      fc.array(mutation, { minLength: 1, maxLength: 6 }),
    )
    .map(([text, mutations]) =>
      mutations.reduce(
        (now, { at, cut, insert }) =>
          now.slice(0, at % (now.length + 1)) + insert + now.slice((at % (now.length + 1)) + cut),
        text,
      ),
    )

  it('reading never throws, and says what is wrong', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          mutated,
          fc.string({ unit: 'binary', maxLength: 300 }),
          fc.string({ unit: fc.constantFrom(...signs), maxLength: 80 }),
        ),
        (text) => {
          isHelpful(parsePlanText(text))
        },
      ),
      { seed, numRuns: 1000, interruptAfterTimeLimit: 10_000 },
    )
  })

  it('a text read in pieces has the data of the text read as a whole', () => {
    let pieces = 0
    fc.assert(
      fc.property(mutated, (text) => {
        const reading = readSource(text)
        if (!reading.ok || reading.source.sections === null) return
        pieces++
        const whole = readSource(`\ufeff${text}`)
        expect(whole.ok).toBe(true)
        if (whole.ok) expect(whole.source.data).toEqual(reading.source.data)
      }),
      { seed, numRuns: 1000, interruptAfterTimeLimit: 10_000 },
    )
    expect(pieces).toBeGreaterThan(100)
  })
})

describe('many routes', () => {
  it('are read in pieces, and an edit reads one piece again', () => {
    const text = manyTenants(300)
    const reading = readSource(text)
    expect(reading.ok && reading.source.sections?.find((section) => section.key === 'routes')?.items).toHaveLength(300)
    const edited = readSource(text.replace('tenant-00100.example.com', 'other.example.com'))
    if (!reading.ok || !edited.ok) throw new Error('both are valid')
    const [before, after] = [reading, edited].map(({ source }) => source.data.upstreams as unknown[])
    // The same object: not read again.
    expect(after?.filter((upstream, index) => upstream === before?.[index]).length).toBe(299)
  })
})
