import { block, comment, directive, type Node } from './ast'
import { type Context, pointer, type Section } from './context'
import { reservedEscapes } from './decoded-path'
import { extraLines } from './lower-extras'
import { baseRequestHeaders } from './lower-headers'
import { logFile } from './lower-servers'
import { commonProfile } from './lower-tls'
import { plainName } from './tame'

/** nginx.conf as a whole, once all listeners are lowered. */
export function mainFile(context: Context): Node[] {
  const { http, stream, runtimeDirectory } = context
  const hasStream = stream.servers.length > 0 || extraLines(context, 'stream').length > 0
  return [
    comment(
      `${plainName(context.plan.name)}, for NGINX ${context.version}. Made by Signalbox: change the plan, not this file.`,
      [pointer('name')],
    ),
    ...(context.isPrivate ? [] : [directive('user', ['www-data'])]),
    directive('worker_processes', ['auto']),
    directive('worker_rlimit_nofile', [65_536]),
    directive('pid', [context.isPrivate ? `${runtimeDirectory}/nginx.pid` : '/run/nginx.pid']),
    directive('error_log', [logFile(context, 'error'), 'warn']),
    comment("Loads Debian's stream module; harmless where there is none to load."),
    directive('include', ['/etc/nginx/modules-enabled/*.conf']),
    ...extraLines(context, 'main'),
    block('events', [], [directive('worker_connections', [16_384]), ...extraLines(context, 'events')]),
    ...(hasStream ? [block('stream', [], streamBlock(context))] : []),
    block('http', [], httpBlock(context)),
    ...(http.servers.length === 0 && !hasStream ? [comment('The plan has no listeners.')] : []),
  ]
}

const dollar = block('geo', ['$dollar'], [directive('default', ['$'])])

function streamBlock(context: Context): Node[] {
  const { stream } = context
  const formats = context.compiled.listeners
    .filter(
      ({ listener, index }) => listener.protocol === 'tls' && stream.servers.length > 0 && hasTable(stream, index),
    )
    .map(({ listener, index }) =>
      logFormat(index, [
        ['listener', plainName(listener.name)],
        ['client', '$remote_addr'],
        ['sni', '$ssl_preread_server_name'],
        ['route', `$edge_${index + 1}_route`],
        ['upstream', '$upstream_addr'],
        ['status', '$status'],
        ['sent', '$bytes_sent'],
        ['received', '$bytes_received'],
        ['seconds', '$session_time'],
      ]),
    )
  return [...hashSizes(stream), ...formats, ...extraLines(context, 'stream'), ...body(stream)]
}

function httpBlock(context: Context): Node[] {
  const { http } = context
  const formats = context.compiled.listeners
    .filter(({ index }) => hasTable(http, index))
    .map(({ listener, index }) =>
      logFormat(index, [
        ['listener', plainName(listener.name)],
        ['client', '$remote_addr'],
        ...(listener.protocol === 'tls' ? [['sni', '$ssl_server_name'] as const] : []),
        ['host', '$http_host'],
        ['route', `$edge_${index + 1}_route`],
        ['request', '$request'],
        ['status', '$status'],
        ['upstream', '$upstream_addr'],
        ['sent', '$bytes_sent'],
        ['seconds', '$request_time'],
      ]),
    )
  return [
    ...hashSizes(http),
    directive('server_tokens', ['off']),
    directive('absolute_redirect', ['off']),
    directive('port_in_redirect', ['off']),
    directive('client_max_body_size', [0]),
    ...(context.isPrivate
      ? [
          directive('client_body_temp_path', [`${context.runtimeDirectory}/client-body`]),
          directive('proxy_temp_path', [`${context.runtimeDirectory}/proxy`]),
        ]
      : []),
    comment('The stream side and load balancers in front say who the client is.'),
    directive('real_ip_header', ['proxy_protocol']),
    ...(context.dialect.passes ? [] : [directive('set_real_ip_from', ['unix:'])]),
    ...commonProfile(context),
    directive('ssl_session_tickets', ['off']),
    directive('ssl_prefer_server_ciphers', ['off']),
    directive('limit_req_status', [429]),
    comment(
      'Towards upstreams. A block with one proxy_set_header of its own inherits none, so such blocks repeat these.',
    ),
    directive('proxy_http_version', ['1.1']),
    ...baseRequestHeaders(),
    directive('proxy_redirect', ['off']),
    directive('proxy_ignore_headers', ['X-Accel-Redirect', 'X-Accel-Expires', 'X-Accel-Limit-Rate', 'X-Accel-Charset']),
    directive('proxy_ssl_protocols', ['TLSv1.2', 'TLSv1.3']),
    ...formats,
    ...extraLines(context, 'http'),
    block('map', ['$http_upgrade', '$edge_connection'], [directive('default', ['upgrade']), directive('', [''])]),
    block(
      'map',
      ['$http_host', '$edge_host_port'],
      [directive('default', ['']), directive('~(?<edge_port>:[0-9]+)\\z', ['$edge_port'])],
    ),
    ...(context.dialect.escapesPaths ? untidyPath : []),
    ...body(http),
  ]
}

/**
 * Paths to be sent on as they were matched, not as they came. Where a reserved character is escaped, decoding would change the
 * meaning (`%2F` is no separator), and the path goes on as it came.
 */
const untidyPath: Node[] = [
  comment(
    'Paths that differ from their normalised form are forwarded normalised, unless that would decode a reserved character.',
  ),
  block(
    'map',
    ['$request_uri', '$edge_untidy_path'],
    [
      directive('default', ['0']),
      directive(`~^[^?#]*%(?:${reservedEscapes})`, ['0']),
      directive('~^[^?#]*(?://|/\\.|%)', ['1']),
    ],
  ),
]

function hasTable(section: Section, index: number): boolean {
  return section.tables.some(
    (node) => node.kind === 'directive' && node.name === 'map' && node.words[1] === `$edge_${index + 1}_route`,
  )
}

function logFormat(index: number, fields: readonly (readonly [name: string, value: string])[]): Node {
  const members = [['time', '$time_iso8601'] as const, ...fields].map(([name, value]) => `"${name}":"${value}"`)
  return directive('log_format', [`edge_${index + 1}`, 'escape=json', `{${members.join(',')}}`])
}

/**
 * 512 holds every DNS name, though only one or two long ones: where a large table has such keys, NGINX would search for many seconds
 * and then warn. Sizes grow with the tables for the same reason.
 */
function hashSizes(section: Section): Node[] {
  const atLeast = (entries: number) => 2 ** Math.ceil(Math.log2(Math.max(2048, entries * 4)))
  const sizes = [
    directive('map_hash_bucket_size', [section.mapEntriesMax > 200 && section.mapKeyMax > 64 ? 4096 : 512]),
    directive('map_hash_max_size', [atLeast(section.mapEntriesMax)]),
    directive('variables_hash_bucket_size', [128]),
    directive('variables_hash_max_size', [atLeast(section.variables)]),
  ]
  if (section.name === 'stream') return sizes
  return [
    ...sizes,
    directive('server_names_hash_bucket_size', [512]),
    directive('server_names_hash_max_size', [atLeast(section.serverNames)]),
    ...headerHashSizes(section.servers),
  ]
}

/**
 * The names of set and hidden headers stand in a hash whose buckets hold 46 characters by default; NGINX does not start with a longer
 * one. A bucket holds the name and two bytes, rounded up to words, and two pointers. Source: https://nginx.org/en/docs/hash.html
 */
function headerHashSizes(servers: readonly Node[]): Node[] {
  const { longest, most } = headerNames(servers)
  const bucket = 2 ** Math.ceil(Math.log2(Math.ceil((longest + 2) / 8) * 8 + 16))
  return [
    ...(bucket > 64 ? [directive('proxy_headers_hash_bucket_size', [bucket])] : []),
    ...(most > 100 ? [directive('proxy_headers_hash_max_size', [2 ** Math.ceil(Math.log2(most * 8))])] : []),
  ]
}

function headerNames(block: readonly Node[]): { longest: number; most: number } {
  let longest = 0
  let most = 0
  let own = 0
  for (const node of block) {
    if (node.kind !== 'directive') continue
    if (node.name === 'proxy_set_header' || node.name === 'proxy_hide_header') {
      own++
      longest = Math.max(longest, node.words[0]?.length ?? 0)
    }
    const inner = node.block ? headerNames(node.block) : null
    longest = Math.max(longest, inner?.longest ?? 0)
    most = Math.max(most, inner?.most ?? 0)
  }
  return { longest, most: Math.max(most, own) }
}

function body(section: Section): Node[] {
  return [dollar, ...section.texts, ...section.tables, ...section.zones, ...section.upstreams, ...section.servers]
}
