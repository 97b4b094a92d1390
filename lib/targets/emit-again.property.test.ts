import fc from 'fast-check'
import { expect, test } from 'vitest'
import { arbitraryPlan } from '../domain-model/arbitrary-plan'
import type { Plan } from '../domain-model/plan'
import { emitTarget } from './emit'
import { findTarget, targets } from './registry'

const seed = 20261121

/** A plan as an edit leaves it: most things are the objects of before, some stand elsewhere, some are others, some are gone. */
function edited(one: Plan, other: Plan, draws: readonly number[]): Plan {
  const draw = (index: number) => draws[index % draws.length] ?? 0
  const mixed = <Item>(list: readonly Item[], more: readonly Item[]): Item[] => {
    const kept = list
      .filter((_, index) => draw(index) !== 0)
      .map((item, index) => (draw(index) === 1 ? more[index] : item) ?? item)
    return draw(list.length) === 2 ? kept.toReversed() : kept
  }
  return { ...one, routes: mixed(one.routes, other.routes), upstreams: mixed(one.upstreams, other.upstreams) }
}

test(`what was made before changes nothing of what is made after it (seed ${seed})`, () => {
  fc.assert(
    fc.property(
      arbitraryPlan(),
      arbitraryPlan(),
      fc.array(fc.array(fc.nat({ max: 5 }), { minLength: 1, maxLength: 9 }), { minLength: 1, maxLength: 3 }),
      fc.constantFrom(...targets.map(({ id }) => id)),
      (one, other, edits, id) => {
        const target = findTarget(id)
        if (!target) throw new Error(`no target ${id}`)
        emitTarget(one, target)
        for (const draws of edits)
          for (const version of [target.versions[0] ?? target.defaultVersion, target.defaultVersion]) {
            const plan = edited(one, other, draws)
            expect(emitTarget(plan, target, { version })).toEqual(
              emitTarget(structuredClone(plan), target, { version }),
            )
          }
      },
    ),
    { seed, numRuns: 60 },
  )
}, 60_000)
