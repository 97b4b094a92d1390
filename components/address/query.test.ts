import { expect, test } from 'vitest'
import { writeQuery } from './query'

test.each([
  ['', { route: 'api' }, '?route=api'],
  ['?tab=haproxy@2.6&line=1', { route: 'api' }, '?line=1&route=api&tab=haproxy@2.6'],
  ['?route=api&file=maps/a.map', { route: null }, '?file=maps/a.map'],
  ['?route=api', { route: null }, ''],
  ['?explain=none', { 'explain-certificate': 'trust:partners' }, '?explain=none&explain-certificate=trust:partners'],
  ['?filter=a', { filter: 'b c&d' }, '?filter=b+c%26d'],
])('%s with %j is %s', (search, changes: Record<string, string | null>, expected) => {
  expect(writeQuery(search, changes)).toBe(expected)
})
