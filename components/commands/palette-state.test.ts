import { expect, test } from 'vitest'
import { emptyPalette, indexAt, type PaletteStep, paletteAfter } from './palette-state'

const ids = ['a', 'b', 'c']
const key = (name: 'ArrowDown' | 'ArrowUp' | 'Home' | 'End' | 'Enter'): PaletteStep => ({ kind: 'key', key: name })
const after = (...steps: PaletteStep[]) => steps.reduce(paletteAfter, emptyPalette)

test.each([
  ['nothing', [], 'a'],
  ['one down', [key('ArrowDown')], 'b'],
  ['past the end', [key('ArrowDown'), key('ArrowDown'), key('ArrowDown')], 'a'],
  ['up from the first', [key('ArrowUp')], 'c'],
  ['the end, and one up', [key('End'), key('ArrowUp')], 'b'],
  ['the mouse, and one down', [{ kind: 'point', id: 'b' }, key('ArrowDown')], 'c'],
  ['down, then other letters', [key('ArrowDown'), { kind: 'query', text: 'x' }], 'a'],
  ['what the mouse pointed at has gone', [{ kind: 'point', id: 'gone' }], 'a'],
] as [string, PaletteStep[], string][])('%s', (_, steps, expected) => {
  expect(ids[indexAt(ids, after(...steps).place)]).toBe(expected)
})

test('nothing can be meant in an empty list', () => {
  expect(indexAt([], after(key('ArrowDown')).place)).toBe(-1)
})

test('Enter waits until something is made of it, and other letters take it back', () => {
  const entered = after({ kind: 'query', text: 'theme' }, key('Enter'))
  expect(entered).toMatchObject({ query: 'theme', isEntered: true })
  expect(paletteAfter(entered, { kind: 'taken' }).isEntered).toBe(false)
  expect(paletteAfter(entered, { kind: 'query', text: 'themes' }).isEntered).toBe(false)
})
