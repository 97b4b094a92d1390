import type { Topology, TopologyEdge, TopologyNode } from './topology'

export interface PlacedNode extends TopologyNode {
  x: number
  y: number
  width: number
  height: number
}

export interface PlacedEdge extends TopologyEdge {
  /** From the right side of one node to the left side of another. */
  x1: number
  y1: number
  x2: number
  y2: number
}

export interface Layout {
  nodes: PlacedNode[]
  edges: PlacedEdge[]
  width: number
  height: number
}

const margin = 16
const top = 34
const columnGap = 76
const columnWidths = [96, 136, 156, 272, 220]
const rowGap = 10
const indent = 14
export const lineHeight = 15
const padding = 7
const titleHeight = 18

/**
 * Five columns. Routes stand in reading order, one below the other; everything else moves as close as it can to what it is connected
 * with. The same topology gives the same drawing.
 */
export function layOut(topology: Topology): Layout {
  const columns: PlacedNode[][] = columnWidths.map(() => [])
  const placed = new Map<string, PlacedNode>()
  for (const node of topology.nodes) {
    const shift = node.depth * indent
    const one = {
      ...node,
      x: columnStart(node.column) + shift,
      y: 0,
      width: (columnWidths[node.column] ?? 0) - shift,
      height: padding * 2 + titleHeight + node.lines.length * lineHeight,
    }
    placed.set(node.id, one)
    columns[node.column]?.push(one)
  }
  const [clients = [], listeners = [], switches = [], routes = [], upstreams = []] = columns
  const neighbours = neighboursOf(topology.edges, placed)

  stack(routes, top)
  const targets = new Map(upstreams.map((node) => [node.id, centreOf(neighbours.into(node.id))]))
  upstreams.sort((a, b) => (targets.get(a.id) ?? Infinity) - (targets.get(b.id) ?? Infinity))
  pull(upstreams, (node) => targets.get(node.id) ?? null)
  pull(switches, (node) => centreOf(neighbours.outOf(node.id)))
  pull(listeners, (node) => centreOf(neighbours.outOf(node.id)))
  pull(clients, (node) => centreOf(neighbours.outOf(node.id)))

  const bottom = Math.max(top, ...[...placed.values()].map(({ y, height }) => y + height))
  return {
    nodes: topology.nodes.flatMap(({ id }) => placed.get(id) ?? []),
    edges: topology.edges.flatMap((edge) => placeEdge(edge, placed)),
    width: columnStart(4) + (columnWidths[4] ?? 0) + margin,
    height: bottom + margin,
  }
}

export const columnTitles = ['Clients', 'Listener', 'Switch', 'Route', 'Upstream'] as const

export function columnStart(column: number): number {
  return columnWidths.slice(0, column).reduce((x, width) => x + width + columnGap, margin)
}

function stack(nodes: PlacedNode[], from: number) {
  let y = from
  for (const node of nodes) {
    node.y = y
    y += node.height + rowGap
  }
}

/** Puts each node as near as possible to the height it is drawn to, in the given order and without overlap. */
function pull(nodes: PlacedNode[], wish: (node: PlacedNode) => number | null) {
  const offsets: number[] = []
  let bottom = top
  for (const node of nodes) {
    const centre = wish(node)
    const wanted = centre === null ? bottom : centre - node.height / 2
    node.y = Math.max(bottom, wanted)
    if (centre !== null) offsets.push(wanted - node.y)
    bottom = node.y + node.height + rowGap
  }
  // A crowd is pushed down only; the mean of what that cost brings it back up, as far as there is room.
  const mean = offsets.length === 0 ? 0 : offsets.reduce((sum, offset) => sum + offset, 0) / offsets.length
  const [first] = nodes
  const lift = first ? Math.max(mean, top - first.y) : 0
  for (const node of nodes) node.y += lift
}

function centreOf(nodes: readonly PlacedNode[]): number | null {
  if (nodes.length === 0) return null
  return nodes.reduce((sum, node) => sum + node.y + node.height / 2, 0) / nodes.length
}

function neighboursOf(edges: readonly TopologyEdge[], placed: ReadonlyMap<string, PlacedNode>) {
  const into = new Map<string, PlacedNode[]>()
  const outOf = new Map<string, PlacedNode[]>()
  const note = (map: Map<string, PlacedNode[]>, key: string, node: PlacedNode | undefined) => {
    if (!node) return
    const list = map.get(key)
    if (list) list.push(node)
    else map.set(key, [node])
  }
  for (const { from, to } of edges) {
    note(into, to, placed.get(from))
    note(outOf, from, placed.get(to))
  }
  return { into: (id: string) => into.get(id) ?? [], outOf: (id: string) => outOf.get(id) ?? [] }
}

function placeEdge(edge: TopologyEdge, placed: ReadonlyMap<string, PlacedNode>): PlacedEdge[] {
  const from = placed.get(edge.from)
  const to = placed.get(edge.to)
  if (!from || !to) return []
  return [
    {
      ...edge,
      x1: from.x + from.width,
      y1: from.y + from.height / 2,
      x2: to.x,
      y2: to.y + to.height / 2,
    },
  ]
}
