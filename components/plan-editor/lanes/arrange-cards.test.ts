import { expect, test } from 'vitest'
import { findExample } from '@/lib/domain-model/examples/catalogue'
import { judgePlanText } from '@/lib/rules/run-rules'
import { arrangeCards, asWritten, filterCards, hostSuffix, searchTexts } from './arrange-cards'
import { type CardFacts, cardsOf } from './card-facts'

const { plan, findings } = judgePlanText(findExample('finance-saas')?.text() ?? '')
const cards = plan ? cardsOf(plan, findings, null) : []
const names = (some: readonly CardFacts[]) => some.map(({ name }) => name)
const find = (text: string) => names(filterCards(cards, plan ? searchTexts(plan) : [], { ...asWritten, text }))

test('cards are found by name, host and upstream, all words at once', () => {
  expect(names(cards)).toEqual(['api', 'payments'])
  expect(find('API.example')).toEqual(['api'])
  expect(find('payment-service')).toEqual(['payments'])
  expect(find('payments gateway')).toEqual([])
  expect(find('  ')).toEqual(['api', 'payments'])
})

test('cards are found by the severity of what is wrong with them', () => {
  const [api, payments] = cards
  if (!api || !payments) throw new Error('the example has two routes')
  const bad = { ...payments, findings: { error: 1, warning: 0, hint: 0 } }
  expect(names(filterCards([api, bad], ['', ''], { ...asWritten, severity: 'error' }))).toEqual(['payments'])
  const worstFirst = arrangeCards([{ ...api, findings: { error: 0, warning: 9, hint: 9 } }, bad], {
    ...asWritten,
    order: 'findings',
  })
  expect(worstFirst.map((item) => item.kind === 'card' && item.card.name)).toEqual(['payments', 'api'])
})

test('hosts of one domain stand together', () => {
  const card = (name: string, host: string) => ({ ...cards[0], name, hosts: [host] }) as CardFacts
  const some = [card('c', 'www.b.test'), card('a', '*.a.test'), card('b', 'www.a.test')]
  const lines = arrangeCards(some, { ...asWritten, order: 'name', isGrouped: true }).map((item) =>
    item.kind === 'group' ? `${item.suffix} (${item.count})` : item.card.name,
  )
  expect(lines).toEqual(['a.test (2)', 'a', 'b', 'b.test (1)', 'c'])
  expect(hostSuffix('example.com')).toBe('example.com')
})
