import { expect, test } from 'vitest'
import { linesOf, thingOfOutputLine } from './provenance'

const file = {
  provenance: [
    [],
    ['/routes/1/hosts/0', '/upstreams/0'],
    ['/routes/10/mode'],
    ['/name'],
    ['/upstreams/0/servers/1/host'],
  ],
}

test('the lines of a thing are those of its members, too', () => {
  expect(linesOf(file, '/routes/1')).toEqual([2])
  expect(linesOf(file, '/upstreams/0')).toEqual([2, 5])
  expect(linesOf(file, null)).toEqual([])
})

test('a line leads to its route, else to whatever it came from', () => {
  expect(thingOfOutputLine(file, 2)).toBe('/routes/1')
  expect(thingOfOutputLine(file, 5)).toBe('/upstreams/0')
  expect(thingOfOutputLine(file, 1)).toBeNull()
  expect(thingOfOutputLine(file, 4)).toBeNull()
  expect(thingOfOutputLine(file, 99)).toBeNull()
})
