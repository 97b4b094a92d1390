import type { FeatureId } from '../../domain-model/feature'
import type { Capability, CapabilityTable, VerdictKind } from '../capabilities'

const guide = 'https://kubernetes.github.io/ingress-nginx/user-guide'
const annotations = `${guide}/nginx-configuration/annotations/`
const configmap = `${guide}/nginx-configuration/configmap/`
const tcpProxy = 'kubernetes/ingress-nginx:pkg/tcpproxy/tcp.go'
const template = 'kubernetes/ingress-nginx:rootfs/etc/nginx/template/nginx.tmpl'

const native = (reason = '', source = ''): Capability[] => [{ verdict: 'native', reason, source }]
const only =
  (verdict: VerdictKind) =>
  (reason: string, source: string): Capability[] => [{ verdict, reason, source }]
const cannot = only('cannot')
const broken = only('broken')
const needsSwitch = only('needs-switch')

const noHealth = cannot(
  'The controller has no active checks: endpoints follow the readiness probes of the pods. Give the pods a readinessProbe.',
  'https://kubernetes.io/docs/concepts/configuration/liveness-readiness-startup-probes/',
)
const noProxyOut = cannot(
  'Upstreams never get a PROXY header: passthrough has it switched off in the code, and NGINX has no such thing for HTTP upstreams.',
  'kubernetes/ingress-nginx:internal/ingress/controller/nginx.go; kubernetes/ingress-nginx#2397',
)
const noRequestHeaders = cannot(
  'The only annotation that could is configuration-snippet, of risk Critical and refused by default since 1.12; proxy-set-headers holds for the whole controller.',
  `${guide}/nginx-configuration/annotations-risk/; kubernetes/ingress-nginx#13993`,
)
const responseHeaders: Capability[] = [
  {
    verdict: 'cannot',
    reason:
      'The annotation custom-headers came with 1.11; before, only a configuration-snippet of risk Critical could.',
    source: 'kubernetes/ingress-nginx#9742',
  },
  {
    since: '1.11',
    verdict: 'needs-switch',
    reason:
      'custom-headers sets headers once the ConfigMap of the controller lists their names in global-allowed-response-headers (values.yaml does); removing a header is not possible.',
    source: `${annotations}#custom-headers; kubernetes/ingress-nginx:internal/ingress/annotations/customheaders/main.go`,
  },
]
const rateLimit = needsSwitch(
  'Counted per replica, not per cluster; the burst is a whole multiple of the rate; answered 429 instead of 503 once limit-req-status-code says so (values.yaml does).',
  `${annotations}#rate-limiting; ${configmap}#limit-req-status-code`,
)
const profile = (what: string) =>
  needsSwitch(
    `${what}; ssl-protocols holds for the whole controller (values.yaml sets it).`,
    `${configmap}#ssl-protocols`,
  )
const catchAllCertificate =
  'A rule without a host; its certificate is the default one of the whole controller (values.yaml sets default-ssl-certificate).'

/**
 * What ingress-nginx makes of each feature. Read in the controller's own sources and documentation up to the last release, 1.15.1 of March 2026;
 * nothing will change any more: the project is retired.
 */
export const capabilities: CapabilityTable = {
  'listener.plain-http': native('One port 80 for all hosts; a host cannot leave it.'),
  'listener.address': cannot(
    'The address is that of the Service in front of the controller.',
    'https://kubernetes.io/docs/concepts/services-networking/service/',
  ),
  'listener.accept-proxy': [
    {
      verdict: 'needs-switch',
      reason:
        'use-proxy-protocol holds for all hosts and for port 80 as well (values.yaml sets it). With SSL passthrough switched on, only version 1 is understood.',
      source: `${configmap}#use-proxy-protocol; kubernetes/ingress-nginx#10181`,
    },
    {
      since: '1.14',
      verdict: 'needs-switch',
      reason:
        'use-proxy-protocol holds for all hosts and for port 80 as well (values.yaml sets it). With SSL passthrough take 1.14.4 or later: 1.14.0 to 1.14.3 see only the first 256 bytes of a ClientHello.',
      source: `${configmap}#use-proxy-protocol; kubernetes/ingress-nginx#13861; kubernetes/ingress-nginx#14489`,
    },
  ],
  'listener.tls-modern': profile('TLS 1.3 alone'),
  'listener.tls-intermediate': profile('TLS 1.2 and 1.3'),
  'listener.tls-legacy': profile('TLS 1.0 and 1.1 also need ciphers of security level 0'),
  'listener.alpn': needsSwitch(
    'use-http2 holds for the whole controller (values.yaml sets it); HTTP/1.1 cannot be switched off.',
    `${configmap}#use-http2`,
  ),
  'listener.client-hello-timeout': cannot(
    'With SSL passthrough the controller waits for a ClientHello without a limit; without it, NGINX waits client_header_timeout, which limits headers too.',
    tcpProxy,
  ),
  'listener.unmatched-reject': needsSwitch(
    'By default an unknown name gets a self-made "fake" certificate and 404; ssl-reject-handshake refuses it for the whole controller (values.yaml sets it).',
    `${configmap}#ssl-reject-handshake`,
  ),
  'listener.unmatched-route': needsSwitch(catchAllCertificate, `${guide}/tls/#default-ssl-certificate`),
  'listener.acme-upstream': native(
    'An Ingress of its own for the challenge path; it answers on port 443 as well.',
    `${configmap}#no-tls-redirect-locations`,
  ),
  'hybrid.shared-port': [
    {
      verdict: 'extra-hop',
      reason:
        'With --enable-ssl-passthrough a Go proxy inside the controller takes all of port 443 and hands terminated names to NGINX on port 442 with a PROXY header.',
      source: `${annotations}#ssl-passthrough; ${tcpProxy}`,
    },
  ],
  'mode.terminate': native(),
  'mode.passthrough': needsSwitch(
    'Silently terminated unless the controller runs with --enable-ssl-passthrough (values.yaml sets it). A ClientHello that comes in more than one read, as post-quantum ones do, is handed to NGINX instead of the backend. Only the path / counts, and only a service with a ClusterIP.',
    `${annotations}#ssl-passthrough; kubernetes/ingress-nginx#11424; kubernetes/ingress-nginx#12746; ${tcpProxy}`,
  ),
  'mode.reencrypt': native(
    'backend-protocol: HTTPS; without proxy-ssl-verify it would not look at the certificate.',
    `${annotations}#backend-certificate-authentication`,
  ),
  'authority.misdirected': cannot(
    'NGINX picks the server by the Host header alone, so a connection made for one host may ask for another, also for a passthrough host. Only hosts with client certificates answer 421.',
    'https://nginx.org/en/docs/http/request_processing.html',
  ),
  'host.exact.terminate': native(),
  'host.exact.passthrough': needsSwitch(
    'The name in the ClientHello is compared byte by byte, so API.example.com is not api.example.com. Needs --enable-ssl-passthrough (values.yaml sets it).',
    tcpProxy,
  ),
  'host.wildcard-one.terminate': native(),
  'host.wildcard-one.passthrough': broken(
    'Hosts are compared as equal strings, so a wildcard never matches: the connection is terminated with the default certificate. Left out.',
    `${tcpProxy}; kubernetes/ingress-nginx#4332; kubernetes/ingress-nginx#7530; kubernetes/ingress-nginx#9473; kubernetes/ingress-nginx#11982`,
  ),
  'host.wildcard-any.terminate': cannot(
    'A wildcard stands for exactly one label, as in the Ingress specification; it is written so.',
    'https://kubernetes.io/docs/concepts/services-networking/ingress/#hostname-wildcards',
  ),
  'host.wildcard-any.passthrough': broken(
    'Hosts are compared as equal strings, so a wildcard never matches: the connection is terminated with the default certificate. Left out.',
    `${tcpProxy}; kubernetes/ingress-nginx#9473`,
  ),
  'host.catch-all.terminate': needsSwitch(catchAllCertificate, `${guide}/tls/#default-ssl-certificate`),
  'host.catch-all.passthrough': broken(
    'A rule without a host belongs to the server "_", which equals no name in a ClientHello: the connection is terminated with the default certificate. Left out.',
    tcpProxy,
  ),
  'path.exact': native(),
  'path.prefix': native(),
  'path.regex': native(
    'The controller compares expressions without regard to case and tries the longest first; each path is therefore made case-sensitive with (?-i) and padded into order.',
    `${guide}/ingress-path-matching/; NGINX probe in lib/targets/ingress-nginx/locations.test.ts`,
  ),
  'path.normalized': native(
    'NGINX merges slashes, resolves dots and decodes every escape before it compares; an encoded slash therefore counts as a slash.',
    'https://nginx.org/en/docs/http/ngx_http_core_module.html#location',
  ),
  'path.rewrite-prefix': native(
    'By a capture in the path; all paths of the host become regular expressions.',
    `${annotations}#rewrite`,
  ),
  'path.rewrite-whole': native('All paths of the host become regular expressions.', `${annotations}#rewrite`),
  'path.methods': cannot('There is no annotation for it.', annotations),
  'path.weights': native(
    'A canary Ingress takes its share; one per path, so at most two upstreams.',
    `${annotations}#canary`,
  ),
  'headers.request': noRequestHeaders,
  'headers.response': responseHeaders,
  'headers.request-by-path': noRequestHeaders,
  'headers.response-by-path': responseHeaders,
  'rate-limit.route': rateLimit,
  'rate-limit.path': rateLimit,
  'client-auth.required': native(
    'A client without a certificate is answered 400 after the handshake, not by a TLS alert; it holds for the whole host.',
    `${annotations}#client-certificate-authentication`,
  ),
  'client-auth.optional': native(
    'A certificate that does not chain to the bundle is answered 400; it holds for the whole host.',
    `${annotations}#client-certificate-authentication`,
  ),
  'client-auth.identity-header': cannot(
    'The subject is sent as ssl-client-subject-dn; the name cannot be chosen.',
    `${annotations}#client-certificate-authentication`,
  ),
  hsts: [
    {
      verdict: 'needs-switch',
      reason:
        'Before 1.11 HSTS holds for the whole controller, and is on by default with includeSubDomains (values.yaml sets it).',
      source: `${configmap}#hsts`,
    },
    {
      since: '1.11',
      verdict: 'needs-switch',
      reason:
        "Set per host with custom-headers, once the controller's own HSTS, on by default with includeSubDomains, is off and the header is allowed (values.yaml does both).",
      source: `${configmap}#hsts; ${annotations}#custom-headers`,
    },
  ],
  waf: needsSwitch(
    'ModSecurity with the OWASP rules. Detecting is per Ingress; blocking needs SecRuleEngine On in the ConfigMap, for the whole controller (values.yaml sets it).',
    `${guide}/third-party-addons/modsecurity/`,
  ),
  'plain-http.redirect': native(
    '308; ACME challenges are not redirected.',
    `${annotations}#server-side-https-enforcement-through-redirect`,
  ),
  'plain-http.serve': native(
    'ssl-redirect: "false"; headers such as HSTS are sent on plain HTTP too.',
    `${annotations}#server-side-https-enforcement-through-redirect`,
  ),
  'plain-http.forward': cannot(
    'A host has the same locations on port 80 and 443; a passthrough host is proxied with TLS on both. Redirected instead.',
    template,
  ),
  'plain-http.acme-only': cannot(
    'A host cannot leave port 80: what is no challenge is redirected instead of refused.',
    template,
  ),
  'plain-http.closed': cannot(
    'A host cannot leave port 80: it is redirected instead of closed. Where no route needs port 80, values.yaml takes the port away.',
    template,
  ),
  'access.terminate': native(
    "Sees the client's address only with externalTrafficPolicy: Local (values.yaml sets it) or PROXY protocol; answered 403.",
    `${annotations}#whitelist-source-range`,
  ),
  'access.passthrough': cannot(
    'Annotations other than ssl-passthrough do nothing for passed-through connections.',
    `${annotations}#ssl-passthrough`,
  ),
  'timeout.connect': native('Whole seconds; on terminated routes only.', `${annotations}#custom-timeouts`),
  'timeout.idle': native(
    'Whole seconds, between two reads or writes; on terminated routes only.',
    `${annotations}#custom-timeouts`,
  ),
  'upstream-tls.verify': native(),
  'upstream-tls.no-verify': native(
    'The default of the controller.',
    `${annotations}#backend-certificate-authentication`,
  ),
  'upstream-tls.trust': native(
    'In the same secret as the client certificate, if there is one.',
    `${annotations}#backend-certificate-authentication`,
  ),
  'upstream-tls.system-trust': needsSwitch(
    "The system's store cannot be named: put the bundle into ca.crt of the secret that the Ingress names.",
    `${annotations}#backend-certificate-authentication`,
  ),
  'upstream-tls.server-name': native('', `${annotations}#backend-certificate-authentication`),
  'upstream-tls.client-certificate': native(
    'In the same secret as the trust bundle.',
    `${annotations}#backend-certificate-authentication`,
  ),
  'upstream.servers': needsSwitch(
    'The service of the upstream stands for its servers: its endpoints are balanced, on passthrough its ClusterIP is dialled. An upstream without a service is reported, and its paths are answered 503.',
    'https://kubernetes.io/docs/concepts/services-networking/ingress/#the-ingress-resource',
  ),
  'upstream.service': native(
    'On passthrough only with a ClusterIP: headless and ExternalName services do not work.',
    tcpProxy,
  ),
  'upstream.weight': cannot(
    'Endpoints of a service are equal.',
    'https://kubernetes.io/docs/concepts/services-networking/service/',
  ),
  'upstream.backup': cannot(
    'Endpoints of a service are equal.',
    'https://kubernetes.io/docs/concepts/services-networking/service/',
  ),
  'upstream.balance.round-robin': native(
    'On passthrough kube-proxy chooses, at random.',
    `${annotations}#custom-nginx-load-balancing`,
  ),
  'upstream.balance.least-connections': cannot(
    'The nearest is ewma, by response time, which is written; on passthrough kube-proxy chooses.',
    `${annotations}#custom-nginx-load-balancing`,
  ),
  'upstream.balance.source': native(
    'Consistent hashing of the client address; on passthrough kube-proxy chooses.',
    `${annotations}#custom-nginx-upstream-hashing`,
  ),
  'upstream.health.http': noHealth,
  'upstream.health.tcp': noHealth,
  'upstream.health.tls': noHealth,
  'upstream.proxy-v1': noProxyOut,
  'upstream.proxy-v2': noProxyOut,
  'plan.namespace': native(),
} satisfies Record<FeatureId, readonly Capability[]>
