import { atLeast } from '../capabilities'
import type { CheckStage, NativeCheck } from '../native-check'
import type { Node } from './ast'
import { readOutput } from './check-output'
import { parse } from './parse'

/** `nginx -t` does most of what a start does: it opens logs and pid files, makes folders, and binds. */
export const nativeCheck: NativeCheck = {
  program: 'nginx',
  title: 'nginx -t',
  packages: ['nginx-light', 'libnginx-mod-stream'],
  // -V also says what it was built with.
  version: { arguments: ['-V'], pattern: /nginx\/(\d+\.\d+\.\d+)/ },
  // No prefix: Debian's module files name the modules relative to the one compiled in, and the artifacts' own paths are absolute.
  arguments: (main, version) => ['-t', '-q', ...(atLeast(version, '1.19.5') ? ['-e', 'stderr'] : []), '-c', main],
  localizer,
  mayRun,
  readOutput,
}

function localizer({ directory, runtimeDirectory, pem, build }: CheckStage) {
  // It makes its folders for bodies and hands them to another user, which would take them from a server that runs on this machine.
  const folders = ['client_body', 'proxy', 'fastcgi', 'scgi', 'uwsgi']
    .filter((name) => !build.includes(`--without-http_${name}_module`))
    .map((name) => ` ${name}_temp_path ${runtimeDirectory}/${name};`)
    .join('')
  const addresses = new Map<string, string>()
  /** Addresses that this machine has, one for each, so that equal ones stay equal. */
  const loopback = (address: string) => {
    if (address === '') return ''
    if (!addresses.has(address)) addresses.set(address, `127.1.0.${addresses.size + 1}:`)
    return addresses.get(address) ?? ''
  }
  return (line: string) =>
    line
      .replace(/^user \S+;$/, '# the user of this machine')
      .replace(/^http \{$/, `http {${folders}`)
      .replace('pid /run/nginx.pid;', `pid ${runtimeDirectory}/nginx.pid;`)
      .replaceAll('/etc/nginx/maps/', `${directory}/maps/`)
      .replaceAll('/run/nginx-edge/', `${runtimeDirectory}/`)
      .replaceAll('/var/log/nginx/', `${runtimeDirectory}/`)
      .replace('/etc/ssl/certs/ca-certificates.crt', pem)
      .replace(/^( +(?:proxy_)?ssl_(?:\w+_)?certificate(?:_key)? )(\S+);/, (whole, head, file) =>
        file.startsWith(`${directory}/pem/`) ? whole : `${head}${pem};`,
      )
      // Whether a server's name is known here says nothing about the edge.
      .replace(/^( +server )(?!unix:|\[)[A-Za-z0-9._-]+(?=:\d+[ ;])/, '$1192.0.2.1')
      .replace(
        /^( +listen )(\S+:)?(\d+)(?=[ ;])/,
        (_, head, address = '', port) =>
          `${head}${loopback(address)}${Number(port) < 1024 ? 20_000 + Number(port) : port}`,
      )
}

/**
 * Directives that can neither open a file nor run code while the configuration is read. What is not here may be harmless, too: then it
 * is left out of the check and said so.
 */
const harmless = new Set(
  [
    'add_header add_trailer aio_write allow absolute_redirect chunked_transfer_encoding client_body_buffer_size client_body_timeout',
    'client_header_buffer_size client_header_timeout client_max_body_size default_type deny directio etag expires geo gzip gzip_comp_level',
    'gzip_disable gzip_http_version gzip_min_length gzip_proxied gzip_types gzip_vary http2 http2_max_concurrent_streams if if_modified_since',
    'ignore_invalid_headers keepalive_requests keepalive_time keepalive_timeout large_client_header_buffers limit_conn limit_conn_status',
    'limit_conn_zone limit_except limit_rate limit_rate_after limit_req limit_req_status limit_req_zone lingering_close lingering_time',
    'lingering_timeout location log_not_found map map_hash_bucket_size map_hash_max_size merge_slashes multi_accept preread_buffer_size',
    'preread_timeout proxy_buffer_size proxy_buffering proxy_buffers proxy_busy_buffers_size proxy_connect_timeout proxy_hide_header',
    'proxy_headers_hash_bucket_size proxy_headers_hash_max_size',
    'proxy_http_version proxy_ignore_headers proxy_intercept_errors proxy_next_upstream proxy_next_upstream_timeout',
    'proxy_next_upstream_tries proxy_pass_header proxy_read_timeout proxy_redirect proxy_request_buffering proxy_send_timeout',
    'proxy_set_header proxy_socket_keepalive proxy_ssl_session_reuse proxy_timeout real_ip_header real_ip_recursive recursive_error_pages',
    'reset_timedout_connection return rewrite satisfy send_timeout server_name_in_redirect server_names_hash_bucket_size',
    'server_names_hash_max_size server_tokens set set_real_ip_from ssl_buffer_size ssl_ciphers ssl_ecdh_curve ssl_prefer_server_ciphers',
    'ssl_protocols ssl_session_cache ssl_session_tickets ssl_session_timeout tcp_nodelay tcp_nopush types_hash_bucket_size',
    'types_hash_max_size underscores_in_headers variables_hash_bucket_size variables_hash_max_size worker_connections worker_processes',
    'worker_rlimit_nofile worker_shutdown_timeout zone',
  ].flatMap((row) => row.split(' ')),
)
/** Their inside is data, but for "include". */
const tables = new Set(['map', 'geo'])

function mayRun(lines: readonly string[]): boolean {
  const { tree, problems } = parse(lines.join('\n'))
  return problems.length === 0 && lines.every((line) => !/\blua_|\bperl_|\\$/.test(line)) && tree.every(isHarmless)
}

function isHarmless(node: Node): boolean {
  if (node.kind === 'comment') return true
  if (node.kind === 'verbatim' || !harmless.has(node.name)) return false
  if (node.block === null) return true
  return tables.has(node.name)
    ? node.block.every((entry) => entry.kind === 'directive' && entry.name !== 'include' && entry.block === null)
    : node.block.every(isHarmless)
}
