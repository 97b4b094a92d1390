import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { arbitraryPlan } from './arbitrary-plan'
import { valueAt } from './json-pointer'
import { patchBetween } from './merge/patch-between'
import type { Plan, PlanInput } from './plan'
import { parsePlanText, printPlan } from './plan-document'
import { editPlanText } from './plan-edit'
import { mergePlanTexts, type PlanMerge } from './plan-merge'
import { sameData } from './same-data'
import { readSource } from './yaml-source'

const seed = 20_261_121
const numRuns = 100

/** Fast-check prints the seed, the path and the smallest counterexample of what fails. */
const holds = (property: fc.IPropertyWithHooks<[Case]>) => fc.assert(property, { seed, numRuns })

interface Case {
  base: string
  mine: string
  theirs: string
}

const dataOf = (text: string): Record<string, unknown> => {
  const reading = readSource(text)
  if (!reading.ok) throw new Error(reading.problems[0]?.message)
  return reading.source.data
}

/** A commented plan and two versions of it, each made by a few edits as the form makes them, with a remark of its own now and then. */
const versions: fc.Arbitrary<Case> = fc
  .record({ plan: arbitraryPlan({ runnable: true, routesMax: 5 }), mine: edits('mine'), theirs: edits('theirs') })
  .map(({ plan, mine, theirs }) => {
    const base = withRemarks(printPlan(plan))
    return { base, mine: mine(base), theirs: theirs(base) }
  })

function withRemarks(text: string): string {
  return text.replace(/^( *)- name: (\S+)$/gm, '$1# about $2\n$1- name: $2')
}

type Edit = (data: PlanInput, side: string) => PlanInput

/** What people do: each edit picks its thing by a number, so that both sides often pick the same. */
function edits(side: 'mine' | 'theirs'): fc.Arbitrary<(base: string) => string> {
  const pick = fc.nat({ max: 5 })
  const value = fc.nat({ max: 2 })
  const on =
    <Kind extends 'routes' | 'upstreams' | 'listeners'>(
      kind: Kind,
      change: (thing: Plan[Kind][number], n: number) => object,
    ) =>
    ([at, n]: [number, number]): Edit =>
    (data) => {
      const things = (data[kind] ?? []) as Plan[Kind][number][]
      const index = at % Math.max(things.length, 1)
      return { ...data, [kind]: things.map((thing, i) => (i === index ? { ...thing, ...change(thing, n) } : thing)) }
    }
  const arguments_ = fc.tuple(pick, value)
  const edit = fc.oneof(
    arguments_.map(on('upstreams', (_, n) => ({ balance: ['source', 'least-connections', 'round-robin'][n] }))),
    arguments_.map(
      on('upstreams', (upstream, n) => ({ servers: [...upstream.servers, { host: `10.77.0.${n + 1}`, port: 9000 }] })),
    ),
    arguments_.map(on('listeners', (_, n) => ({ port: 9000 + n }))),
    arguments_.map(on('routes', (route, n) => ({ hosts: [...route.hosts, `new-${n}.example.net`] }))),
    arguments_.map(on('routes', (route, n) => ({ hosts: [`first-${n}.example.net`, ...route.hosts.slice(1)] }))),
    arguments_.map(on('routes', (_, n) => ({ description: `said by ${side} ${n}` }))),
    arguments_.map(
      on('routes', (route, n) =>
        route.mode === 'passthrough' ? { timeouts: { idleSeconds: n + 1 } } : { hsts: { maxAgeSeconds: n } },
      ),
    ),
    arguments_.map(
      ([, n]): Edit =>
        (data) => ({ ...data, description: `plan ${n}` }),
    ),
    arguments_.map(
      ([, n]): Edit =>
        (data) => ({
          ...data,
          upstreams: [
            ...(data.upstreams ?? []),
            { name: `added-${n}`, servers: [{ host: `${side}.example`, port: 443 }] },
          ],
        }),
    ),
    pick.map(
      (at): Edit =>
        (data) => ({ ...data, routes: (data.routes ?? []).filter((_, index) => index !== at) }),
    ),
    pick.map(
      (at): Edit =>
        (data) => ({ ...data, upstreams: (data.upstreams ?? []).filter((_, index) => index !== at) }),
    ),
  )
  return fc.tuple(fc.array(edit, { minLength: 1, maxLength: 3 }), fc.boolean()).map(([all, remarks]) => (base) => {
    const before = dataOf(base)
    const after = all.reduce((data, change) => change(data, side), before as unknown as PlanInput)
    const edited = editPlanText(base, patchBetween(before, JSON.parse(JSON.stringify(after))))
    if (!edited.ok) throw new Error(edited.reason)
    return remarks ? edited.text.replace('# about up-0\n', `# about up-0, says ${side}\n`) : edited.text
  })
}

const merge = (of: Case, choices = {}) => mergePlanTexts(of, choices)
const isClean = ({ conflicts }: PlanMerge) => conflicts.length === 0

/** Every place below a value that holds no further places, as `pointer=value`; items of lists by their text, wherever they stand. */
function facts(value: unknown, path = ''): string[] {
  if (Array.isArray(value)) return value.flatMap((item) => facts(item, `${path}/${nameOf(item)}`))
  if (typeof value !== 'object' || value === null) return [`${path}=${JSON.stringify(value)}`]
  return Object.entries(value).flatMap(([key, member]) => facts(member, `${path}/${key}`))
}

function nameOf(item: unknown): string {
  if (typeof item !== 'object' || item === null) return String(item)
  const { name, host, port, path, match, upstream } = item as Record<string, unknown>
  return String(name ?? (host ? `${host}:${port}` : path ? `${match} ${path}` : upstream))
}

describe('for plans and edits of all kinds', () => {
  test('a side that did nothing leaves the other as it is, byte for byte', () =>
    holds(
      fc.property(versions, ({ base, mine, theirs }) => {
        expect(merge({ base, mine, theirs: base })).toMatchObject({ text: mine, conflicts: [] })
        expect(merge({ base, mine: base, theirs })).toMatchObject({ text: theirs, conflicts: [] })
        expect(merge({ base, mine, theirs: mine })).toMatchObject({ text: mine, conflicts: [] })
      }),
    ))

  test('the result reads as a plan whenever all three do, whatever is chosen', () =>
    holds(
      fc.property(versions, (of) => {
        const open = merge(of)
        for (const side of ['mine', 'theirs'] as const) {
          const choices = Object.fromEntries(open.conflicts.map(({ id }) => [id, side]))
          const { text, conflicts } = merge(of, choices)
          expect(parsePlanText(text).problems).toEqual([])
          expect(conflicts.filter(({ choice }) => choice === null)).toEqual([])
        }
      }),
    ))

  test('who merges does not matter: both see the same plan, or the same conflicts', () =>
    holds(
      fc.property(versions, ({ base, mine, theirs }) => {
        const [here, there] = [merge({ base, mine, theirs }), merge({ base, mine: theirs, theirs: mine })]
        expect(here.conflicts.map(({ id }) => id).sort()).toEqual(there.conflicts.map(({ id }) => id).sort())
        if (isClean(here)) expect(facts(dataOf(here.text)).sort()).toEqual(facts(dataOf(there.text)).sort())
      }),
    ))

  test('what a side said and the base did not is in the result or in a conflict', () =>
    holds(
      fc.property(versions, (of) => {
        const { text, conflicts } = merge(of)
        const known = new Set(facts(dataOf(of.base)))
        const result = new Set(facts(dataOf(text)))
        for (const side of ['mine', 'theirs'] as const) {
          const reported = JSON.stringify(conflicts.map(({ values }) => values[side]))
          const missing = facts(dataOf(of[side])).filter(
            (fact) => !known.has(fact) && !result.has(fact) && !reported.includes(fact.slice(fact.indexOf('=') + 1)),
          )
          expect(missing, side).toEqual([])
        }
      }),
    ))

  test('what a side took away is gone, or in a conflict', () =>
    holds(
      fc.property(versions, (of) => {
        const { text, conflicts } = merge(of)
        const result = new Set(facts(dataOf(text)))
        const base = facts(dataOf(of.base))
        for (const side of ['mine', 'theirs'] as const) {
          const kept = new Set(facts(dataOf(of[side])))
          const places = conflicts.map(({ at }) => at.base)
          const back = base.filter((fact) => !kept.has(fact) && result.has(fact))
          if (back.length > 0) expect(places.length, `${side}: ${back.join(', ')}`).toBeGreaterThan(0)
        }
      }),
    ))

  test('remarks stay: those of a side that nobody contradicts, and of the one that is chosen', () =>
    holds(
      fc.property(versions, (of) => {
        const { conflicts } = merge(of)
        for (const side of ['mine', 'theirs'] as const) {
          const remark = `# about up-0, says ${side}`
          if (!of[side].includes(remark)) continue
          const choices = Object.fromEntries(conflicts.map(({ id }) => [id, side]))
          expect(merge(of, choices).text).toContain(remark)
        }
      }),
    ))

  test('a conflict shows what really stands in the three texts', () =>
    holds(
      fc.property(versions, (of) => {
        for (const { kind, at, values } of merge(of).conflicts) {
          if (kind === 'lines' || kind === 'moved' || kind === 'added-twice') continue
          for (const version of ['base', 'mine', 'theirs'] as const) {
            const pointer = at[version]
            const found = pointer === null ? undefined : valueAt(dataOf(of[version]), pointer)
            expect(sameData(found, values[version]), `${version} ${pointer}`).toBe(true)
          }
        }
      }),
    ))
})
