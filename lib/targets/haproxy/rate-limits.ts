import type { HttpRoute } from '../../domain-model/route'
import { directive, type Line, type Section } from './ast'

type RateLimit = NonNullable<HttpRoute['rateLimit']>

const secondsPer = { second: 1, minute: 60, hour: 3600 } as const
/** How many periods the second, longer window spans. It holds the rate that a burst would otherwise allow again in every period. */
const longWindow = 10

/**
 * A limit of its own table, only for the requests that the condition names. Requests are counted when they are let through, so that a
 * client that keeps knocking still gets its rate. Two sliding windows: one period with the burst, and ten periods that hold the rate.
 */
export function limitLines(
  limit: RateLimit,
  table: string,
  counter: 'sc0' | 'sc1',
  condition: string[],
  pointer: string,
): Line[] {
  const from = [pointer]
  const number = counter.slice(2)
  const most = limit.requests + limit.burst
  const deny = (rate: string, count: number) =>
    directive(
      [
        'http-request',
        'deny',
        'deny_status',
        '429',
        'hdr',
        'Retry-After',
        secondsPer[limit.per] ?? 1,
        ...condition,
        '{',
        `${rate}(${number},${table})`,
        'ge',
        count,
        '}',
      ],
      from,
    )
  return [
    directive(['http-request', `track-${counter}`, 'src', 'table', table, ...condition], from),
    deny(`sc_gpc0_rate`, most),
    ...(limit.burst > 0 ? [deny(`sc_gpc1_rate`, limit.requests * longWindow + limit.burst)] : []),
    directive(['http-request', `sc-inc-gpc0(${number})`, ...condition], from),
    ...(limit.burst > 0 ? [directive(['http-request', `sc-inc-gpc1(${number})`, ...condition], from)] : []),
  ]
}

/** The table of a limit: one entry per client address; the ipv6 type holds IPv4 as well. */
export function limitTable(limit: RateLimit, table: string, pointer: string): Section {
  const period = secondsPer[limit.per] ?? 1
  const rates = [`gpc0_rate(${period}s)`, ...(limit.burst > 0 ? [`gpc1_rate(${period * longWindow}s)`] : [])]
  return {
    keyword: 'backend',
    name: table,
    from: [pointer],
    lines: [
      directive(
        [
          'stick-table',
          'type',
          'ipv6',
          'size',
          '100k',
          'expire',
          `${period * (limit.burst > 0 ? longWindow : 1) * 2}s`,
          'store',
          rates.join(','),
        ],
        [pointer],
      ),
    ],
  }
}
