import { compilePlan } from '../../lib/domain-model/compile-plan'
import { manyTenants } from '../../lib/domain-model/examples/many-tenants'
import { matchRoute } from '../../lib/domain-model/match-route'
import type { Plan } from '../../lib/domain-model/plan'
import { parsePlanText } from '../../lib/domain-model/plan-document'
import { editPlanText } from '../../lib/domain-model/plan-edit'
import { runRules } from '../../lib/rules/run-rules'
import { emitTarget } from '../../lib/targets/emit'
import { targets } from '../../lib/targets/registry'
import { medianMs, onceMs } from './measure'

export interface Phase {
  name: string
  /** Whether its time should follow the number of routes; the others should not grow at all. */
  growsWithPlan: boolean
  measure(subject: Subject, rounds: number): number
}

export interface Subject {
  routes: number
  text: string
  plan: Plan
}

export function subjectOf(routes: number): Subject {
  const text = manyTenants(routes)
  const { plan } = parsePlanText(text)
  if (!plan) throw new Error('the generated plan is valid')
  return { routes, text, plan }
}

/** How many decisions one measured round makes; a single one is too short for the clock. */
const decisions = 1000

/** Like a plan, and never read before: a comment on each line that begins an item makes every piece of it new. */
let unseen = 0
const neverRead = (text: string) => {
  unseen++
  return text.replaceAll(/^( *- name: .*)$/gm, `$1 # ${unseen}`)
}

/** One route's host gets another name, as while somebody types. */
const typed = ({ text, routes }: Subject) => {
  unseen++
  const name = `tenant-${String(1 + (unseen % routes)).padStart(5, '0')}`
  return text.replace(`- ${name}.example.com\n    mode`, `- ${name}-${unseen}.example.com\n    mode`)
}

export const phases: readonly Phase[] = [
  {
    name: 'parse, a text never seen',
    growsWithPlan: true,
    measure: ({ text }, rounds) => {
      const times = Array.from({ length: Math.min(rounds, 3) }, () => {
        const fresh = neverRead(text)
        return onceMs(() => parsePlanText(fresh))
      })
      return times.sort((a, b) => a - b)[Math.floor(times.length / 2)] ?? 0
    },
  },
  {
    name: 'parse again, one route changed',
    growsWithPlan: true,
    measure: (subject, rounds) => medianMs(rounds, () => parsePlanText(typed(subject))),
  },
  {
    name: 'edit one host in the text',
    growsWithPlan: true,
    measure: ({ text, routes }, rounds) =>
      medianMs(rounds, () =>
        editPlanText(text, [{ op: 'replace', path: `/routes/${routes >> 1}/hosts/0`, value: 'edited.example.com' }]),
      ),
  },
  { name: 'compile', growsWithPlan: true, measure: ({ plan }, rounds) => medianMs(rounds, () => compilePlan(plan)) },
  {
    name: 'one decision',
    growsWithPlan: false,
    measure: ({ plan, routes }, rounds) => {
      const compiled = compilePlan(plan)
      const names = Array.from(
        { length: decisions },
        (_, index) => `tenant-${String(1 + (index % routes)).padStart(5, '0')}.example.com`,
      )
      return (
        medianMs(rounds, () => names.map((sni) => matchRoute(compiled, { port: 443, sni, path: '/a/b' }))) / decisions
      )
    },
  },
  { name: 'all rules', growsWithPlan: true, measure: ({ plan }, rounds) => medianMs(rounds, () => runRules(plan)) },
  ...targets.map(
    (target): Phase => ({
      name: `render ${target.id}`,
      growsWithPlan: true,
      measure: ({ plan }, rounds) => medianMs(rounds, () => emitTarget(plan, target)),
    }),
  ),
]
