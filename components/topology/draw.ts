import {
  columnStart,
  columnTitles,
  type Direction,
  type Layout,
  lineHeight,
  type PlacedEdge,
  type PlacedNode,
} from './layout'
import { type Figure, fitText, type Paint, type Placed, type Shape, textWidth } from './shape'
import { lockSign, modeSign, severitySign, tagSign } from './signs'

export interface Emphasis {
  /** The nodes on the path of the connection that is being explained; null when nothing is. */
  lit: ReadonlySet<string> | null
  selected: string | null
  /** Words on the lower edge of nodes, such as what they carry now. */
  notes?: ReadonlyMap<string, string>
}

/** The names of the columns; one below the other they need none. */
export function drawHeadings({ direction }: Layout): Shape[] {
  if (direction === 'down') return []
  return columnTitles.map((text, column) => ({
    kind: 'text',
    x: columnStart(column),
    y: 20,
    text,
    size: 11,
    face: 'sans',
    bold: true,
    fill: 'muted',
  }))
}

export function drawEdges({ edges, direction }: Layout, { lit }: Emphasis): Figure[] {
  return edges.map((edge) => {
    const isLit = lit?.has(edge.from) === true && lit.has(edge.to)
    return {
      id: edge.id,
      name: '',
      isDim: lit !== null && !isLit,
      shapes: edgeShapes(edge, direction, isLit),
      signs: [],
    }
  })
}

function edgeShapes(edge: PlacedEdge, direction: Direction, isLit: boolean): Shape[] {
  return [
    {
      kind: 'path',
      d: direction === 'across' ? bow(edge) : elbow(edge),
      stroke: edgePaint(edge),
      strokeWidth: isLit ? 3.4 : 1.6,
      ...(edge.isEncrypted ? {} : { dash: '5 4' }),
    },
  ]
}

function bow({ start, end }: PlacedEdge): string {
  const bend = Math.max(28, (end.x - start.x) * 0.55)
  return `M${round(start.x)} ${round(start.y)}C${round(start.x + bend)} ${round(start.y)} ${round(end.x - bend)} ${round(end.y)} ${round(end.x)} ${round(end.y)}`
}

function elbow({ start, end }: PlacedEdge): string {
  return `M${round(start.x)} ${round(start.y)}V${round(end.y)}H${round(end.x)}`
}

/** A re-encrypted route carries both colours: that of ending before it, that of running on behind it. */
function edgePaint({ mode, to }: PlacedEdge): Paint {
  if (mode === null) return 'edge'
  if (mode === 'reencrypt') return to.startsWith('upstream') ? 'passthrough' : 'terminate'
  return mode
}

export function drawNodes({ nodes, direction }: Layout, { lit, selected, notes }: Emphasis): Figure[] {
  return nodes.map((node) => ({
    id: node.id,
    name: node.name,
    isDim: lit !== null && !lit.has(node.id),
    shapes: nodeShapes(node, selected === node.id, lit?.has(node.id) === true),
    signs: [...nodeSigns(node, direction), ...noteSign(node, notes?.get(node.id))],
  }))
}

const titleSize = 12.5
const lineSize = 11
const accent = 4

function nodeShapes(node: PlacedNode, isSelected: boolean, isLit: boolean): Shape[] {
  const { x, y, width, height, mode, kind } = node
  const isQuiet = kind === 'switch' || kind === 'clients' || kind === 'plain-http'
  const soft = mode === 'passthrough' ? 'passthrough-soft' : mode ? 'terminate-soft' : 'raised'
  const shapes: Shape[] = [
    {
      kind: 'rect',
      x,
      y,
      width,
      height,
      radius: 4,
      fill: isSelected || node.isExpanded ? soft : isQuiet ? 'raised' : 'surface',
      stroke: isSelected || isLit ? 'ink' : 'edge',
      strokeWidth: isSelected || isLit ? 2 : 1,
      ...(node.isMissing ? { dash: '4 3' } : {}),
    },
  ]
  if (kind === 'group' && !node.isExpanded)
    // A second edge below says that there is more than one.
    shapes.unshift({
      kind: 'rect',
      x: x + 4,
      y: y + 4,
      width: width - 4,
      height,
      radius: 4,
      fill: 'raised',
      stroke: 'edge',
      strokeWidth: 1,
    })
  if (mode) {
    const bar = (at: number, fill: Paint): Shape => ({ kind: 'rect', x: at, y, width: accent, height, fill })
    shapes.push(bar(x, mode === 'passthrough' ? 'passthrough' : 'terminate'))
    if (mode === 'reencrypt') shapes.push(bar(x + width - accent, 'passthrough'))
  }
  const left = x + leftInset(node)
  const titleLeft = left + (mode ? 28 : 0) + (kind === 'group' ? 14 : 0)
  const right = x + width - (node.lockRight ? 14 : 8)
  const titleRoom = right - titleLeft - marksWidth(node)
  const size = kind === 'group' ? 11.5 : titleSize
  const titleFace = kind === 'upstreams' || isQuiet ? 'sans' : 'mono'
  shapes.push({
    kind: 'text',
    x: titleLeft,
    y: y + 19,
    text: fitText(node.title, titleRoom, size * (titleFace === 'sans' ? 1.06 : 1), titleFace),
    size,
    face: titleFace,
    bold: true,
    fill: 'ink',
  })
  for (const [index, line] of node.lines.entries())
    shapes.push({
      kind: 'text',
      x: left,
      y: y + 34 + index * lineHeight,
      text: fitText(line.text, right - left, lineSize, line.face),
      size: lineSize,
      face: line.face,
      fill: 'muted',
    })
  return shapes
}

const leftInset = (node: PlacedNode) => (node.lockLeft ? 16 : node.mode ? accent + 8 : 10)

function nodeSigns(node: PlacedNode, direction: Direction): Placed[] {
  const { x, y, width, mode, kind, entry, exit } = node
  const signs: Placed[] = []
  const paint: Paint = mode === 'passthrough' ? 'passthrough' : mode ? 'terminate' : 'ink'
  const left = x + leftInset(node)
  if (mode) signs.push({ x: left, y: y + 8, scale: 0.82, shapes: modeSign(mode) })
  if (kind === 'group')
    signs.push({
      x: left + 28,
      y: y + 9,
      shapes: [
        {
          kind: 'path',
          d: node.isExpanded ? 'M0 3.5l4.5 4.5 4.5-4.5' : 'M2 1.5l4.5 4.5-4.5 4.5',
          stroke: 'ink',
          strokeWidth: 1.8,
        },
      ],
    })
  if (node.lockLeft) signs.push({ ...entry, shapes: lockSign(node.lockLeft, paint) })
  if (node.lockRight)
    signs.push({
      ...exit,
      shapes: lockSign(node.lockRight, mode === 'reencrypt' ? 'passthrough' : paint),
    })
  if (node.proxy) {
    const tagWidth = textWidth(node.proxy, 9.5, 'mono') + 8
    const beside = { x: x - (node.lockLeft ? 11 : 4), y: entry.y - 15 }
    const inside = { x: x + width - 8, y: y + node.height - 12 }
    signs.push({ ...(direction === 'across' ? beside : inside), shapes: tagSign(node.proxy, tagWidth) })
  }
  let at = x + width - 10 - (node.lockRight ? 6 : 0)
  for (const severity of ['hint', 'warning', 'error'] as const) {
    const count = node.counts[severity]
    if (count === 0) continue
    const words = String(count)
    const digits = textWidth(words, 11, 'mono')
    signs.push({
      x: at - digits - 10,
      y: y + 15,
      shapes: [
        ...severitySign(severity),
        { kind: 'text', x: 9, y: 4, text: words, size: 11, face: 'mono', bold: true, fill: severity },
      ],
    })
    at -= digits + 20
  }
  return signs
}

function noteSign({ x, y, width, height }: PlacedNode, note: string | undefined): Placed[] {
  if (!note) return []
  return [{ x: x + width - 6, y: y + height, shapes: tagSign(note, textWidth(note, 9.5, 'mono') + 10) }]
}

function marksWidth({ counts }: PlacedNode): number {
  return [counts.error, counts.warning, counts.hint]
    .filter((count) => count > 0)
    .reduce((width, count) => width + textWidth(String(count), 11, 'mono') + 20, 0)
}

const round = (value: number) => Math.round(value * 10) / 10
