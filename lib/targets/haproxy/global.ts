import type { Section } from './ast'
import { comment, line } from './ast'
import { at, type Edge } from './edge'
import { extraLines } from './extras'

export function globalSection(edge: Edge, needs: { http: boolean; clientAuth: boolean; serverTls: boolean }): Section {
  const lines = [line('log stdout format raw local0 info')]
  if (needs.http)
    lines.push(
      comment('The http-request normalize-uri rules below are experimental in all versions from 2.4 to 3.4.'),
      line('expose-experimental-directives'),
    )
  if (needs.clientAuth)
    lines.push(
      comment(
        'A session of one name must not be resumed on another that asks for client certificates: no shared session cache. Tickets have keys per bind.',
      ),
      line(
        'tune.ssl.cachesize 0',
        edge.plan.routes.flatMap((route, index) =>
          'clientAuth' in route && route.clientAuth ? [at('routes', index, 'clientAuth')] : [],
        ),
      ),
    )
  if (needs.serverTls) lines.push(line('ssl-default-server-options ssl-min-ver TLSv1.2'))
  return { keyword: 'global', name: null, lines: [...lines, ...extraLines(edge, 'global')], from: [] }
}

export function defaultsSection(edge: Edge): Section {
  const lines = [
    'log global',
    'option dontlognull',
    // A server that refuses costs the client nothing: the next try goes to another one, not to the same a second later.
    'option redispatch 1',
    'timeout connect 5s',
    'timeout client 60s',
    'timeout server 60s',
    'timeout client-fin 10s',
    'timeout server-fin 10s',
    'timeout tunnel 1h',
    'timeout http-request 10s',
    'timeout http-keep-alive 15s',
    'timeout queue 30s',
    'timeout check 3s',
  ].map((text) => line(text))
  return { keyword: 'defaults', name: null, lines: [...lines, ...extraLines(edge, 'defaults')], from: [] }
}

/** Names of servers are looked up while running, by what the machine's resolv.conf says. */
export function resolversSection(): Section {
  return { keyword: 'resolvers', name: 'dns', lines: [line('parse-resolv-conf'), line('hold valid 10s')], from: [] }
}
