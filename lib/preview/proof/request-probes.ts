import { badNames, oneName, sampleMethods, sampleNames, samplePaths, usualPath } from './plan-samples'
import { type Probe, spread } from './probe'
import type { ProbeKit } from './probe-kit'

/** The host header follows the SNI as typed; the path is one that the owner most likely has. */
export function nameProbes({ routes, tls, probe, get, key, limits }: ProbeKit): Probe[] {
  const found: Probe[] = []
  const routeNames = routes.flatMap((route) =>
    route.hosts.flatMap((pattern) => sampleNames(pattern).map((name) => ({ name, route }))),
  )
  for (const { name, route } of spread(routeNames, limits.names))
    found.push(
      probe('name', `SNI ${name}`, {
        tls: tls(name, { certificate: key(route) }),
        requests: [get(name, usualPath(route))],
      }),
    )
  for (const name of [
    'unknown.unheard.invalid',
    '127.0.0.1',
    '10.0.0.1.',
    ...(routes.length > 0 ? badNames(routes) : []),
  ])
    found.push(probe('name', `SNI ${name}`, { tls: tls(name), requests: [get(name)] }))
  found.push(probe('name', 'no SNI, Host unknown', { tls: tls(null), requests: [get('unknown.unheard.invalid')] }))
  found.push(probe('name', 'no SNI, no Host', { tls: tls(null), requests: [get(null)] }))
  for (const route of spread(routes, 3)) {
    const name = oneName(route)
    found.push(probe('name', `no SNI, Host ${name}`, { tls: tls(null), requests: [get(name, usualPath(route))] }))
  }
  return found
}

/** Paths and methods, over both versions of HTTP. */
export function pathProbes({ httpRoutes, alpn, tls, probe, get, key, limits }: ProbeKit): Probe[] {
  const found: Probe[] = []
  for (const route of spread(httpRoutes, 12)) {
    const name = oneName(route)
    const open = tls(name, { certificate: key(route) })
    for (const path of spread(samplePaths(route), limits.pathsPerRoute))
      found.push(probe('path', `${name} ${path}`, { tls: open, requests: [get(name, path)] }))
    for (const { path, methods } of sampleMethods(route))
      for (const method of methods)
        found.push(
          probe('method', `${method} ${name}${path}`, { tls: open, requests: [{ method, target: path, host: name }] }),
        )
    if (alpn.includes('h2')) {
      const requests = spread(samplePaths(route), 8).map((path) => get(name, path))
      found.push(
        probe('http2', `HTTP/2 ${name}, several paths`, {
          tls: open,
          http: 2,
          requests: [get(name, usualPath(route)), ...requests],
        }),
      )
    }
  }
  return found
}

/** Authorities that are not the connection's. */
export function authorityProbes({
  routes,
  httpRoutes,
  alpn,
  tls,
  probe,
  get,
  key,
  limits,
  listener,
}: ProbeKit): Probe[] {
  const found: Probe[] = []
  const authorities = [
    ...spread(routes, 8).map((route) => ({ host: oneName(route), path: usualPath(route) })),
    { host: 'unknown.unheard.invalid', path: '/' },
    { host: '127.0.0.1', path: '/' },
    { host: '[::1]:443', path: '/' },
  ]
  for (const route of spread(httpRoutes, 6)) {
    const name = oneName(route)
    const open = tls(name, { certificate: key(route) })
    const own = usualPath(route)
    const others = authorities.filter(({ host }) => host !== name)
    const dressed = [`${name}:${listener.port}`, name.toUpperCase(), `${name}.`, `${name}:`].map((host) => ({
      host,
      path: own,
    }))
    for (const { host, path } of [...dressed, ...spread(others, limits.pairs / 3)])
      found.push(probe('authority', `SNI ${name}, Host ${host}`, { tls: open, requests: [get(host, path)] }))
    found.push(probe('authority', `SNI ${name}, no Host`, { tls: open, requests: [get(null, own)] }))
    for (const { host, path } of spread(others, 3))
      found.push(
        probe('absolute-form', `SNI ${name}, Host ${name}, target https://${host}${path}`, {
          tls: open,
          requests: [{ ...get(name, path), absolute: host }],
        }),
      )
    if (alpn.includes('h2')) {
      const requests = [{ host: name, path: own }, ...others, { host: name, path: own }].map(({ host, path }) =>
        get(host, path),
      )
      found.push(probe('http2', `HTTP/2 on SNI ${name}, every authority`, { tls: open, http: 2, requests }))
    }
  }
  return found
}
