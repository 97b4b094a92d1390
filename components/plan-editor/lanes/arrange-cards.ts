import type { Severity } from '@/lib/diagnostics/finding'
import type { Plan } from '@/lib/domain-model/plan'
import { type Route, routeUpstreams } from '@/lib/domain-model/route'
import type { CardFacts } from './card-facts'

export const cardOrders = ['plan', 'name', 'host', 'findings'] as const
export type CardOrder = (typeof cardOrders)[number]

export interface Arrangement {
  /** Every word must stand somewhere in the name, the hosts or the upstreams. */
  text: string
  severity: Severity | 'any'
  order: CardOrder
  isGrouped: boolean
}

export const asWritten: Arrangement = { text: '', severity: 'any', order: 'plan', isGrouped: false }

export type LaneItem = { kind: 'card'; card: CardFacts } | { kind: 'group'; suffix: string; count: number }

/** What tells the items of a lane apart. */
export function keyOfItem(item: LaneItem | undefined): string {
  return item?.kind === 'card' ? item.card.pointer : `group ${item?.suffix}`
}

/** What a person may search a card by, also where the card shows only its first hosts; in the order of the plan's routes. */
export function searchTexts(plan: Plan): string[] {
  return plan.routes.map((route) => {
    const known = textsMade.get(route)
    if (known !== undefined) return known
    const text = [route.name, ...route.hosts, ...routeUpstreams(route)].join(' ').toLowerCase()
    textsMade.set(route, text)
    return text
  })
}

const textsMade = new WeakMap<Route, string>()

export function filterCards(
  cards: readonly CardFacts[],
  texts: readonly string[],
  { text, severity }: Arrangement,
): CardFacts[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean)
  return cards.filter(
    (card, index) =>
      (severity === 'any' || card.findings[severity] > 0) && words.every((word) => texts[index]?.includes(word)),
  )
}

/** The cards of one lane in the order asked for, under their common suffixes when they are grouped. */
export function arrangeCards(cards: readonly CardFacts[], { order, isGrouped }: Arrangement): LaneItem[] {
  const sorted = order === 'plan' ? [...cards] : [...cards].sort(comparisons[order])
  if (!isGrouped) return sorted.map((card) => ({ kind: 'card', card }))
  const groups = new Map<string, CardFacts[]>()
  for (const card of sorted) {
    const suffix = hostSuffix(card.hosts[0] ?? '')
    const group = groups.get(suffix)
    if (group) group.push(card)
    else groups.set(suffix, [card])
  }
  return [...groups]
    .sort(byText(([suffix]) => suffix))
    .flatMap(([suffix, members]): LaneItem[] => [
      { kind: 'group', suffix, count: members.length },
      ...members.map((card): LaneItem => ({ kind: 'card', card })),
    ])
}

/** A host without its first label: `*.shop.example.com` and `www.shop.example.com` belong together. */
export function hostSuffix(host: string): string {
  const labels = host.split('.')
  return labels.length > 2 ? labels.slice(1).join('.') : host
}

// Not localeCompare: the order must not depend on the language of the browser.
function byText<Item>(text: (item: Item) => string) {
  return (a: Item, b: Item) => (text(a) < text(b) ? -1 : text(a) > text(b) ? 1 : 0)
}

const weight = ({ findings }: CardFacts) => findings.error * 1e6 + findings.warning * 1e3 + findings.hint

const comparisons: Record<Exclude<CardOrder, 'plan'>, (a: CardFacts, b: CardFacts) => number> = {
  name: byText(({ name }) => name),
  // From the right: names of one domain stand together.
  host: byText(({ hosts }) => (hosts[0] ?? '').split('.').reverse().join('.')),
  findings: (a, b) => weight(b) - weight(a),
}
