import type { JsonPointer } from '@/lib/domain-model/json-pointer'
import type { Mode, PlainHttp } from '@/lib/domain-model/route'
import type { SeverityCounts } from '../findings/severity-sign'

export type NodeKind = 'clients' | 'listener' | 'switch' | 'route' | 'group' | 'plain-http' | 'upstream' | 'upstreams'

/** Where a TLS connection begins or ends, at the side of a node where it does. */
export type Lock = 'starts' | 'ends'

export interface TopologyNode {
  id: string
  kind: NodeKind
  /** 0 clients, 1 listeners, 2 switches, 3 routes, 4 upstreams. */
  column: number
  title: string
  lines: NodeLine[]
  mode: Mode | null
  /** The thing of the plan that Enter selects; null where there is no single one. */
  pointer: JsonPointer | null
  counts: SeverityCounts
  lockLeft: Lock | null
  lockRight: Lock | null
  /** A PROXY protocol header that is spoken where connections enter this node. */
  proxy: string | null
  /** Groups only. */
  isExpanded: boolean | null
  /** How many opened groups it stands in. */
  depth: number
  isMissing: boolean
  /** The whole truth in words, for those who do not see the drawing. */
  name: string
}

export interface NodeLine {
  text: string
  face: 'mono' | 'sans'
}

export interface TopologyEdge {
  id: string
  from: string
  to: string
  isEncrypted: boolean
  mode: Mode | null
}

export interface Topology {
  nodes: TopologyNode[]
  edges: TopologyEdge[]
  /** The visible node that stands for a route or an upstream. */
  nodeOfRoute: Map<number, string>
  nodeOfUpstream: Map<string, string>
  groupCount: number
}

/** What a name without a plan for plain HTTP gets is `unset`: closed, but nobody said so. */
export type PlainHttpPolicy = PlainHttp | 'unset'

export const listenerId = (index: number) => `listener:${index}`
export const switchId = (index: number) => `switch:${index}`
export const plainHttpId = (listener: number, policy: PlainHttpPolicy) => `plain-http:${listener}:${policy}`
export const clientsId = (isTls: boolean) => (isTls ? 'clients:tls' : 'clients:http')
