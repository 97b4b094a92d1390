/** A wildcard for everybody and an exact name that goes another way: precedence made visible. */
export const wildcardException = `apiVersion: signalbox/v1
kind: Plan
name: wildcard-exception
description: Every shop is terminated by one wildcard; the shop with its own certificate is passed through.
listeners:
  - { name: https, port: 443, protocol: tls }
  - { name: http, port: 80, protocol: http }
certificates:
  # This certificate also covers vault.shops.example.com, so a browser may reuse a shop's connection for it: answered 421.
  - { name: shops, hosts: ["*.shops.example.com", shops.example.com], secret: shops-tls, file: /etc/ssl/edge/shops.pem }
upstreams:
  - name: shops
    servers: [{ host: 10.1.0.10, port: 8080 }, { host: 10.1.0.11, port: 8080 }]
    service: { name: shops, port: 8080 }
    health: { kind: http, path: /healthz }
  - name: static
    servers: [{ host: 10.1.0.20, port: 8080 }]
    service: { name: static, port: 8080 }
  - name: vault
    servers: [{ host: 10.1.0.30, port: 8443 }]
    service: { name: vault, port: 8443 }
    health: { kind: tls, serverName: vault.shops.example.com }
    sendProxyProtocol: v2
    acceptsProxyProtocol: true
routes:
  - name: shops
    listener: https
    hosts: ["*.shops.example.com", shops.example.com]
    mode: terminate
    certificate: shops
    paths:
      - { path: /assets, upstream: static, rewrite: { prefix: / } }
      - { path: /, upstream: shops }
    plainHttp: redirect
  - name: vault
    listener: https
    hosts: [vault.shops.example.com]
    mode: passthrough
    upstream: vault
    plainHttp: closed
`
