import { expect, test } from 'vitest'
import { readOutputAddress, writeOutputAddress } from './output-address'

const targets = [{ id: 'haproxy', versions: ['2.4', '2.6'] }]
const read = (parameters: Record<string, string | string[]>) => readOutputAddress(parameters, targets)

test('a link names tab, version, file and line', () => {
  expect(read({ tab: 'haproxy@2.6', line: '12', file: 'maps/a.map' })).toEqual({
    tab: 'haproxy',
    version: '2.6',
    file: 'maps/a.map',
    line: 12,
  })
  expect(read({ tab: 'plan.yaml', line: '3', file: 'x' })).toEqual({
    tab: 'plan.yaml',
    version: null,
    file: null,
    line: 3,
  })
})

test.each([[{}], [{ tab: 'nothing' }], [{ tab: ['', 'haproxy'] }]])('%j says nothing', (parameters) => {
  expect(read(parameters)).toBeNull()
})

test('what is not there is left out', () => {
  expect(read({ tab: 'haproxy@9.9', line: '-1' })).toEqual({ tab: 'haproxy', version: null, file: null, line: null })
  expect(read({ tab: 'haproxy', line: '1e99' })).toMatchObject({ line: null })
})

test('writing keeps what others say, and is read back', () => {
  const view = { tab: 'haproxy', version: '2.6', file: 'maps/a.map', line: 12 }
  const search = writeOutputAddress('?explain=x&line=1', view)
  expect(search).toBe('?explain=x&file=maps/a.map&line=12&tab=haproxy@2.6')
  expect(read(Object.fromEntries(new URLSearchParams(search)))).toEqual(view)
  expect(writeOutputAddress('?file=a&line=2', { tab: 'plan.yaml', version: null, file: null, line: null })).toBe(
    '?tab=plan.yaml',
  )
})
