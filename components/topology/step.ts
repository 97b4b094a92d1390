import type { Layout, PlacedNode } from './layout'

export type StepKey = 'ArrowLeft' | 'ArrowRight' | 'ArrowUp' | 'ArrowDown' | 'Home' | 'End'

export function isStepKey(key: string): key is StepKey {
  return ['ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown', 'Home', 'End'].includes(key)
}

/**
 * Where a key leads from a node: left and right follow the edges (back to where one came from, else to the nearest), up and down go
 * through the column. Stays where it is when there is nothing.
 */
export function stepFrom(layout: Layout, from: string, key: StepKey, cameFrom: string | null): string {
  const byId = new Map(layout.nodes.map((node) => [node.id, node]))
  const here = byId.get(from)
  if (!here) return layout.nodes[0]?.id ?? from
  const column = layout.nodes.filter((node) => node.column === here.column).sort((a, b) => a.y - b.y)
  const at = column.indexOf(here)
  switch (key) {
    case 'ArrowUp':
      return column[at - 1]?.id ?? from
    case 'ArrowDown':
      return column[at + 1]?.id ?? from
    case 'Home':
      return column[0]?.id ?? from
    case 'End':
      return column.at(-1)?.id ?? from
    case 'ArrowLeft':
    case 'ArrowRight': {
      const isRight = key === 'ArrowRight'
      const linked = layout.edges.flatMap((edge) => {
        const [start, end] = isRight ? [edge.from, edge.to] : [edge.to, edge.from]
        const node = start === from ? byId.get(end) : undefined
        return node ? [node] : []
      })
      if (linked.some(({ id }) => id === cameFrom)) return cameFrom ?? from
      const beside = layout.nodes.filter((node) => node.column === here.column + (isRight ? 1 : -1))
      return nearest(here, linked.length > 0 ? linked : isRight ? [] : beside)?.id ?? from
    }
  }
}

function nearest(here: PlacedNode, nodes: readonly PlacedNode[]): PlacedNode | undefined {
  const distance = (node: PlacedNode) => Math.abs(node.y + node.height / 2 - here.y - here.height / 2)
  return nodes.reduce<PlacedNode | undefined>(
    (best, node) => (best && distance(best) <= distance(node) ? best : node),
    undefined,
  )
}
