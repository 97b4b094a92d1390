import type { HttpRoute, PathRule } from '../../domain-model/route'
import { directive, type Node } from './ast'
import { type Context, once, routePointer } from './context'

type RateLimit = NonNullable<HttpRoute['rateLimit']>

/**
 * Limits of a path and of its route, each with a zone of its own. Both stand in the location, since a location with one limit inherits
 * none. NGINX counts by a leaking bucket; as deep as the requests of one period plus the burst, it lets through at once what a
 * window would, and no steady client within the rate is refused.
 */
export function lowerLimit(context: Context, route: HttpRoute, index: number, rule: PathRule, path: number): Node[] {
  const limits: Node[] = []
  if (route.rateLimit)
    limits.push(limit(context, route.rateLimit, `route_${index + 1}`, routePointer(index, 'rateLimit')))
  if (rule.rateLimit)
    limits.push(
      limit(
        context,
        rule.rateLimit,
        `route_${index + 1}_path_${path + 1}`,
        routePointer(index, 'paths', path, 'rateLimit'),
      ),
    )
  return limits
}

function limit(context: Context, { requests, per, burst }: RateLimit, name: string, from: string): Node {
  once(context.http, `zone ${name}`, () => {
    const exact = per === 'hour' ? requests / 60 : requests
    const written = Math.ceil(exact)
    if (written !== exact)
      context.lose(
        from,
        from.includes('/paths/') ? 'rate-limit.path' : 'rate-limit.route',
        `NGINX takes whole requests per second or minute, so ${requests} per hour refill as ${written} per minute.`,
        'Use a multiple of 60 per hour.',
      )
    const rate = per === 'second' ? `${requests}r/s` : `${written}r/m`
    context.http.zones.push(
      directive('limit_req_zone', ['$binary_remote_addr', `zone=${name}:1m`, `rate=${rate}`], [from]),
    )
    return name
  })
  const depth = requests + burst - 1
  return directive('limit_req', [`zone=${name}`, ...(depth > 0 ? [`burst=${depth}`, 'nodelay'] : [])], [from])
}
