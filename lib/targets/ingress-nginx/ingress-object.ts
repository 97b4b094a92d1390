import type { JsonPointer } from '../../domain-model/json-pointer'
import type { Annotations } from './annotations'
import { entry, item, list, map, type YamlDocument, type YamlItem, type YamlMap } from './ast'
import type { Backend, Ledger } from './ledger'
import type { Location } from './locations'
import type { Group } from './path-groups'

/** One Ingress before it is a tree. */
export interface IngressParts {
  name: string
  namespace: string
  annotations: Annotations
  /** Null stands for a rule without a host: every name that no other rule has. */
  hosts: { name: string | null; from: JsonPointer[] }[]
  tls: { secret: string; from: JsonPointer[] } | null
  paths: { path: string; pathType: Location['pathType']; backend: Backend; from: JsonPointer[] }[]
  from: JsonPointer[]
  comment: string[]
}

/** What the controller's own annotations start with. */
export const annotationPrefix = 'nginx.ingress.kubernetes.io/'

/** An Ingress object; annotations without a slash get the controller's prefix. */
export function ingress(ledger: Ledger, parts: IngressParts): YamlDocument {
  const names = parts.hosts.flatMap((host) => (host.name === null ? [] : [item(host.name, host.from)]))
  return {
    comment: parts.comment,
    from: parts.from,
    root: map(
      entry('apiVersion', 'networking.k8s.io/v1'),
      entry('kind', 'Ingress'),
      entry(
        'metadata',
        map(
          ...metadata(ledger, parts.name, parts.namespace, parts.from),
          entry(
            'annotations',
            map(
              ...[...parts.annotations].map(([key, { value, from }]) =>
                entry(key.includes('/') ? key : `${annotationPrefix}${key}`, value, from),
              ),
            ),
          ),
        ),
      ),
      entry(
        'spec',
        map(
          entry('ingressClassName', 'nginx'),
          parts.tls
            ? entry(
                'tls',
                list(item(map(entry('hosts', list(...names)), entry('secretName', parts.tls.secret, parts.tls.from)))),
              )
            : undefined,
          entry('rules', list(...parts.hosts.map((host) => rule(host, parts)))),
        ),
      ),
    ),
  }
}

function rule(host: IngressParts['hosts'][number], parts: IngressParts): YamlItem {
  const paths = parts.paths.map((path) =>
    item(
      map(
        entry('path', path.path),
        entry('pathType', path.pathType),
        entry('backend', backendMap(path.backend, path.from)),
      ),
      path.from,
    ),
  )
  const http = entry('http', map(entry('paths', list(...paths))))
  return host.name === null
    ? item(map(http), host.from)
    : item(map(entry('host', host.name, host.from), http), parts.from)
}

function backendMap(backend: Backend, from: JsonPointer[]): YamlMap {
  const name = backend.index === null ? from : [...from, `/upstreams/${backend.index}`]
  const service = backend.exists ? [...from, `/upstreams/${backend.index}/service`] : name
  return map(
    entry(
      'service',
      map(entry('name', backend.service, service), entry('port', map(entry('number', backend.port, service)), service)),
      name,
    ),
  )
}

function metadata(ledger: Ledger, name: string, namespace: string, from: JsonPointer[]) {
  return [
    entry(
      'name',
      name,
      from.map((place) => (place.startsWith('/routes/') ? `${place}/name` : place)),
    ),
    entry('namespace', namespace, ledger.plan.namespace === undefined ? from : ['/namespace']),
    ledger.labels,
  ]
}

/** `custom-headers` reads a ConfigMap of the Ingress's own namespace. */
export function headersMap(name: string, group: Group, from: JsonPointer[], ledger: Ledger): YamlDocument {
  return {
    comment: [],
    from,
    root: map(
      entry('apiVersion', 'v1'),
      entry('kind', 'ConfigMap'),
      entry('metadata', map(...metadata(ledger, name, group.namespace, from))),
      entry('data', map(...[...group.headers].map(([header, value]) => entry(header, value.value, value.from)))),
    ),
  }
}
