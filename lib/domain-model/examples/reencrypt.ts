/** TLS on both sides of the edge, checked on both sides. */
export const reencrypt = `apiVersion: signalbox/v1
kind: Plan
name: reencrypt
description: Records are routed by path at the edge and encrypted again to a backend whose certificate is checked.
listeners:
  - { name: https, port: 443, protocol: tls, tlsProfile: intermediate }
  - { name: http, port: 80, protocol: http }
certificates:
  - { name: records, hosts: [records.example.com], secret: records-tls, file: /etc/ssl/edge/records.pem }
  - { name: edge-client, secret: edge-client-tls, file: /etc/ssl/edge/edge-client.pem }
trust:
  - { name: internal, secret: internal-ca, file: /etc/ssl/edge/internal-ca.pem }
  - { name: clinics, secret: clinics-ca, file: /etc/ssl/edge/clinics.pem }
upstreams:
  - name: records
    servers: [{ host: 10.2.0.10, port: 8443 }, { host: 10.2.0.11, port: 8443, backup: true }]
    service: { name: records, port: 8443 }
    health: { kind: tls, serverName: records.internal.example.com }
  - name: search
    servers: [{ host: 10.2.0.20, port: 8443 }]
    service: { name: search, port: 8443 }
    health: { kind: tcp }
routes:
  - name: records
    listener: https
    hosts: [records.example.com]
    mode: reencrypt
    certificate: records
    upstreamTls: { verify: true, trust: internal, serverName: records.internal.example.com, clientCertificate: edge-client }
    clientAuth: { mode: required, trust: clinics, identityHeader: X-Client-Subject }
    paths:
      - { path: /search, upstream: search, methods: [GET, POST] }
      - { path: /status, match: exact, upstream: records, rewrite: { path: /internal/status } }
      - { path: /, upstream: records }
    timeouts: { connectSeconds: 5, idleSeconds: 120 }
    hsts: { maxAgeSeconds: 63072000 }
    plainHttp: redirect
`
