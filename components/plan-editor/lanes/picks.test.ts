import { expect, test } from 'vitest'
import { extend, noPicks, type Picks, pickAll, standing, toggle, visit } from './picks'

const card = (name: string, index = 'abcdefg'.indexOf(name)) => ({ pointer: `/routes/${index}`, name })
const lane = ['a', 'b', 'c', 'd', 'e'].map((name) => card(name))
const ticked = (picks: Picks, cards = lane) => [...standing(picks, cards).values()].sort().join('')

test('a tick comes and goes', () => {
  const picks = toggle(toggle(noPicks, card('a')), card('c'))
  expect(ticked(picks)).toBe('ac')
  expect(ticked(toggle(picks, card('a')))).toBe('c')
})

test('Shift ticks all from the last visit, and back again takes the ticks away', () => {
  let picks = visit(noPicks, card('b'))
  picks = extend(picks, card('b'), card('c'), lane)
  picks = extend(picks, card('c'), card('d'), lane)
  expect(ticked(picks)).toBe('bcd')
  picks = extend(picks, card('d'), card('c'), lane)
  expect(ticked(picks)).toBe('bc')
  // Past the beginning, to the other side.
  picks = extend(picks, card('c'), card('a'), lane)
  expect(ticked(picks)).toBe('ab')
})

test('a stretch leaves alone what was ticked before', () => {
  const picks = extend(toggle(noPicks, card('e')), card('a'), card('b'), lane)
  expect(ticked(picks)).toBe('abe')
})

test('a stretch that would begin in the other lane begins here', () => {
  const picks = visit(noPicks, card('g'))
  expect(ticked(extend(picks, card('g'), card('c'), lane))).toBe('c')
})

test('all of a lane join what is ticked elsewhere', () => {
  const all = [...lane, card('g')]
  expect(ticked(pickAll(toggle(noPicks, card('g')), lane), all)).toBe('abcdeg')
})

test('ticks follow their routes by name, and forget those that are gone or no longer certain', () => {
  const picks = pickAll(noPicks, [card('b'), card('d')])
  // "a" was deleted: everything moved up.
  const moved = ['b', 'c', 'd', 'e'].map((name, index) => card(name, index))
  expect([...standing(picks, moved)]).toEqual([
    ['/routes/0', 'b'],
    ['/routes/2', 'd'],
  ])
  expect(ticked(picks, [card('a', 0), card('c', 1)])).toBe('')
  expect(ticked(picks, [card('d', 0), card('d', 1)])).toBe('')
})
