// Small plans and requests for edge tests. Only tests import this file.
import type { PlanInput } from '../domain-model/plan'

export type RouteInput = NonNullable<PlanInput['routes']>[number]
/** Terminated at web.example.com. */
export const web = (more: object = {}): RouteInput =>
  ({
    name: 'web',
    listener: 'https',
    hosts: ['web.example.com'],
    mode: 'terminate',
    certificate: 'edge',
    paths: [{ path: '/', upstream: 'app' }],
    ...more,
  }) as RouteInput
/** Passed through at pass.example.com. */
export const pass = (more: object = {}): RouteInput =>
  ({
    name: 'pass',
    listener: 'https',
    hosts: ['pass.example.com'],
    mode: 'passthrough',
    upstream: 'app',
    ...more,
  }) as RouteInput

export function planOf(routes: RouteInput[], upstream: object = {}, listener: object = {}): PlanInput {
  return {
    apiVersion: 'signalbox/v1',
    kind: 'Plan',
    name: 'test',
    listeners: [
      { name: 'https', port: 443, protocol: 'tls', ...listener },
      { name: 'http', port: 80, protocol: 'http' },
    ],
    certificates: [{ name: 'edge' }],
    trust: [{ name: 'partners' }, { name: 'internal' }],
    upstreams: [{ name: 'app', servers: [{ host: '10.0.0.1', port: 8080 }], ...upstream }],
    routes,
  }
}

export const get = (path = '/', host = 'web.example.com', more = '') =>
  `GET ${path} HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n${more}\r\n`
