import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fromPointer, toPointer, valueAt } from './json-pointer'

describe('a JSON pointer', () => {
  it('names any path, whatever its keys hold (RFC 6901)', () => {
    fc.assert(
      fc.property(fc.array(fc.string()), (segments) => {
        expect(fromPointer(toPointer(segments))).toEqual(segments)
      }),
      { seed: 20260801 },
    )
  })

  const data = { a: [{ 'x/y': 1, '~': 2 }], '': 3 }
  const check = (pointer: string, expected: unknown) => expect(valueAt(data, pointer)).toEqual(expected)
  it.each<[string, unknown]>([
    ['', data],
    ['/a/0/x~1y', 1],
    ['/a/0/~0', 2],
    ['/', 3],
    ['/a/1', undefined],
    ['/a/00', undefined],
    ['/a/length', undefined],
    ['/toString', undefined],
    ['/constructor', undefined],
    ['/__proto__', undefined],
    ['/a/0/x~1y/z', undefined],
  ])('%j', check)
})
