import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { arbitraryPlan } from './arbitrary-plan'
import { financeSaas } from './examples/finance-saas'
import { manyTenants } from './examples/many-tenants'
import { applyPatch } from './patch'
import { planJsonSchema } from './plan'
import { parsePlanText } from './plan-document'
import { editPlanText } from './plan-edit'
import { type NamedKind, planReferences } from './references'
import { removalEffects, renamePatch } from './rename'

const plan = parsePlanText(financeSaas).plan
const kinds: NamedKind[] = ['listener', 'route', 'upstream', 'certificate', 'trust']

describe('renaming', () => {
  const check = (kind: NamedKind, name: string, expected: string[]) =>
    expect(renamePatch(plan, kind, name, 'new').map((operation) => operation.path)).toEqual(expected)
  it.each<[NamedKind, string, string[]]>([
    ['listener', 'https', ['/listeners/0/name', '/routes/0/listener', '/routes/1/listener']],
    ['route', 'api', ['/routes/0/name']],
    ['upstream', 'api-gateway', ['/upstreams/0/name', '/routes/0/paths/0/upstream']],
    ['certificate', 'api', ['/certificates/0/name', '/routes/0/certificate']],
    ['trust', 'partners', ['/trust/0/name', '/routes/0/clientAuth/trust']],
    ['trust', 'nobody', []],
  ])('%s %s', check)

  it('keeps every decision of the plan: references mean what they meant', () => {
    fc.assert(
      fc.property(arbitraryPlan({ runnable: true }), fc.constantFrom(...kinds), fc.nat(9), (before, kind, index) => {
        const named = {
          listener: before.listeners,
          route: before.routes,
          upstream: before.upstreams,
          certificate: before.certificates,
          trust: before.trust,
        }[kind]
        const name = named[index % Math.max(named.length, 1)]?.name
        if (name === undefined) return
        const renamed = applyPatch(before, renamePatch(before, kind, name, 'renamed'))
        expect(renamed.ok).toBe(true)
        if (!renamed.ok) return
        expect(
          planReferences(renamed.data).filter((reference) => reference.kind === kind && reference.name === name),
        ).toEqual([])
        const back = applyPatch(renamed.data, renamePatch(renamed.data, kind, 'renamed', name))
        expect(back).toEqual({ ok: true, data: before })
      }),
      { seed: 20260801 },
    )
  })

  it('writes a name used a thousand times in one pass', () => {
    const text = manyTenants(1000)
    const result = editPlanText(text, renamePatch(parsePlanText(text).plan, 'listener', 'https', 'edge'))
    expect(result).toMatchObject({ ok: true })
    expect(result.ok && result.text).toBe(
      text.replaceAll('listener: https', 'listener: edge').replace('- name: https', '- name: edge'),
    )
  })
})

describe('removing', () => {
  const check = (kind: NamedKind, index: number, expected: string[]) =>
    expect(removalEffects(plan, kind, [index]).dangling.map((reference) => reference.path)).toEqual(expected)
  it.each<[NamedKind, number, string[]]>([
    ['listener', 0, ['/routes/0/listener', '/routes/1/listener']],
    ['listener', 1, []],
    ['upstream', 1, ['/routes/1/upstream']],
    ['certificate', 0, ['/routes/0/certificate']],
    ['route', 0, []],
    ['route', 9, []],
  ])('%s %d', check)

  it('a namesake takes over', () => {
    const twice = { ...plan, trust: [...(plan?.trust ?? []), { name: 'partners' }] }
    expect(removalEffects(twice, 'trust', [0])).toEqual({ dangling: [], takenOverBy: ['/trust/1'] })
    expect(removalEffects(twice, 'trust', [1])).toEqual({ dangling: [], takenOverBy: [] })
    expect(removalEffects(twice, 'trust', [0, 1]).dangling.map(({ path }) => path)).toEqual([
      '/routes/0/clientAuth/trust',
    ])
  })

  it('a route that is its own last resort does not dangle', () => {
    const own = { routes: [{ name: 'a' }], listeners: [{ unmatched: { route: 'a' } }] }
    expect(removalEffects(own, 'route', [0]).dangling.map((reference) => reference.from)).toEqual(['/listeners/0'])
  })

  it.each([null, 1, [], { routes: 1 }, { routes: [null, { paths: {} }] }])('half-written data: %j', (data) => {
    expect(planReferences(data)).toEqual([])
    expect(renamePatch(data, 'route', 'x', 'y')).toEqual([])
  })
})

describe('the list of places', () => {
  it('knows every reference of the schema', () => {
    const described =
      JSON.stringify(planJsonSchema()).match(/The name of something defined elsewhere in this plan\./g) ?? []
    // Some references describe themselves otherwise; the members that hold one are these.
    const members = new Set([
      'acmeUpstream',
      'route',
      'listener',
      'certificate',
      'upstream',
      'trust',
      'clientCertificate',
    ])
    const found = new Set<string>()
    const walk = (schema: unknown): void => {
      if (typeof schema !== 'object' || schema === null) return
      const { properties } = schema as { properties?: Record<string, { type?: string; pattern?: string }> }
      for (const [key, member] of Object.entries(properties ?? {}))
        if (
          key !== 'name' &&
          key !== 'target' &&
          member.type === 'string' &&
          member.pattern?.includes('[A-Za-z0-9._-]{0,61}')
        )
          found.add(key)
      for (const value of Object.values(schema)) walk(value)
    }
    walk(planJsonSchema())
    expect(found).toEqual(members)
    expect(described.length).toBeGreaterThan(0)
  })
})
