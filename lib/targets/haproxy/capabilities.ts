import type { Capability, CapabilityTable } from '../capabilities'

const manual = 'https://docs.haproxy.org/2.6/configuration.html'
const native: readonly Capability[] = [{ verdict: 'native', reason: '', source: '' }]

function nativeWith(reason: string, source: string): readonly Capability[] {
  return [{ verdict: 'native', reason, source }]
}

function innerHop(reason: string): readonly Capability[] {
  return [{ verdict: 'extra-hop', reason, source: 'https://github.com/haproxy/haproxy/issues/406' }]
}

const hop =
  'HAProxy cannot decide inside one bind whether to end TLS, so a TCP frontend reads the SNI and hands the connection to a second frontend over an abstract socket (Linux), with the client address in a PROXY header.'
const splitHello =
  'A ClientHello that the client splits over several TLS records counts as one without SNI, because req.ssl_sni does not put records together; split over TCP segments it is read.'
const splitSource = `${manual}#7.3.5-req.ssl_sni; pinned as hello-split-over-records in lib/preview/proof/known-differences.ts`
const onlyKubernetes = 'HAProxy on a machine knows no Kubernetes: it dials the servers of an upstream.'

export const capabilities: CapabilityTable = {
  'listener.plain-http': native,
  'listener.address': native,
  'listener.accept-proxy': nativeWith(
    'With a list of senders the header is expected from them only, and others are taken as they come.',
    `${manual}#4.2-tcp-request%20connection`,
  ),
  'listener.tls-modern': nativeWith(
    'The post-quantum group X25519MLKEM768 is left out: an HAProxy on OpenSSL before 3.5 does not start with it.',
    'https://wiki.mozilla.org/Security/Server_Side_TLS',
  ),
  'listener.tls-intermediate': nativeWith(
    'The post-quantum group X25519MLKEM768 is left out: an HAProxy on OpenSSL before 3.5 does not start with it.',
    'https://wiki.mozilla.org/Security/Server_Side_TLS',
  ),
  'listener.tls-legacy': nativeWith(
    'OpenSSL 3 speaks TLS 1.0 and 1.1 only at security level 0, which the cipher list sets.',
    'https://docs.openssl.org/3.0/man3/SSL_CTX_set_security_level/',
  ),
  'listener.alpn': native,
  'listener.client-hello-timeout': native,
  'listener.unmatched-reject': nativeWith(
    'A plan that terminates nothing holds no certificate: there the connection is closed without an alert, which is reported as a loss.',
    `${manual}#5.1-strict-sni`,
  ),
  'listener.unmatched-route': nativeWith(splitHello, splitSource),
  'listener.acme-upstream': native,
  'hybrid.shared-port': innerHop(`${hop} ${splitHello}`),
  'mode.terminate': innerHop(hop),
  'mode.passthrough': nativeWith(splitHello, splitSource),
  'mode.reencrypt': innerHop(hop),
  'authority.misdirected': native,
  'host.exact.terminate': nativeWith(splitHello, splitSource),
  'host.exact.passthrough': nativeWith(splitHello, splitSource),
  'host.wildcard-one.terminate': nativeWith(splitHello, splitSource),
  'host.wildcard-one.passthrough': nativeWith(splitHello, splitSource),
  'host.wildcard-any.terminate': nativeWith(splitHello, splitSource),
  'host.wildcard-any.passthrough': nativeWith(splitHello, splitSource),
  'host.catch-all.terminate': native,
  'host.catch-all.passthrough': native,
  'path.exact': native,
  'path.prefix': native,
  'path.regex': nativeWith(
    'Expressions are anchored at both ends; one that PCRE would refuse for its size is left out and reported.',
    `${manual}#7.1.4`,
  ),
  'path.normalized': nativeWith(
    'By http-request normalize-uri, which is experimental in all versions so far: the output sets expose-experimental-directives. Escapes in the query are brought into the same form; a target with a # is answered 400.',
    `${manual}#4.2-http-request%20normalize-uri`,
  ),
  'path.rewrite-prefix': native,
  'path.rewrite-whole': native,
  'path.methods': native,
  'path.weights': nativeWith('By chance for each request, in the given proportions.', `${manual}#7.3.2-rand`),
  'headers.request': native,
  'headers.response': native,
  'headers.request-by-path': native,
  'headers.response-by-path': native,
  'rate-limit.route': nativeWith(
    'Counted over sliding windows of one period, and with a burst also of ten; requests that find no path are not counted.',
    `${manual}#11.1`,
  ),
  'rate-limit.path': nativeWith(
    'Counted over sliding windows of one period, and with a burst also of ten.',
    `${manual}#11.1`,
  ),
  'client-auth.required': nativeWith(
    'A TLS 1.3 client without a certificate sees a finished handshake and then the alert. Sessions of these names are not resumed, so that none can be borrowed.',
    'https://datatracker.ietf.org/doc/html/rfc8446#section-4.4.2.4',
  ),
  'client-auth.optional': nativeWith(
    'A certificate that does not chain to the bundle ends the handshake. Sessions of these names are not resumed.',
    `${manual}#5.1-verify`,
  ),
  'client-auth.identity-header': nativeWith(
    'The subject as RFC 2253 writes it. What clients send under that name, also with underscores, is removed on all routes.',
    `${manual}#7.3.4-ssl_c_s_dn`,
  ),
  hsts: native,
  waf: [
    {
      verdict: 'cannot',
      reason:
        'HAProxy without the enterprise modules holds no firewall; an agent beside it (SPOE) would have to be run and is not part of the plan.',
      source: 'https://www.haproxy.com/blog/extending-haproxy-with-the-stream-processing-offload-engine',
    },
  ],
  'plain-http.redirect': native,
  'plain-http.serve': native,
  'plain-http.forward': native,
  'plain-http.acme-only': native,
  'plain-http.closed': native,
  'access.terminate': native,
  'access.passthrough': native,
  'timeout.connect': native,
  'timeout.idle': native,
  'upstream-tls.verify': nativeWith(
    'The name is checked where one is known; where servers share none, only the chain is, which is reported.',
    `${manual}#5.2-verify`,
  ),
  'upstream-tls.no-verify': native,
  'upstream-tls.trust': native,
  'upstream-tls.system-trust': [
    {
      verdict: 'native',
      reason:
        'Before 2.6 there is no @system-ca: the bundle is read from /etc/ssl/certs/ca-certificates.crt, where Debian keeps it.',
      source: `${manual}#5.2-ca-file`,
    },
    { since: '2.6', verdict: 'native', reason: '', source: '' },
  ],
  'upstream-tls.server-name': native,
  'upstream-tls.client-certificate': native,
  'upstream.servers': native,
  'upstream.service': [
    { verdict: 'cannot', reason: onlyKubernetes, source: 'https://www.haproxy.com/documentation/kubernetes-ingress/' },
  ],
  'upstream.weight': native,
  'upstream.backup': native,
  'upstream.balance.round-robin': native,
  'upstream.balance.least-connections': native,
  'upstream.balance.source': native,
  'upstream.health.http': nativeWith(
    'On passed-through and re-encrypted servers the request goes through TLS. On plain HTTP ports only the connection is checked.',
    `${manual}#5.2-check-ssl`,
  ),
  'upstream.health.tcp': native,
  'upstream.health.tls': nativeWith(
    'By check-ssl, a real handshake; option ssl-hello-chk would call a server up that refuses every client.',
    `${manual}#5.2-check-ssl`,
  ),
  'upstream.proxy-v1': nativeWith(
    'Not sent to the plain HTTP port (httpPort), where X-Forwarded-For carries the address.',
    `${manual}#5.2-send-proxy`,
  ),
  'upstream.proxy-v2': nativeWith(
    'Not sent to the plain HTTP port (httpPort), where X-Forwarded-For carries the address.',
    `${manual}#5.2-send-proxy-v2`,
  ),
  'plan.namespace': [
    {
      verdict: 'cannot',
      reason: 'A machine has no Kubernetes namespaces; nothing follows from it.',
      source: 'https://kubernetes.io/docs/concepts/overview/working-with-objects/namespaces/',
    },
  ],
}
