import type { Capability, CapabilityTable, VerdictKind } from '../capabilities'

const docs = 'https://nginx.org/en/docs'
const preread = `${docs}/stream/ngx_stream_ssl_preread_module.html`
const proxy = `${docs}/http/ngx_http_proxy_module.html`
const upstream = `${docs}/http/ngx_http_upstream_module.html`
const ssl = `${docs}/http/ngx_http_ssl_module.html`
/** The test that holds what is said here against the real program. */
const pinned = (id: string) => `e2e/engine/known-differences.test.ts, ${id}`

const row = (verdict: VerdictKind, reason: string, source: string, since?: string): Capability => ({
  ...(since === undefined ? {} : { since }),
  verdict,
  reason,
  source,
})
const native = (reason = '', source = ''): Capability[] => [row('native', reason, source)]

const passive = (what: string): Capability[] => [
  row(
    'cannot',
    `Open-source NGINX makes no checks of its own${what}; it counts connections of clients that fail: fall becomes max_fails, and fall times interval becomes fail_timeout. A single server is never taken out.`,
    `${docs}/http/ngx_http_upstream_hc_module.html (commercial); ${upstream}#max_fails`,
  ),
]

/**
 * What NGINX makes of each feature. Where the versions differ, a row begins at the release that changed it. The tests of e2e/engine
 * hold the rows against the installed program; those from 1.25.5 on were held against 1.31.3 in the same way.
 */
export const capabilities: CapabilityTable = {
  'listener.plain-http': native(),
  'listener.address': native(),
  'listener.accept-proxy': native(
    'NGINX reads the header of any sender and believes it only from the trusted ones; every client must send one.',
    `${docs}/stream/ngx_stream_realip_module.html`,
  ),
  'listener.tls-modern': native(),
  'listener.tls-intermediate': native(),
  'listener.tls-legacy': native(
    'OpenSSL 3 takes TLS 1.0 and 1.1 at security level 0 only, which ssl_ciphers asks for.',
    'https://docs.openssl.org/3.0/man3/SSL_CTX_set_security_level/',
  ),
  'listener.alpn': native(
    'NGINX prefers h2 wherever it offers it, and always offers http/1.1.',
    'nginx source: src/http/modules/ngx_http_ssl_module.c, NGX_HTTP_ALPN_PROTOS',
  ),
  'listener.client-hello-timeout': native('', `${docs}/stream/ngx_stream_core_module.html#preread_timeout`),
  'listener.unmatched-reject': [
    row(
      'broken',
      'Before 1.19.4 NGINX knows no ssl_reject_handshake: the connection is closed without an alert.',
      `${ssl}#ssl_reject_handshake`,
    ),
    row('native', '', `${ssl}#ssl_reject_handshake`, '1.19.4'),
  ],
  'listener.unmatched-route': native(),
  'listener.acme-upstream': native(),
  'hybrid.shared-port': [
    row(
      'extra-hop',
      'The stream side reads the name and hands the connection with a PROXY header over a unix socket to an inner server, which takes the header off. NGINX makes the sockets for everybody, so their folder must belong to the worker user alone.',
      preread,
    ),
    row(
      'extra-hop',
      'The stream side reads the name and hands the accepted connection itself to an inner server (pass).',
      `${docs}/stream/ngx_stream_pass_module.html`,
      '1.25.5',
    ),
  ],
  'mode.terminate': native(),
  'mode.passthrough': native(),
  'mode.reencrypt': native(),
  'authority.misdirected': native(
    'On a name that asks for client certificates NGINX itself answers 421 to every authority but the SNI, also to another name of the same route. Paths that NGINX cannot parse are answered 400 before the authority is looked at.',
    `nginx source: src/http/ngx_http_request.c, ngx_http_set_virtual_server; ${pinned('client-certificate-421')}`,
  ),
  'host.exact.terminate': native(),
  'host.exact.passthrough': native(),
  'host.wildcard-one.terminate': native(),
  'host.wildcard-one.passthrough': native(),
  'host.wildcard-any.terminate': native(),
  'host.wildcard-any.passthrough': native(),
  'host.catch-all.terminate': native(
    'A server name with a port, which is no name, is routed as none but gets the certificate of the name before the port.',
    `nginx source: src/http/ngx_http_request.c, ngx_http_ssl_servername; ${pinned('sni-with-port')}`,
  ),
  'host.catch-all.passthrough': native(),
  'path.exact': native(),
  'path.prefix': native(),
  'path.regex': native(
    'Expressions see the decoded path: what the plan writes as %20 is a space to them.',
    `${docs}/http/ngx_http_core_module.html#location`,
  ),
  'path.normalized': [
    row(
      'native',
      'NGINX decodes %2F too, so /a%2Fb is routed like /a/b. Before 1.21.1 the path is forwarded as it came.',
      `${docs}/http/ngx_http_core_module.html#location; ${pinned('encoded-slash')}`,
    ),
    row(
      'native',
      'NGINX decodes %2F too, so /a%2Fb is routed like /a/b. A path with escapes of reserved characters is forwarded as it came, any other as it was matched.',
      `${docs}/http/ngx_http_core_module.html#location; ${pinned('encoded-slash')}`,
      '1.21.1',
    ),
  ],
  'path.rewrite-prefix': native(),
  'path.rewrite-whole': native(),
  'path.methods': native(
    'NGINX answers TRACE and CONNECT with 405 by itself.',
    'nginx source: src/http/ngx_http_request.c, ngx_http_process_request_header',
  ),
  'path.weights': native(
    'Drawn for each request, in steps of 0.01 %.',
    `${docs}/http/ngx_http_split_clients_module.html`,
  ),
  'headers.request': native(
    'A header set to nothing is not sent.',
    `${proxy}#proxy_set_header; ${pinned('empty-header')}`,
  ),
  'headers.response': native(
    'NGINX writes Server and Date itself; setting them adds a second one.',
    `${proxy}#proxy_hide_header`,
  ),
  'headers.request-by-path': native(),
  'headers.response-by-path': native(
    'NGINX writes Server and Date itself; setting them adds a second one.',
    `${proxy}#proxy_hide_header`,
  ),
  'rate-limit.route': native(
    'A leaking bucket as deep as the requests of one period and the burst, where HAProxy counts in a sliding window.',
    `${docs}/http/ngx_http_limit_req_module.html`,
  ),
  'rate-limit.path': native(
    'A leaking bucket as deep as the requests of one period and the burst, where HAProxy counts in a sliding window.',
    `${docs}/http/ngx_http_limit_req_module.html`,
  ),
  'client-auth.required': native(
    'The handshake succeeds and a client without a good certificate is answered 400, where HAProxy sends a TLS alert.',
    `${ssl}#errors; ${pinned('client-certificate-400')}`,
  ),
  'client-auth.optional': native(
    'A client that shows a bad certificate is answered 400, where HAProxy sends a TLS alert.',
    `${ssl}#errors; ${pinned('client-certificate-400')}`,
  ),
  'client-auth.identity-header': native(
    'The subject in RFC 2253 form, such as CN=client,O=partner.',
    `${ssl}#var_ssl_client_s_dn`,
  ),
  hsts: native(),
  waf: [
    row(
      'cannot',
      'Open-source NGINX has no web application firewall; ModSecurity is a module of its own.',
      'https://github.com/owasp-modsecurity/ModSecurity-nginx',
    ),
  ],
  'plain-http.redirect': native(),
  'plain-http.serve': native(),
  'plain-http.forward': native(),
  'plain-http.acme-only': native(),
  'plain-http.closed': native('', `${docs}/http/ngx_http_rewrite_module.html#return`),
  'access.terminate': native(),
  'access.passthrough': native(),
  'timeout.connect': native(),
  'timeout.idle': native(),
  'upstream-tls.verify': native('NGINX checks a name whenever it checks the certificate.', `${proxy}#proxy_ssl_verify`),
  'upstream-tls.no-verify': native(),
  'upstream-tls.trust': native(),
  'upstream-tls.system-trust': native(
    "Debian's bundle, /etc/ssl/certs/ca-certificates.crt.",
    `${proxy}#proxy_ssl_trusted_certificate`,
  ),
  'upstream-tls.server-name': native(),
  'upstream-tls.client-certificate': native(),
  'upstream.servers': native(
    'Names are looked up once, when NGINX starts or reloads, and one that does not resolve keeps it from starting.',
    `${upstream}#server`,
  ),
  'upstream.service': [
    row(
      'cannot',
      'NGINX on a machine knows no Kubernetes services; it dials the servers of the upstream.',
      `${upstream}#server`,
    ),
  ],
  'upstream.weight': native(),
  'upstream.backup': native('Not together with balancing by client address.', `${upstream}#server`),
  'upstream.balance.round-robin': native('Each worker process counts for itself.', `${upstream}#zone`),
  'upstream.balance.least-connections': native('Each worker process counts for itself.', `${upstream}#least_conn`),
  'upstream.balance.source': native('', `${upstream}#hash`),
  'upstream.health.http': passive(''),
  'upstream.health.tcp': passive(''),
  'upstream.health.tls': passive(', so a server whose TLS is dead but which accepts connections keeps its share'),
  'upstream.proxy-v1': native(
    'For terminated routes by an inner hop, and without the address of the client.',
    `${docs}/stream/ngx_stream_proxy_module.html#proxy_protocol`,
  ),
  'upstream.proxy-v2': [
    row(
      'cannot',
      'Open-source NGINX writes version 1 only, so it sends that one; most receivers take both.',
      'nginx/nginx#1204 (version 2, a draft); https://nginx.org/en/docs/stream/ngx_stream_proxy_module.html#proxy_protocol',
    ),
  ],
  'plan.namespace': [
    row(
      'cannot',
      'A machine has no Kubernetes namespaces; nothing follows from it.',
      'https://kubernetes.io/docs/concepts/overview/working-with-objects/namespaces/',
    ),
  ],
}
