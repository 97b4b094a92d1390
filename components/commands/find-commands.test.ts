import { expect, test } from 'vitest'
import { manyTenantsPlan } from '@/lib/domain-model/examples/many-tenants'
import { thingCommands } from '../plan-editor/commands/thing-commands'
import type { AnyCommand } from './command'
import { findCommands, indexCommands } from './find-commands'

const command = (title: string, parts: Partial<AnyCommand> = {}): AnyCommand => ({
  id: title,
  group: 'Edit',
  title,
  run: () => {},
  ...(parts as object),
})
const find = (commands: AnyCommand[], query: string) =>
  findCommands(indexCommands(commands), query).map(
    ({ group, commands: found, leftCount }) =>
      `${group}: ${found.map(({ title }) => title).join(', ')}${leftCount ? ` +${leftCount}` : ''}`,
  )

test('the best match comes first, and its group before the others', () => {
  const commands = [
    command('Undo'),
    command('Topology of api', { group: 'View' }),
    command('web-api', { group: 'Go to' }),
    command('api', { group: 'Go to' }),
    command('rapid', { group: 'Go to' }),
    command('shop', { group: 'Go to', words: 'api.example.com' }),
  ]
  expect(find(commands, 'api')).toEqual(['Go to: api, web-api, rapid, shop', 'View: Topology of api'])
})

test('every word must stand somewhere, in any order', () => {
  const commands = [command('Open HAProxy', { words: 'files' }), command('Open NGINX', { words: 'files' })]
  expect(find(commands, 'files hapr')).toEqual(['Edit: Open HAProxy'])
  expect(find(commands, 'files zzz')).toEqual([])
})

test('without a query what is rare stays away', () => {
  expect(find([command('Undo'), command('HAProxy 2.4', { isRare: true })], ' ')).toEqual(['Edit: Undo'])
})

test('ten thousand routes are found by name and host, a few at a time, the exact one first', () => {
  const commands = thingCommands(manyTenantsPlan(10_000), () => {})
  const [first] = findCommands(indexCommands(commands), 'tenant-04')
  expect(first?.commands).toHaveLength(8)
  // Routes, upstreams and certificates of a thousand tenants (every fifth shows no certificate of the edge).
  expect((first?.commands.length ?? 0) + (first?.leftCount ?? 0)).toBe(2800)
  const [exact] = findCommands(indexCommands(commands), 'tenant-04567.example.com route')
  expect(exact).toMatchObject({ leftCount: 0, commands: [{ title: 'tenant-04567', id: 'go routes 4566' }] })
})
