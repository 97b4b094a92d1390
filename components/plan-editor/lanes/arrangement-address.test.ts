import { expect, test } from 'vitest'
import { writeQuery } from '../../address/query'
import { type Arrangement, asWritten } from './arrange-cards'
import { readArrangement, writeArrangement } from './arrangement-address'

const arrangements: Arrangement[] = [
  asWritten,
  { text: 'pay ments&x', severity: 'error', order: 'host', isGrouped: true },
  { ...asWritten, order: 'findings' },
]

test.each(arrangements)('%j is read back as it was written', (arrangement) => {
  const search = writeQuery('?route=api&sort=name', writeArrangement(arrangement))
  expect(readArrangement(new URLSearchParams(search))).toEqual(arrangement)
  expect(search).toContain('route=api')
})

test('as it was from the start says nothing, and nonsense means the start', () => {
  expect(writeQuery('', writeArrangement(asWritten))).toBe('')
  expect(readArrangement(new URLSearchParams('?findings=all&sort=luck&group=colour'))).toEqual(asWritten)
})
