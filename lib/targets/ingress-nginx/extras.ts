import { toPointer } from '../../domain-model/json-pointer'
import type { Plan } from '../../domain-model/plan'
import type { Route } from '../../domain-model/route'
import type { Annotations } from './annotations'
import { annotationPrefix } from './ingress-object'
import type { Ledger } from './ledger'

const annotationLine =
  /^((?:[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?\/)?[A-Za-z0-9](?:[A-Za-z0-9._-]{0,61}[A-Za-z0-9])?):\s*(.*)$/

/** `annotations/<route>`: lines of the form `key: value`, which win over what the plan says. */
export function addExtras(route: Route, ledger: Ledger, annotations: Annotations): void {
  for (const [index, extra] of ledger.plan.extras.entries()) {
    if (extra.target !== 'ingress-nginx' || extra.place !== `annotations/${route.name}`) continue
    for (const [number, line] of extra.lines.entries()) {
      const from = [toPointer(['extras', index, 'lines', number])]
      const [, key, value] = annotationLine.exec(line) ?? []
      if (key !== undefined)
        annotations.set(key.startsWith(annotationPrefix) ? key.slice(annotationPrefix.length) : key, {
          value: value ?? '',
          from,
        })
    }
  }
}

/** Settings for the whole controller, and whatever could not be used. */
export function strayExtras(plan: Plan, ledger: Ledger): void {
  const routes = new Set(plan.routes.map((route) => `annotations/${route.name}`))
  for (const [index, extra] of plan.extras.entries()) {
    if (extra.target !== 'ingress-nginx') continue
    if (extra.place.startsWith('annotations/') && !routes.has(extra.place))
      ledger.lose(
        toPointer(['extras', index, 'place']),
        'extras',
        `There is no route ${extra.place.slice('annotations/'.length)}, so these lines are left out.`,
      )
    for (const [number, line] of extra.lines.entries()) {
      const from = toPointer(['extras', index, 'lines', number])
      const [, key, value] = annotationLine.exec(line) ?? []
      if (key === undefined)
        ledger.lose(from, 'extras', 'This line is not of the form "key: value", so it is left out.')
      else if (extra.place === 'config')
        ledger.config.set(key, { value: value ?? '', from: new Set([from]), comment: [] })
    }
  }
}
