import type { Loss } from '../../diagnostics/loss'
import { type JsonPointer, toPointer } from '../../domain-model/json-pointer'
import type { Plan } from '../../domain-model/plan'
import type { Upstream } from '../../domain-model/upstream'
import { entry, map, type YamlEntry } from './ast'
import { labelValueOf, NameBook, objectNameOf, suffixed } from './names'

export const retirement =
  'ingress-nginx is RETIRED: 1.15.1 of March 2026 is its last release, and security holes found since then stay open.'
export const retirementSource = 'https://kubernetes.io/blog/2025/11/11/ingress-nginx-retirement/'

/** A secret that the manifests name and somebody else has to make. */
export interface NeededSecret {
  namespace: string
  name: string
  keys: string
  from: JsonPointer[]
}

export interface Backend {
  /** False for a stand-in. */
  exists: boolean
  /** Of the upstream in the plan; null where there is none. */
  index: number | null
  namespace: string
  service: string
  port: number
  upstream: Upstream | null
}

/** A value of the controller's ConfigMap, or of another part of values.yaml. */
export interface Setting {
  value: string
  /** A set, since ten thousand routes may ask for the same one. */
  from: Set<JsonPointer>
  comment: string[]
}

/** The API server takes no dots here, although other objects may have them. */
const serviceName = /^[a-z](?:[a-z0-9-]{0,61}[a-z0-9])?$/

/** A service name made of an upstream's. */
function standInName(upstream: string): string {
  const label = objectNameOf(upstream).replace(/\./g, '-')
  return (/^[a-z]/.test(label) ? label : `upstream-${label}`).slice(0, 63).replace(/-+$/, '')
}

/** What one lowering gathers: names given, losses met, secrets needed, settings of the whole controller. */
export class Ledger {
  readonly losses: Loss[] = []
  readonly names: NameBook
  readonly namespace: string
  /** The same on every object, so that they can be found again. */
  readonly labels: YamlEntry
  readonly secrets = new Map<string, NeededSecret>()
  readonly config = new Map<string, Setting>()
  readonly extraArgs = new Map<string, Setting>()
  readonly allowedHeaders = new Map<string, Set<JsonPointer>>()
  private readonly upstreams: Map<string, { upstream: Upstream; index: number }>
  private readonly reported = new Set<string>()

  constructor(
    readonly plan: Plan,
    readonly version: string,
  ) {
    this.names = new NameBook(this.losses)
    this.namespace = plan.namespace ?? 'default'
    this.labels = entry(
      'labels',
      map(
        entry('app.kubernetes.io/managed-by', 'signalbox'),
        entry('app.kubernetes.io/part-of', labelValueOf(plan.name), ['/name']),
      ),
    )
    this.upstreams = firstByName(plan.upstreams, (upstream, index) => ({ upstream, index }))
  }

  /** A flag of the controller, with everything that asks for it. */
  setFlag(key: string, value: string, from: JsonPointer[], comment: string[]): void {
    const known = this.extraArgs.get(key)
    if (!known) this.extraArgs.set(key, { value, from: new Set(from), comment })
    else for (const place of from) known.from.add(place)
  }

  lose(path: JsonPointer, feature: string, reason: string, fix: string | null = null): void {
    this.losses.push({ path, feature, reason, fix })
  }

  /** The same, but once for all that share a key. */
  loseOnce(key: string, ...loss: Parameters<Ledger['lose']>): void {
    if (this.reported.has(key)) return
    this.reported.add(key)
    this.lose(...loss)
  }

  /** The service of an upstream; null, and a loss once per place, where there is none. */
  backend(name: string, path: JsonPointer): Backend | null {
    const backend = this.backendOrStandIn(name, path, 'what goes there is left out')
    return backend.exists ? backend : null
  }

  /**
   * The same for a path of a host. There a customary name stands in, which the controller answers 503 until somebody makes the service:
   * left out, the path would fall to another rule of its host and reach an upstream that the plan never meant.
   */
  pathBackend(name: string, path: JsonPointer): Backend {
    return this.backendOrStandIn(
      name,
      path,
      `the manifests name the service ${standInName(name)}, and without it the answer is 503`,
    )
  }

  /** Where a path goes that cannot be written as the plan has it: to nobody, which is 503. */
  nobody(): Backend {
    return {
      exists: false,
      index: null,
      namespace: this.namespace,
      service: 'left-out-by-signalbox',
      port: 80,
      upstream: null,
    }
  }

  private backendOrStandIn(name: string, path: JsonPointer, instead: string): Backend {
    const found = this.upstreams.get(name)
    const { service, servers } = found?.upstream ?? {}
    const place = { index: found?.index ?? null, upstream: found?.upstream ?? null }
    const namespace = service?.namespace ?? this.namespace
    if (service && serviceName.test(service.name))
      return { ...place, exists: true, namespace, service: service.name, port: service.port }
    const why = service
      ? `A service is called by one DNS label that starts with a letter, which ${service.name} is not`
      : found
        ? `Upstream ${name} names no Kubernetes service, and an Ingress can send to nothing else`
        : `There is no upstream ${name}`
    this.loseOnce(
      path,
      path,
      'upstream.service',
      `${why}: ${instead}.`,
      found && !service ? `Add service: { name: …, port: … } to upstream ${name}.` : null,
    )
    return {
      ...place,
      exists: false,
      namespace,
      service: standInName(name),
      port: service?.port ?? servers?.[0]?.port ?? 80,
    }
  }

  /** The TLS secret of a certificate, with a customary name where the plan gives none. */
  certificateSecret(name: string, namespace: string, path: JsonPointer): { name: string; from: JsonPointer[] } {
    return this.secretOf(
      'certificates',
      name,
      namespace,
      suffixed(objectNameOf(name), '-tls'),
      'tls.crt, tls.key',
      path,
    )
  }

  /** The secret of a trust bundle. */
  trustSecret(name: string, namespace: string, path: JsonPointer): { name: string; from: JsonPointer[] } {
    return this.secretOf('trust', name, namespace, suffixed(objectNameOf(name), '-ca'), 'ca.crt', path)
  }

  needSecret(namespace: string, name: string, keys: string, from: JsonPointer[]): void {
    const key = `${namespace}/${name}`
    const known = this.secrets.get(key)
    this.secrets.set(key, {
      namespace,
      name,
      keys: known ? [...new Set([...known.keys.split(', '), ...keys.split(', ')])].join(', ') : keys,
      from: known ? union(known.from, from) : from,
    })
  }

  /** Sets a value for the whole controller. Who sets it first decides. */
  set(key: string, value: string, from: JsonPointer[], comment: string[] = []): void {
    const known = this.config.get(key)
    if (!known) this.config.set(key, { value, from: new Set(from), comment })
    else for (const place of from) known.from.add(place)
  }

  private secretOf(
    kind: 'certificates' | 'trust',
    name: string,
    namespace: string,
    customary: string,
    keys: string,
    path: JsonPointer,
  ): { name: string; from: JsonPointer[] } {
    const index = this.indices[kind].get(name)
    const secret = index === undefined ? undefined : this.plan[kind][index]?.secret
    const place = index === undefined ? path : toPointer([kind, index])
    if (secret === undefined && !this.reported.has(place)) {
      this.reported.add(place)
      const what = kind === 'trust' ? 'Trust bundle' : 'Certificate'
      this.lose(
        place,
        'secret',
        index === undefined
          ? `There is no ${what.toLowerCase()} ${name}; the manifests name the secret ${customary}.`
          : `${what} ${name} names no Kubernetes secret; the manifests name ${customary}, which somebody has to make.`,
        index === undefined ? null : `Add secret: ${customary}, or the name of the secret that you have.`,
      )
    }
    const given = secret ?? customary
    const from = index === undefined ? [path] : [path, secret === undefined ? place : `${place}/secret`]
    this.needSecret(namespace, given, keys, from)
    return { name: given, from }
  }

  private get indices(): Record<'certificates' | 'trust', Map<string, number>> {
    this.indexCache ??= {
      certificates: firstByName(this.plan.certificates, (_, index) => index),
      trust: firstByName(this.plan.trust, (_, index) => index),
    }
    return this.indexCache
  }

  private indexCache: Record<'certificates' | 'trust', Map<string, number>> | undefined
}

function firstByName<T extends { name: string }, R>(
  items: readonly T[],
  pick: (item: T, index: number) => R,
): Map<string, R> {
  const result = new Map<string, R>()
  for (const [index, item] of items.entries()) if (!result.has(item.name)) result.set(item.name, pick(item, index))
  return result
}

export function union(a: readonly JsonPointer[], b: readonly JsonPointer[]): JsonPointer[] {
  return [...new Set([...a, ...b])]
}
