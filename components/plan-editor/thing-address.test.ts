import { expect, test } from 'vitest'
import { writeQuery } from '../address/query'
import { readThingAddress, thingQuery } from './thing-address'

const data = {
  listeners: [{ name: 'https' }],
  routes: [{ name: 'api' }, { name: 'payments' }, { name: 'api' }],
  upstreams: [{ name: 'api' }],
}
const read = (search: string) => {
  const { pointer, lostName } = readThingAddress(new URLSearchParams(search), data)
  return pointer ?? lostName
}

test.each([
  ['?route=payments', '/routes/1'],
  ['?upstream=api&tab=haproxy', '/upstreams/0'],
  ['?route=gone', 'route gone'],
  ['?listener=https&route=api', '/listeners/0'],
  ['?tab=haproxy', null],
  ['?route=', null],
  ['?route=&upstream=api', '/upstreams/0'],
])('%s names %s', (search, pointer) => expect(read(search)).toBe(pointer))

test('a selection is written over the one before, and read back', () => {
  const search = writeQuery('?route=api&tab=nginx', thingQuery('/upstreams/0/servers/0', data))
  expect(search).toBe('?tab=nginx&upstream=api')
  expect(read(search)).toBe('/upstreams/0')
  expect(writeQuery(search, thingQuery(null, data))).toBe('?tab=nginx')
})
