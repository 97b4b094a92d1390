/** The classic tutorial: three servers behind one port, TLS untouched, one after the other. */
export const passthroughPool = `apiVersion: signalbox/v1
kind: Plan
name: passthrough-pool
description: Every TLS connection on 443 goes untouched to one of three web servers in turn.
listeners:
  - { name: https, port: 443, protocol: tls }
  - { name: http, port: 80, protocol: http }
upstreams:
  - name: web
    servers:
      - { host: 192.0.2.11, port: 443 }
      - { host: 192.0.2.12, port: 443 }
      - { host: 192.0.2.13, port: 443 }
    service: { name: web, port: 443 }
    balance: round-robin
    # A TCP check would keep a server whose TLS is dead; the handshake check does not.
    health: { kind: tls, serverName: www.example.com }
    httpPort: 80
routes:
  - name: web
    listener: https
    hosts: ["*"]
    mode: passthrough
    upstream: web
    # The servers answer plain HTTP themselves: redirects and ACME challenges are theirs.
    plainHttp: forward
`
