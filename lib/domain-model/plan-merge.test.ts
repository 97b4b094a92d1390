import { describe, expect, test } from 'vitest'
import type { Choices } from './merge/write-merged'
import { parsePlanText } from './plan-document'
import { mergePlanTexts } from './plan-merge'

const base = `# The edge of finance.
apiVersion: signalbox/v1
kind: Plan
name: finance
listeners:
  - { name: https, port: 443, protocol: tls } # the only one
upstreams:
  # the gateway
  - name: gateway
    servers: [{ host: 10.0.1.10, port: 8080 }, { host: 10.0.1.11, port: 8080 }]
    balance: least-connections
  - name: ledger
    servers:
      - { host: 10.0.2.20, port: 443 }
certificates:
  - { name: api, hosts: [api.example.com], secret: api-tls }
routes:
  - name: api
    listener: https
    hosts: [api.example.com]
    mode: terminate
    certificate: api
    paths:
      - { path: /v1/, upstream: gateway } # public
      - { path: /internal, upstream: ledger }

  # payments hold their own certificates
  - name: payments
    listener: https
    hosts:
      - payments.example.com
      - pay.example.com
    mode: passthrough
    upstream: ledger
`

type Edit = readonly [from: string, to: string]

function edited(text: string, edits: readonly Edit[]): string {
  return edits.reduce((now, [from, to]) => {
    expect(now.split(from), `${JSON.stringify(from)} stands once`).toHaveLength(2)
    return now.replace(from, () => to)
  }, text)
}

const merge = (mine: readonly Edit[], theirs: readonly Edit[], choices?: Choices) =>
  mergePlanTexts({ base, mine: edited(base, mine), theirs: edited(base, theirs) }, choices)

/** Both edits stand in the result as if one person had made them, in either order. */
function checkMerges(mine: readonly Edit[], theirs: readonly Edit[]) {
  const expected = edited(edited(base, mine), theirs)
  expect(merge(mine, theirs)).toMatchObject({ how: 'plan', conflicts: [], text: expected })
  expect(merge(theirs, mine)).toMatchObject({ conflicts: [], text: expected })
}

interface Expected {
  id: string
  says: string
  values: [base: unknown, mine: unknown, theirs: unknown]
  /** What the text has after each choice, and no longer has. */
  mine: [has: string, hasNot?: string]
  theirs: [has: string, hasNot?: string]
}

function checkCollides(mine: readonly Edit[], theirs: readonly Edit[], expected: Expected) {
  const open = merge(mine, theirs)
  const [was, my, their] = expected.values
  expect(open.conflicts).toMatchObject([{ id: expected.id, sentence: expected.says, choice: null }])
  expect(open.conflicts[0]?.values).toEqual({ base: was, mine: my, theirs: their })
  for (const side of ['mine', 'theirs'] as const) {
    const settled = merge(mine, theirs, { [expected.id]: side })
    expect(settled.conflicts.map(({ choice }) => choice)).toEqual([side])
    const [has, hasNot] = expected[side]
    expect(settled.text, side).toContain(has)
    if (hasNot) expect(settled.text, side).not.toContain(hasNot)
    expect(parsePlanText(settled.text).problems).toEqual([])
  }
}

describe('what does not touch merges', () => {
  test('two things', () =>
    checkMerges(
      [['port: 443, protocol', 'port: 8443, protocol']],
      [['pay.example.com', 'zahlen.example.com # since May']],
    ))

  test('two members of one thing, on neighbouring lines', () =>
    checkMerges(
      [['balance: least-connections', 'balance: source']],
      [['name: ledger\n', 'name: ledger\n    balance: source # sticky\n']],
    ))

  test('two members on one line', () => {
    const { text, conflicts } = merge(
      [
        [
          '{ name: https, port: 443, protocol: tls } # the only one',
          '{ name: https, port: 8443, protocol: tls } # mine',
        ],
      ],
      [['protocol: tls }', 'protocol: tls, tlsProfile: modern }']],
    )
    expect(conflicts).toEqual([])
    expect(text).toContain('{ name: https, port: 8443, protocol: tls, tlsProfile: modern } # mine')
  })

  test('items of a list, by their value', () =>
    checkMerges(
      [['      - pay.example.com\n', '']],
      [['      - payments.example', '      - new.example.com\n      - payments.example']],
    ))

  test('both add at the same place', () => {
    const route = (name: string) =>
      `\n  # ${name} added this\n  - { name: ${name}, listener: https, hosts: [${name}.example.com], mode: passthrough, upstream: ledger }\n`
    const end = '    mode: passthrough\n    upstream: ledger\n'
    const { text, conflicts } = merge([[end, end + route('mine')]], [[end, end + route('theirs')]])
    expect(conflicts).toEqual([])
    expect(text).toBe(edited(base, [[end, end + route('theirs') + route('mine')]]))
  })

  test('both change the same thing in the same way', () => {
    const edit: Edit[] = [['port: 443, protocol', 'port: 8443, protocol']]
    expect(merge(edit, [...edit, ['pay.example.com', 'x.example.com']])).toMatchObject({
      conflicts: [],
      text: edited(base, [...edit, ['pay.example.com', 'x.example.com']]),
    })
  })

  test('a remark above what the other side changed', () =>
    checkMerges([['# the gateway', '# the gateway, until June']], [['balance: least-connections', 'balance: source']]))

  test('one moves, the other changes', () => {
    const ledger = '  - name: ledger\n    servers:\n      - { host: 10.0.2.20, port: 443 }\n'
    const { text, conflicts } = merge(
      [
        [ledger, ''],
        ['  # the gateway\n', `${ledger}  # the gateway\n`],
      ],
      [['balance: least-connections', 'balance: source']],
    )
    expect(conflicts).toEqual([])
    expect(text.indexOf('name: ledger')).toBeLessThan(text.indexOf('name: gateway'))
    expect(text).toContain('balance: source')
  })

  test('a rename takes along what the other side made of the old name', () => {
    const { text, conflicts, changes } = merge(
      [
        ['name: ledger', 'name: books'],
        ['{ path: /internal, upstream: ledger }', '{ path: /internal, upstream: books }'],
        ['passthrough\n    upstream: ledger', 'passthrough\n    upstream: books'],
      ],
      [
        [
          '{ path: /v1/, upstream: gateway } # public',
          '{ path: /v1/, upstream: gateway } # public\n      - { path: /v2/, upstream: ledger }',
        ],
      ],
    )
    expect(conflicts).toEqual([])
    expect(text).toContain('- { path: /v2/, upstream: books }')
    expect(text).not.toContain('ledger')
    expect(changes.mine[0]).toMatchObject({ change: 'renamed', thing: 'upstream ledger', to: 'books' })
  })
})

describe('what touches is shown', () => {
  test('one member, two values', () =>
    checkCollides(
      [['port: 443, protocol', 'port: 8443, protocol']],
      [['port: 443, protocol', 'port: 9443, protocol']],
      {
        id: '/listeners/https/port',
        says: 'You both changed listener https › port, to different values.',
        values: [443, 8443, 9443],
        mine: ['port: 8443', '9443'],
        theirs: ['port: 9443', '8443'],
      },
    ))

  test('one host, two corrections', () =>
    checkCollides([['- pay.example', '- my.example']], [['- pay.example', '- their.example']], {
      id: '/routes/payments/hosts/pay.example.com',
      says: 'You both changed route payments › hosts pay.example.com, to different values.',
      values: ['pay.example.com', 'my.example.com', 'their.example.com'],
      mine: ['my.example.com', 'their.example'],
      theirs: ['their.example.com', 'my.example'],
    }))

  test('an edit and a removal', () =>
    checkCollides(
      [['      - { path: /internal, upstream: ledger }\n', '']],
      [['{ path: /internal, upstream: ledger }', '{ path: /internal, upstream: gateway }']],
      {
        id: '/routes/api/paths/~1internal',
        says: 'You removed route api › paths /internal; they changed it.',
        values: [{ path: '/internal', upstream: 'ledger' }, undefined, { path: '/internal', upstream: 'gateway' }],
        mine: ['/v1/', '/internal'],
        theirs: ['{ path: /internal, upstream: gateway }'],
      },
    ))

  test('one name for two new things', () => {
    const at = 'certificates:\n'
    const own = (secret: string) => `certificates:\n  - { name: new, hosts: [api.example.com], secret: ${secret} }\n`
    checkCollides([[at, own('mine')]], [[at, own('theirs')]], {
      id: '/certificates/new',
      says: 'You both added certificate new, and not the same.',
      values: [
        undefined,
        { name: 'new', hosts: ['api.example.com'], secret: 'mine' },
        { name: 'new', hosts: ['api.example.com'], secret: 'theirs' },
      ],
      mine: ['secret: mine', 'secret: theirs'],
      theirs: ['secret: theirs', 'secret: mine'],
    })
  })

  test('a new name and an edit under the old one', () =>
    checkCollides(
      [
        ['name: gateway', 'name: front'],
        ['upstream: gateway', 'upstream: front'],
      ],
      [['balance: least-connections', 'balance: source']],
      {
        id: '/upstreams/gateway/name',
        says: 'You renamed upstream gateway to front, and they changed it under its old name.',
        values: ['gateway', 'front', 'gateway'],
        mine: ['upstream: front } # public', 'gateway }'],
        theirs: ['upstream: gateway } # public', 'front'],
      },
    ))

  test('two new names', () =>
    checkCollides(
      [
        ['name: gateway', 'name: front'],
        ['upstream: gateway', 'upstream: front'],
      ],
      [
        ['name: gateway', 'name: door'],
        ['upstream: gateway', 'upstream: door'],
      ],
      {
        id: '/upstreams/gateway/name',
        says: 'You renamed upstream gateway to front; they renamed it to door.',
        values: ['gateway', 'front', 'door'],
        mine: ['upstream: front } # public', 'door'],
        theirs: ['upstream: door } # public', 'front'],
      },
    ))

  test('a new name for what the other side removed', () =>
    checkCollides(
      [
        ['{ name: api, hosts', '{ name: api-2, hosts'],
        ['certificate: api', 'certificate: api-2'],
      ],
      [
        ['  - { name: api, hosts: [api.example.com], secret: api-tls }\n', ''],
        ['certificates:\n', 'certificates: []\n'],
      ],
      {
        id: '/certificates/api',
        says: 'They removed certificate api; you changed it.',
        values: [
          { name: 'api', hosts: ['api.example.com'], secret: 'api-tls' },
          { name: 'api-2', hosts: ['api.example.com'], secret: 'api-tls' },
          undefined,
        ],
        mine: ['certificate: api-2'],
        theirs: ['certificates: []', 'api-2'],
      },
    ))

  test('a name that one side gave and the other side added', () =>
    checkCollides(
      [
        ['name: ledger', 'name: books'],
        ['{ path: /internal, upstream: ledger }', '{ path: /internal, upstream: books }'],
        ['passthrough\n    upstream: ledger', 'passthrough\n    upstream: books'],
      ],
      [['certificates:\n', '  - { name: books, servers: [{ host: 10.9.9.9, port: 1 }] }\ncertificates:\n']],
      {
        id: '/upstreams/ledger',
        says: 'You both added upstream books, and not the same.',
        values: [
          undefined,
          { name: 'books', servers: [{ host: '10.0.2.20', port: 443 }] },
          { name: 'books', servers: [{ host: '10.9.9.9', port: 1 }] },
        ],
        mine: ['upstream: books', '10.9.9.9'],
        theirs: ['upstream: ledger'],
      },
    ))

  test('edits that are fine alone and impossible together', () => {
    const passthrough: Edit[] = [
      [
        '    mode: terminate\n    certificate: api\n    paths:\n      - { path: /v1/, upstream: gateway } # public\n      - { path: /internal, upstream: ledger }\n',
        '    mode: passthrough\n    upstream: gateway\n',
      ],
    ]
    const { conflicts } = merge(passthrough, [
      ['    certificate: api\n', '    certificate: api\n    hsts: { maxAgeSeconds: 300 }\n'],
    ])
    expect(conflicts).toMatchObject([{ id: '/routes/api', kind: 'together', at: { mine: '/routes/0' } }])
    expect(conflicts[0]?.sentence).toMatch(/passthrough/)
    const choose = (side: 'mine' | 'theirs') =>
      merge(passthrough, [['    certificate: api\n', '    certificate: api\n    hsts: { maxAgeSeconds: 300 }\n']], {
        '/routes/api': side,
      })
    expect(parsePlanText(choose('mine').text)).toMatchObject({
      problems: [],
      plan: { routes: [{ mode: 'passthrough' }, {}] },
    })
    expect(parsePlanText(choose('theirs').text)).toMatchObject({ problems: [], plan: { routes: [{ hsts: {} }, {}] } })
  })

  test('two orders of what is read in order', () => {
    const { conflicts } = mergePlanTexts({
      base: 'routes: [{ name: a, x: 1 }, { name: b, x: 2 }, { name: c, x: 3 }]\n',
      mine: 'routes: [{ name: b, x: 2 }, { name: a, x: 1 }, { name: c, x: 3 }]\n',
      theirs: 'routes: [{ name: a, x: 1 }, { name: c, x: 3 }, { name: b, x: 2 }]\n',
    })
    expect(conflicts).toMatchObject([
      { id: '/routes/order', kind: 'moved', values: { mine: ['b', 'a', 'c'], theirs: ['a', 'c', 'b'] } },
    ])
  })

  test('two remarks at the end of one line', () =>
    checkCollides([['# the only one', '# mine']], [['# the only one', '# theirs']], {
      id: 'lines/1',
      says: 'You both changed the same lines, each with a remark.',
      values: [
        '  - { name: https, port: 443, protocol: tls } # the only one',
        '  - { name: https, port: 443, protocol: tls } # mine',
        '  - { name: https, port: 443, protocol: tls } # theirs',
      ],
      mine: ['# mine', '# theirs'],
      theirs: ['# theirs', '# mine'],
    }))
})

describe('texts that are no plan', () => {
  test('merge by lines where lines are apart', () => {
    const { how, text, conflicts } = merge([['kind: Plan', 'kind: [Plan']], [['pay.example.com', 'x.example.com']])
    expect({ how, conflicts }).toEqual({ how: 'lines', conflicts: [] })
    expect(text).toBe(
      edited(base, [
        ['kind: Plan', 'kind: [Plan'],
        ['pay.example.com', 'x.example.com'],
      ]),
    )
  })

  test('collide by lines where they meet', () => {
    const open = merge([['kind: Plan', 'kind: [Plan']], [['kind: Plan', 'kind: Plan # ok']])
    expect(open).toMatchObject({ how: 'lines', conflicts: [{ id: 'lines/1', place: 'line 3' }] })
    expect(
      merge([['kind: Plan', 'kind: [Plan']], [['kind: Plan', 'kind: Plan # ok']], { 'lines/1': 'mine' }).text,
    ).toContain('[Plan')
  })

  test('a draft whose base is not known is one conflict with what there is', () => {
    const { how, conflicts } = mergePlanTexts({ base: '', mine: base, theirs: base.replace('443', '8443') })
    expect(how).toBe('lines')
    expect(conflicts).toHaveLength(1)
  })
})

test('line ends stay what they are', () => {
  const crlf = (text: string) => text.replaceAll('\n', '\r\n')
  const [mine, theirs] = [base.replace('port: 443, p', 'port: 8443, p'), base.replace('pay.example', 'x.example')]
  const { text, conflicts } = mergePlanTexts({ base: crlf(base), mine: crlf(mine), theirs: crlf(theirs) })
  expect(conflicts).toEqual([])
  expect(text).toBe(crlf(mine.replace('pay.example', 'x.example')))
})

test('JSON merges as JSON', () => {
  const json = (port: number, hosts: string[]) =>
    `${JSON.stringify({ apiVersion: 'signalbox/v1', kind: 'Plan', name: 'j', listeners: [{ name: 'https', port, protocol: 'tls' }], routes: [{ name: 'r', listener: 'https', hosts, mode: 'passthrough', upstream: 'u' }] }, null, 2)}\n`
  const { text, conflicts } = mergePlanTexts({
    base: json(443, ['a.example']),
    mine: json(8443, ['a.example']),
    theirs: json(443, ['a.example', 'b.example']),
  })
  expect(conflicts).toEqual([])
  expect(text).toBe(json(8443, ['a.example', 'b.example']))
})
