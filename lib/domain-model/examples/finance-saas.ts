/** The hybrid edge that the field's articles describe: a public API terminated, payments passed through to mutual TLS. */
export const financeSaas = `apiVersion: signalbox/v1
kind: Plan
name: finance-saas
description: Public API terminated at the edge; payments pass through to mutual TLS.
listeners:
  - { name: https, port: 443, protocol: tls, tlsProfile: intermediate, unmatched: reject }
  - { name: http, port: 80, protocol: http }
certificates:
  - { name: api, hosts: [api.example.com], secret: api-gateway-tls, file: /etc/ssl/edge/api.pem }
trust:
  - { name: partners, secret: partners-ca, file: /etc/ssl/edge/partners.pem }
upstreams:
  - name: api-gateway
    servers: [{ host: 10.0.1.10, port: 8080 }, { host: 10.0.1.11, port: 8080, weight: 2 }]
    service: { name: api-gateway-service, port: 80 }
    balance: least-connections # round-robin | least-connections | source
    health: { kind: http, path: /healthz, expect: 200 }
  - name: payment-service
    servers: [{ host: 10.0.2.20, port: 443 }]
    service: { name: payment-service, port: 443 }
    health: { kind: tcp }
    sendProxyProtocol: v2 # none | v1 | v2: the only way the backend sees the client's address
routes:
  - name: api
    listener: https
    hosts: [api.example.com]
    mode: terminate
    certificate: api
    paths:
      - { path: /v1/, match: prefix, upstream: api-gateway }
    requestHeaders: { set: { X-Edge: signalbox }, remove: [X-Internal] }
    rateLimit: { requests: 50, per: second, burst: 100 }
    clientAuth: { mode: optional, trust: partners }
    hsts: { maxAgeSeconds: 31536000 }
    plainHttp: redirect # redirect | serve | forward | acme-only | closed
  - name: payments
    listener: https
    hosts: [payments.example.com]
    mode: passthrough
    upstream: payment-service
    plainHttp: closed
extras: [] # verbatim lines for one target and one place: the escape hatch
`
