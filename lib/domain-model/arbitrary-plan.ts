// Plans for property tests, with shrinking. Only tests import this file.
import fc from 'fast-check'
import { sketchOfListeners, sketchOfRoute, sketchOfUpstream } from './arbitrary-sketch'
import { type Plan, planSchema } from './plan'
import { build, runnable } from './plan-from-sketch'

export interface ArbitraryPlanOptions {
  /**
   * A plan that an engine can start with: every reference resolves, no name stands twice, one route owns each host, every upstream
   * has servers, certificates name their routes' hosts, and upstream certificates are checked against a bundle of the plan.
   * Without it references may dangle and hosts may collide, as in a half-written plan.
   */
  runnable?: boolean
  routesMax?: number
}

/**
 * A valid plan from a small pool of names, so that hosts and paths overlap often. Built from numbers that pick from pools: shrinking
 * drops routes and features one by one and ends at one plain route.
 */
export function arbitraryPlan(options: ArbitraryPlanOptions = {}): fc.Arbitrary<Plan> {
  const routes = fc.array(sketchOfRoute, { minLength: 1, maxLength: options.routesMax ?? 6 })
  return fc
    .record({
      listeners: sketchOfListeners,
      upstreams: fc.array(sketchOfUpstream, { minLength: 2, maxLength: 4 }),
      routes,
    })
    .map((sketch) => planSchema.parse(options.runnable ? runnable(build(sketch)) : build(sketch)))
}
