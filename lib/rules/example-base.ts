import { parse } from 'yaml'
import { printPlan } from '../domain-model/plan-document'
import type { RuleExample } from './define-rule'

/** The small plan that rule examples are laid over. No rule has anything to say about it. */
export const exampleBase = `apiVersion: signalbox/v1
kind: Plan
name: example
listeners:
  - { name: https, port: 443, protocol: tls }
  - { name: http, port: 80, protocol: http, acmeUpstream: acme }
certificates:
  - { name: www, hosts: [www.example.com], secret: www-tls, file: /etc/ssl/edge/www.pem }
upstreams:
  - name: app
    servers: [{ host: 10.0.1.10, port: 8080 }, { host: 10.0.1.11, port: 8080 }]
    service: { name: app, port: 80 }
    health: { kind: http, path: /healthz }
  - name: vault
    servers: [{ host: 10.0.2.10, port: 8443 }]
    service: { name: vault, port: 443 }
    health: { kind: tls, serverName: vault.example.com }
    sendProxyProtocol: v2
    acceptsProxyProtocol: true
  - name: acme
    servers: [{ host: 10.0.3.10, port: 8402 }]
    service: { name: acme-solver, port: 8402 }
    httpPort: 8402
routes:
  - name: www
    listener: https
    hosts: [www.example.com]
    mode: terminate
    certificate: www
    paths: [{ path: /, upstream: app }]
    plainHttp: redirect
  - name: vault
    listener: https
    hosts: [vault.example.com]
    mode: passthrough
    upstream: vault
    plainHttp: closed
`

type Mapping = Record<string, unknown>

/** The plan document of an example. */
export function examplePlanText(example: RuleExample): string {
  const fragment = parse(example.yaml) as Mapping
  if (fragment.kind === 'Plan') return example.yaml
  const plan = parse(exampleBase) as Mapping
  for (const [member, value] of Object.entries(fragment)) {
    const old = plan[member]
    plan[member] = Array.isArray(value) && Array.isArray(old) ? layItems(old, value) : value
  }
  return printPlan(plan as unknown as Parameters<typeof printPlan>[0])
}

/** The first item of a name is laid over the base's; a second one of that name is a new item. */
function layItems(base: Mapping[], items: Mapping[]): Mapping[] {
  const result = [...base]
  const laid = new Set<unknown>()
  for (const item of items) {
    const index = laid.has(item.name) ? -1 : base.findIndex((old) => old.name === item.name)
    laid.add(item.name)
    if (index === -1) result.push(item)
    else result[index] = withoutNulls({ ...base[index], ...item })
  }
  return result
}

const withoutNulls = (item: Mapping) => Object.fromEntries(Object.entries(item).filter(([, value]) => value !== null))
