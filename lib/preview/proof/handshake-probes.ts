import type { ShownCertificate } from '../../domain-model/decision'
import { terminatesTls } from '../../domain-model/route'
import type { HelloShape } from './cut-hello'
import { oneName, usualPath } from './plan-samples'
import { otherAddresses, type Probe, type ProbeTls, remoteAddresses, spread } from './probe'
import type { ProbeKit } from './probe-kit'

/** Client certificates on every route, so that an unasked one is seen to change nothing. */
export function certificateProbes({ routes, httpRoutes, versions, tls, probe, get }: ProbeKit): Probe[] {
  const found: Probe[] = []
  const bundles = [...new Set(httpRoutes.flatMap((route) => (route.clientAuth ? [route.clientAuth.trust] : [])))]
  if (bundles.length > 0)
    for (const route of spread(routes, 6))
      for (const certificate of ['none', 'untrusted', ...bundles.map((trust) => ({ trust }))] as ShownCertificate[])
        for (const version of versions) {
          const name = oneName(route)
          found.push(
            probe('client-certificate', `${name} showing ${certificateName(certificate)}, ${version}`, {
              tls: tls(name, { certificate, version }),
              requests: [get(name, usualPath(route))],
            }),
          )
        }
  return found
}

/** Sessions from each route to each route that asks for certificates. */
export function sessionProbes({ httpRoutes, versions, tls, probe, get, key }: ProbeKit): Probe[] {
  const found: Probe[] = []
  const asking = spread(
    httpRoutes.filter((route) => route.clientAuth),
    3,
  )
  for (const target of asking)
    for (const origin of spread([target, ...httpRoutes.filter((route) => route !== target)], 4))
      for (const version of versions)
        for (const certificate of origin.clientAuth ? [key(origin)] : (['none'] as ShownCertificate[])) {
          const name = oneName(target)
          found.push(
            probe(
              'resumption',
              `${name} with a session of ${oneName(origin)} (${certificateName(certificate)}), ${version}`,
              {
                tls: tls(name, { version, resumes: { serverName: oneName(origin), certificate } }),
                requests: [get(name, usualPath(target))],
              },
            ),
          )
        }
  return found
}

/** Shapes of the ClientHello, and what is none. */
export function helloProbes({ routes, httpRoutes, tls, probe, get, key }: ProbeKit): Probe[] {
  const found: Probe[] = []
  const shapes: HelloShape[] = ['single-bytes', 'records-of-40', 'records-split-in-name']
  const shaped = [
    ...spread(httpRoutes, 2),
    ...spread(
      routes.filter((route) => !terminatesTls(route)),
      2,
    ),
  ]
  for (const route of shaped) {
    const name = oneName(route)
    const opened = (more: Partial<ProbeTls>) => ({
      tls: tls(name, { certificate: key(route), ...more }),
      requests: [get(name, usualPath(route))],
    })
    for (const shape of shapes) found.push(probe('hello-shape', `${name}, hello in ${shape}`, opened({ shape })))
    found.push(probe('hello-shape', `${name}, hello of more than one segment`, opened({ large: true })))
    found.push(
      probe(
        'hello-shape',
        `${name}, hello of more than one segment in three`,
        opened({ large: true, shape: 'three-segments' }),
      ),
    )
    found.push(
      probe(
        'hello-shape',
        `${name}, hello of more than one segment in records`,
        opened({ large: true, shape: 'records-split-in-name' }),
      ),
    )
    found.push(probe('raw-hello', `${name}, post-quantum hello`, { tls: tls(name) }))
  }
  found.push(
    probe('hello-shape', 'unknown name, hello in records', {
      tls: tls('unknown.unheard.invalid', { shape: 'records-split-in-name' }),
      requests: [get('unknown.unheard.invalid')],
    }),
  )
  found.push(probe('raw-hello', 'unknown name, post-quantum hello', { tls: tls('unknown.unheard.invalid') }))
  found.push(probe('raw-hello', 'no name, post-quantum hello', { tls: tls(null) }))
  found.push(probe('not-tls', 'plain HTTP on the TLS port', { tls: null }))
  return found
}

/** Clients from addresses that lists name, or that only a PROXY header can bring. */
export function addressProbes({ routes, tls, probe, get, key, listener }: ProbeKit): Probe[] {
  const found: Probe[] = []
  for (const route of spread(
    routes.filter((candidate) => candidate.allow || candidate.deny),
    4,
  ))
    for (const from of [...otherAddresses, ...(listener.acceptProxyProtocol ? remoteAddresses : [])]) {
      const name = oneName(route)
      found.push(
        probe('address', `${name} from ${from}`, {
          from,
          tls: tls(name, { certificate: key(route) }),
          requests: [get(name, usualPath(route))],
        }),
      )
    }
  if (listener.acceptProxyProtocol)
    for (const route of spread(routes, 3)) {
      const name = oneName(route)
      found.push(
        probe('address', `${name} from 192.0.2.77`, {
          from: '192.0.2.77',
          tls: tls(name, { certificate: key(route) }),
          requests: [get(name, usualPath(route))],
        }),
      )
    }
  return found
}

function certificateName(certificate: ShownCertificate): string {
  return typeof certificate === 'string'
    ? certificate === 'none'
      ? 'no certificate'
      : 'an untrusted certificate'
    : `a certificate of ${certificate.trust}`
}
