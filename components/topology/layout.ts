import type { Topology, TopologyEdge, TopologyNode } from './topology'

export interface PlacedNode extends TopologyNode {
  x: number
  y: number
  width: number
  height: number
  /** Where edges come in and go out, on its border. */
  entry: Point
  exit: Point
}

export interface Point {
  x: number
  y: number
}

export interface PlacedEdge extends TopologyEdge {
  start: Point
  end: Point
}

/** Columns side by side, or one below the other where there is no room for them. */
export type Direction = 'across' | 'down'

export interface Layout {
  direction: Direction
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
const headMax = 260
const downWidth = 374
const downIndent = 18
export const lineHeight = 15
const padding = 7
const titleHeight = 18

export function layOut(topology: Topology, direction: Direction = 'across'): Layout {
  return direction === 'across' ? layOutAcross(topology) : layOutDown(topology)
}

/**
 * Five columns. Routes stand in reading order, one below the other; everything else moves as close as it can to what it is connected
 * with. The same topology gives the same drawing.
 */
function layOutAcross(topology: Topology): Layout {
  const columns: PlacedNode[][] = columnWidths.map(() => [])
  const placed = new Map<string, PlacedNode>()
  for (const node of topology.nodes) {
    const shift = node.depth * indent
    const one = placedAt(node, columnStart(node.column) + shift, 0, (columnWidths[node.column] ?? 0) - shift)
    placed.set(node.id, one)
    columns[node.column]?.push(one)
  }
  const [clients = [], listeners = [], switches = [], routes = [], upstreams = []] = columns
  const neighbours = neighboursOf(topology.edges, placed)

  stack(routes, top)
  const targets = new Map(upstreams.map((node) => [node.id, centreOf(neighbours.into(node.id))]))
  upstreams.sort((a, b) => (targets.get(a.id) ?? Infinity) - (targets.get(b.id) ?? Infinity))
  pull(upstreams, (node) => targets.get(node.id) ?? null)
  // A switch stays near the head of a long list, where reading begins.
  pull(switches, (node) => {
    const own = neighbours.outOf(node.id)
    const centre = centreOf(own)
    return centre === null ? null : Math.min(centre, Math.min(...own.map(({ y }) => y)) + headMax)
  })
  pull(listeners, (node) => centreOf(neighbours.outOf(node.id)))
  pull(clients, (node) => centreOf(neighbours.outOf(node.id)))

  const bottom = Math.max(top, ...[...placed.values()].map(({ y, height }) => y + height))
  for (const node of placed.values()) {
    node.entry = { x: node.x, y: node.y + node.height / 2 }
    node.exit = { x: node.x + node.width, y: node.y + node.height / 2 }
  }
  return {
    direction: 'across',
    nodes: topology.nodes.flatMap(({ id }) => placed.get(id) ?? []),
    edges: topology.edges.flatMap((edge) => placeEdge(edge, placed)),
    width: columnStart(4) + (columnWidths[4] ?? 0) + margin,
    height: bottom + margin,
  }
}

/**
 * One column for narrow screens, each node below and to the right of where its bytes come from. An upstream follows the last one that
 * sends to it.
 */
function layOutDown(topology: Topology): Layout {
  const placed = new Map<string, PlacedNode>()
  let y = margin
  for (const node of downOrder(topology)) {
    const x = margin + node.column * downIndent + node.depth * (indent / 2)
    const one = placedAt(node, x, y, downWidth - margin - x)
    one.entry = { x, y: y + one.height / 2 }
    one.exit = { x: x + downIndent / 2, y: y + one.height }
    placed.set(node.id, one)
    y += one.height + rowGap
  }
  return {
    direction: 'down',
    nodes: [...placed.values()],
    edges: topology.edges.flatMap((edge) => placeEdge(edge, placed)),
    width: downWidth,
    height: y + margin,
  }
}

function downOrder({ nodes, edges }: Topology): TopologyNode[] {
  const lastSender = new Map<string, string>()
  const order = new Map(nodes.map(({ id }, index) => [id, index]))
  for (const { from, to } of edges) {
    const before = lastSender.get(to)
    if (before === undefined || (order.get(before) ?? 0) < (order.get(from) ?? 0)) lastSender.set(to, from)
  }
  const upstreams = nodes.filter(({ column }) => column === 4)
  const following = new Map<string | undefined, TopologyNode[]>()
  for (const node of upstreams) {
    const sender = lastSender.get(node.id)
    const list = following.get(sender)
    if (list) list.push(node)
    else following.set(sender, [node])
  }
  const clients = nodes.filter(({ column }) => column === 0)
  const rest = nodes.filter(({ column }) => column > 0 && column < 4)
  const isFed = (client: TopologyNode, node: TopologyNode) =>
    edges.some(({ from, to }) => from === client.id && to === node.id)
  const shown = new Set<string>()
  return [
    ...rest.flatMap((node) => {
      // Each kind of client stands before the first listener it talks to.
      const before = clients.filter((client) => !shown.has(client.id) && node.column === 1 && isFed(client, node))
      for (const { id } of before) shown.add(id)
      return [...before, node, ...(following.get(node.id) ?? [])]
    }),
    ...(following.get(undefined) ?? []),
  ]
}

function placedAt(node: TopologyNode, x: number, y: number, width: number): PlacedNode {
  const height = padding * 2 + titleHeight + node.lines.length * lineHeight
  return { ...node, x, y, width, height, entry: { x, y }, exit: { x, y } }
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
  return [{ ...edge, start: from.exit, end: to.entry }]
}
