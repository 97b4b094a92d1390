import { describe, expect, test } from 'vitest'
import { DialGuard } from './dial-guard'

const guard = (ranges: string[] = [], hostSuffixes: string[] = [], addresses: string[] = []) =>
  new DialGuard(
    { ranges, hostSuffixes },
    { 'app.internal:80': { host: '127.0.0.1', port: 9000 } },
    async () => addresses,
  )
const dial = async (made: DialGuard, host: string) => made.resolve(host, 80)

describe('the dial guard', () => {
  test('dials stand-ins in place of what the plan names', async () => {
    expect(await dial(guard(), 'app.internal')).toEqual({ host: '127.0.0.1', port: 9000 })
  })

  test.each(['10.0.0.1', '127.0.0.1', '::1', '8.8.8.8', 'other.internal'])(
    'refuses %s, which nobody permitted',
    async (host) => {
      await expect(dial(guard([], [], ['10.0.0.1']), host)).rejects.toThrow(/allow-list/)
    },
  )

  test.each([
    '169.254.169.254',
    '::ffff:169.254.169.254',
    'fe80::1',
    'fd00:ec2::254',
    '100.100.100.200',
    '168.63.129.16',
    '0.0.0.0',
    '::',
    '224.0.0.1',
    'ff02::1',
    '255.255.255.255',
    '64:ff9b::a9fe:a9fe',
    '2002:a9fe:a9fe::1',
    '::169.254.169.254',
  ])('never dials %s, whatever the allow-list says', async (host) => {
    const open = guard(['0.0.0.0/0', '::/0'], ['example'], [host])
    await expect(dial(open, host)).rejects.toThrow()
    await expect(dial(open, 'innocent.example')).rejects.toThrow()
  })

  test('dials a permitted range, and a name whose every address is permitted', async () => {
    expect(await dial(guard(['10.0.0.0/8']), '10.1.2.3')).toEqual({ host: '10.1.2.3', port: 80 })
    expect(await dial(guard(['10.0.0.0/8'], [], ['10.1.2.3', '10.9.9.9']), 'x.test')).toEqual({
      host: '10.1.2.3',
      port: 80,
    })
    await expect(dial(guard(['10.0.0.0/8'], [], ['10.1.2.3', '192.168.0.1']), 'x.test')).rejects.toThrow(
      /192\.168\.0\.1/,
    )
  })

  test('a permitted name does not lead to this machine', async () => {
    const made = guard([], ['example.com'], ['127.0.0.1'])
    await expect(dial(made, 'a.example.com')).rejects.toThrow(/this machine/)
    await expect(dial(guard([], ['example.com'], ['10.0.0.1']), 'notexample.com')).rejects.toThrow(/allow-list/)
    expect(await dial(guard([], ['.Example.com'], ['10.0.0.1']), 'A.example.COM.')).toEqual({
      host: '10.0.0.1',
      port: 80,
    })
  })

  test('what is dialled is what was checked, though the name may mean something else a moment later', async () => {
    let turn = 0
    const made = new DialGuard({ ranges: [], hostSuffixes: ['example.com'] }, {}, async () => [
      turn++ === 0 ? '10.0.0.1' : '127.0.0.1',
    ])
    expect(await dial(made, 'a.example.com')).toEqual({ host: '10.0.0.1', port: 80 })
    await expect(dial(made, 'a.example.com')).rejects.toThrow(/this machine/)
  })
})
