import type { Listener } from '../../domain-model/listener'
import { acmeChallengePrefix } from '../../domain-model/match-plain-http'
import type { Plan } from '../../domain-model/plan'
import { terminatesTls } from '../../domain-model/route'
import { oneName, sampleNames, samplePaths, usualPath } from './plan-samples'
import {
  otherAddresses,
  type Probe,
  type ProbeLimits,
  type ProbeRequest,
  remoteAddresses,
  spread,
  usualAddress,
} from './probe'

/** Probes of a listener for plain HTTP: every route's names and paths, challenges, addresses, and hosts that nobody has. */
export function plainProbes(plan: Plan, listener: Listener, limits: ProbeLimits): Probe[] {
  const routes = plan.routes
  const probe = (title: string, request: ProbeRequest, from = usualAddress): Probe => ({
    kind: 'plain-http',
    title: `http ${title}`,
    listener,
    from,
    tls: null,
    http: 1,
    requests: [request],
  })
  const get = (host: string | null, target = '/'): ProbeRequest => ({ method: 'GET', target, host })
  const challenge = `${acmeChallengePrefix}token_-1`
  const found: Probe[] = []
  for (const route of spread(routes, limits.names / 2)) {
    const [name = 'x.invalid', ...more] = route.hosts.flatMap(sampleNames)
    const path = usualPath(route)
    for (const target of [path, `${path}?q=/../a%20b&x=1`, challenge, '/nowhere/at-all', '/../x', '/%zz'])
      found.push(probe(`${name} ${target}`, get(name, target)))
    found.push(probe(`${name}:8080 with a port`, get(`${name}:8080`, path)))
    for (const other of spread(more, 4)) found.push(probe(`${other} ${path}`, get(other, path)))
    found.push(probe(`POST ${name}`, { method: 'POST', target: path, host: name }))
    if (terminatesTls(route) && route.plainHttp === 'serve')
      for (const target of spread(samplePaths(route), limits.pathsPerRoute / 2))
        found.push(probe(`${name} ${target}`, get(name, target)))
  }
  for (const route of spread(
    routes.filter((candidate) => candidate.allow || candidate.deny),
    4,
  ))
    for (const from of [...otherAddresses, ...(listener.acceptProxyProtocol ? remoteAddresses : [])])
      for (const target of [usualPath(route), challenge])
        found.push(probe(`${oneName(route)} ${target} from ${from}`, get(oneName(route), target), from))
  const first = routes[0]
  if (first)
    for (const target of [
      acmeChallengePrefix.slice(0, -1),
      `/${acmeChallengePrefix}x`,
      '/.well-known/./acme-challenge/x',
      '/.well-known/acme-challenge/../x',
    ])
      found.push(probe(`${oneName(first)} ${target}`, get(oneName(first), target)))
  for (const host of ['unknown.unheard.invalid', '127.0.0.1', null]) found.push(probe(`Host ${host}`, get(host)))
  return found
}
