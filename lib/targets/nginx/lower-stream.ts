import type { CompiledListener } from '../../domain-model/compile-plan'
import type { TlsListener } from '../../domain-model/listener'
import { type Route, terminatesTls } from '../../domain-model/route'
import { block, comment, type Directive, directive } from './ast'
import { addMap, type Context, duration, pointer, routePointer } from './context'
import { refusalVariable } from './lower-access'
import { addRouteMaps } from './lower-hosts'
import { closing, rejecting } from './lower-inner'
import { listens } from './lower-listen'
import { lowerPassthrough } from './lower-passthrough'
import { type InnerSockets, logFile } from './lower-servers'
import { mapKey } from './quote'
import { plainName } from './tame'

/** Longer than any idle time a plan can ask for: the inner server of a connection ends it first. */
const outerIdleSeconds = 90_000

/**
 * A tls listener on the stream side: reads the name out of the ClientHello without taking it, and hands the connection to an inner
 * server: of the http side (terminated), of the stream side (passed through), or one that closes or refuses.
 */
export function lowerTlsListener(
  context: Context,
  tables: CompiledListener,
  listener: TlsListener,
  terminated: InnerSockets,
  fallback: number | null,
): void {
  const { stream } = context
  const number = tables.index + 1
  const at = (...more: string[]) => pointer('listeners', tables.index, ...more)
  const unmatched = fallback === null ? '' : (context.routeKeys[fallback] ?? '')
  const route = addRouteMaps(context, stream, tables, unmatched)
  const indexes = routeIndexes(tables, fallback)

  const passthrough = indexes.filter((index) => !terminatesTls(context.plan.routes[index] as Route))
  const inner = lowerPassthrough(context, tables, listener, route, passthrough)
  const hops: Directive[] = indexes.map((index) => {
    const socket = terminated.get(index) ?? inner.get(index) ?? closing(context)
    return directive(mapKey(context.routeKeys[index] ?? ''), [socket], [routePointer(index, 'mode')])
  })
  const file = `${number}-${plainName(listener.name)}`
  const refusing = listener.unmatched === 'reject' || fallback === null ? rejecting(context) : closing(context)
  addMap(context, stream, {
    source: route,
    variable: `edge_${number}_hop`,
    head: [directive('default', [refusing], [at('unmatched')])],
    entries: hops,
    file: `${file}-hop`,
  })

  let next = `$edge_${number}_hop`
  const refusals = passthrough.flatMap((index) => {
    const variable = refusalVariable(stream, context.plan.routes[index] as Route, index)
    return variable === null
      ? []
      : [directive(mapKey(context.routeKeys[index] ?? ''), [variable], [routePointer(index)])]
  })
  if (refusals.length > 0) {
    addMap(context, stream, {
      source: route,
      variable: `edge_${number}_refused`,
      head: [directive('default', ['0'])],
      entries: refusals,
      file: `${file}-refused`,
    })
    stream.tables.push(
      block(
        'map',
        [`$edge_${number}_refused`, `$edge_${number}_admitted`],
        [directive('default', [next]), directive('1', [closing(context)])],
      ),
    )
    next = `$edge_${number}_admitted`
  }
  // A name was found in a ClientHello only; without one, only the version tells TLS from anything else.
  stream.tables.push(
    block(
      'map',
      ['$ssl_preread_protocol$ssl_preread_server_name', `$edge_${number}_next`],
      [directive('default', [next]), directive('', [closing(context)])],
    ),
  )
  stream.variables += 2
  stream.servers.push(
    comment(`listener ${plainName(listener.name)}`, [at()]),
    block(
      'server',
      [],
      [
        ...listens(listener, tables.index),
        directive('ssl_preread', ['on']),
        directive('preread_timeout', [duration(listener.clientHelloSeconds)], [at('clientHelloSeconds')]),
        ...(context.dialect.passes
          ? [directive('pass', [`$edge_${number}_next`])]
          : [
              directive('proxy_protocol', ['on']),
              directive('proxy_connect_timeout', ['5s']),
              directive('proxy_timeout', [duration(outerIdleSeconds)]),
              directive('access_log', [logFile(context, 'stream'), `edge_${number}`, `if=$edge_${number}_unrouted`]),
              directive('proxy_pass', [`$edge_${number}_next`]),
            ]),
      ],
      [at()],
    ),
  )
  if (!context.dialect.passes)
    stream.tables.push(
      block('map', [route, `$edge_${number}_unrouted`], [directive('default', ['0']), directive('', ['1'])]),
    )
}

function routeIndexes(tables: CompiledListener, fallback: number | null): number[] {
  const indexes = new Set<number>()
  for (const table of [tables.exact, tables.oneLabel, tables.anyDepth])
    for (const { index } of table.values()) indexes.add(index)
  if (tables.catchAll) indexes.add(tables.catchAll.index)
  if (fallback !== null) indexes.add(fallback)
  return [...indexes].sort((a, b) => a - b)
}
