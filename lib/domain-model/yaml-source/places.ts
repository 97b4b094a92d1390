import { isMap, isNode, isScalar, isSeq, type Node, type Pair, type YAMLMap } from 'yaml'

export function keyOf(pair: Pair): string {
  return String(isScalar(pair.key) ? pair.key.value : pair.key)
}

const indexes = new WeakMap<YAMLMap, Map<string, Pair>>()

/** The pair of a key. Large mappings are indexed once. */
export function pairOf(map: YAMLMap, key: string): Pair | undefined {
  if (map.items.length < 16) return map.items.find((pair) => keyOf(pair) === key)
  let index = indexes.get(map)
  if (!index) {
    index = new Map(map.items.map((pair) => [keyOf(pair), pair]))
    indexes.set(map, index)
  }
  return index.get(key)
}

/** The offset of the named node (of its key, in a mapping), or of the nearest parent that stands there. */
export function offsetIn(root: unknown, segments: readonly string[]): number | null {
  let node = root
  let offset = isNode(node) ? (node.range?.[0] ?? null) : null
  for (const segment of segments) {
    if (isMap(node)) {
      const pair = pairOf(node, segment)
      if (!pair) break
      offset = (pair.key as Node | null)?.range?.[0] ?? offset
      node = pair.value
    } else if (isSeq(node)) {
      const item: unknown = /^\d+$/.test(segment) ? node.items[Number(segment)] : undefined
      if (!isNode(item)) break
      offset = item.range?.[0] ?? offset
      node = item
    } else break
  }
  return offset
}
