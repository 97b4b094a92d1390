// Where the nodes of a YAML text begin and end, with their lines and their comments.
import { type CST, isMap, isScalar, isSeq, type Node, type Pair, type YAMLMap, type YAMLSeq } from 'yaml'

/** Without tag or anchor, whose text lies outside the node's range. */
export const isPlain = (node: unknown): boolean =>
  !(node as { tag?: string; anchor?: string } | null)?.anchor && !hasTagToken(node)

function hasTagToken(node: unknown): boolean {
  const tag = (node as { tag?: string } | null)?.tag
  // Maps and lists carry their default tag; scalars do only when it is written.
  return isScalar(node) ? tag !== undefined : false
}

export function colonOf(pair: Pair): number | null {
  const token = (pair as { srcToken?: CST.CollectionItem }).srcToken
  const colon = token?.sep?.find((part) => part.type === 'map-value-ind')
  const explicit = token?.start.some((part) => part.type === 'explicit-key-ind')
  return colon && !explicit ? colon.offset + 1 : null
}

export function dashOf(seq: YAMLSeq, index: number): number | null {
  const token = seq.srcToken as CST.BlockSequence | CST.FlowCollection | undefined
  if (token?.type !== 'block-seq') return null
  const dashes = token.items.flatMap((item) => item.start.filter((part) => part.type === 'seq-item-ind'))
  const dash = dashes[index]
  return dash ? dash.offset + 1 : null
}

export function lastOfHead(map: YAMLMap): number {
  const firstCollection = map.items.findIndex((pair) => isMap(pair.value) || isSeq(pair.value))
  return firstCollection > 0 ? firstCollection - 1 : map.items.length - 1
}

// Places in the text

export function startOf(item: unknown): number | null {
  const node = (item as Pair | undefined)?.key ?? item
  return (node as Node | undefined)?.range?.[0] ?? null
}

export function endOfFlow(item: unknown): number | null {
  const pair = item as Partial<Pair> | undefined
  if (pair?.key === undefined) return (item as Node | undefined)?.range?.[1] ?? null
  const value = pair.value as Node | null
  return Math.max((pair.key as Node).range?.[1] ?? 0, value?.range?.[1] ?? 0)
}

/** Where the last sign of a value stands, comments left aside. */
export function contentEnd(node: Node | null): number {
  const own = node?.range?.[1] ?? 0
  if (isMap(node) && !node.flow) {
    const last = node.items.at(-1)
    return last ? pairEnd(last) : own
  }
  if (isSeq(node) && !node.flow) {
    const last = node.items.at(-1) as Node | undefined
    const dash = dashOf(node, node.items.length - 1) ?? 0
    return last ? Math.max(contentEnd(last), dash) : own
  }
  return own
}

function pairEnd(pair: Pair): number {
  return Math.max(colonOf(pair) ?? 0, contentEnd(pair.value as Node | null))
}

export const endOfPair = (text: string, pair: Pair, column: number) => endOfLines(text, pairEnd(pair), column)

export const endOfItem = (text: string, item: Node, column: number) => endOfLines(text, contentEnd(item), column)

/** The end of the lines that belong to what ends at an offset: the rest of its line, and deeper comments below. */
function endOfLines(text: string, contentEnd: number, column: number): number | null {
  let end = contentEnd
  if (text[end - 1] !== '\n') {
    const newline = text.indexOf('\n', end)
    end = newline === -1 ? text.length : newline + 1
    if (!/^[ \t]*(?:#.*)?\r?\n?$/.test(text.slice(contentEnd, end))) return null
  }
  for (let line = end; line < text.length; ) {
    const newline = text.indexOf('\n', line)
    const next = newline === -1 ? text.length : newline + 1
    const content = /^([ \t]*)(#?)/.exec(text.slice(line, Math.min(next, line + 2000)))
    const indent = content?.[1]?.length ?? 0
    if (content?.[2] === '#' && indent > column) end = next
    else if (text.slice(line, next).trim() !== '') break
    line = next
  }
  return end
}

/** The start of the line, when nothing but spaces stands before the offset. */
export function ownLineStart(text: string, at: number): number | null {
  const start = text.lastIndexOf('\n', at - 1) + 1
  return /^[ ]*$/.test(text.slice(start, at)) ? start : null
}

export const ownsLine = (text: string, at: number) =>
  /^[ \t]*$/.test(text.slice(text.lastIndexOf('\n', at - 1) + 1, at))

export const indentAt = (text: string, at: number) =>
  /^[ \t]*/.exec(text.slice(text.lastIndexOf('\n', at - 1) + 1, at))?.[0] ?? ''
/** The column of a place, counted from 0. */
export const columnOf = (text: string, at: number) => at - (text.lastIndexOf('\n', at - 1) + 1)

/** The start of the comment lines right above that stand at the same indent. */
export function withCommentsAbove(text: string, lineStart: number, column: number): number {
  let start = lineStart
  while (start > 0) {
    const above = text.lastIndexOf('\n', start - 2) + 1
    const line = text.slice(above, start)
    if (!/^ *#/.test(line) || line.indexOf('#') !== column) break
    start = above
  }
  return start
}

export function blankBefore(text: string, lineStart: number): boolean {
  if (lineStart === 0) return true
  return text.slice(text.lastIndexOf('\n', lineStart - 2) + 1, lineStart).trim() === ''
}

/** The next sign that is neither space nor comment. */
export function skipTrivia(text: string, from: number): number {
  const skipped = /^(?:[ \t\r\n]|(?<=[ \t\r\n])#[^\n]*)*/.exec(text.slice(from, from + 8000))
  return from + (skipped?.[0].length ?? 0)
}
