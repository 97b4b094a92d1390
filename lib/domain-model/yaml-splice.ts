import { isMap, isScalar, isSeq, type Node, type Pair, type Scalar, type YAMLMap, type YAMLSeq } from 'yaml'
import {
  blankBefore,
  colonOf,
  columnOf,
  contentEnd,
  dashOf,
  endOfFlow,
  endOfItem,
  endOfPair,
  indentAt,
  isPlain,
  lastOfHead,
  ownLineStart,
  ownsLine,
  skipTrivia,
  startOf,
  withCommentsAbove,
} from './yaml-places'
import {
  isMultiLine,
  isShort,
  type Place,
  renderBlock,
  renderInFlow,
  renderKey,
  renderPair,
  type TextStyle,
  type Tools,
} from './yaml-render'
import { pairOf } from './yaml-source/places'

/** One replacement in a text. */
export interface TextEdit {
  start: number
  end: number
  text: string
}

/** What a splice does at a place: sets a value (adding it where there is none), inserts a list item, or removes. */
export type Splice = { kind: 'set'; value: unknown } | { kind: 'insert'; value: unknown } | { kind: 'remove' }

/**
 * The edits that carry out one change in the text of a document, touching nothing else; null where that cannot be told from the
 * text alone. A comment belongs to the item whose line it ends, to the item below it when it stands alone at that item's indent,
 * and to the item above it when it stands deeper. The caller reads the result again and compares: this only has to be right nearly always.
 */
export function spliceEdits(
  text: string,
  root: Node | null,
  segments: readonly string[],
  splice: Splice,
  style: TextStyle,
): TextEdit[] | null {
  const place = findPlace(root, segments)
  if (!place) return null
  const tools: Tools = { text, style, place }
  const { parent } = place
  if (isSeq(parent)) {
    const index = segments.at(-1) === '-' ? parent.items.length : Number(segments.at(-1))
    if (splice.kind === 'insert')
      return parent.flow
        ? insertFlow(tools, parent, index, renderInFlow(tools, splice.value))
        : insertBlockItem(tools, parent, index, splice.value)
    if (splice.kind === 'remove')
      return parent.flow ? removeFlow(tools, parent, index) : removeBlock(tools, parent, index)
    const item = parent.items[index] as Node | undefined
    return item ? setValue(tools, item, dashOf(parent, index), parent.flow === true, splice.value) : null
  }
  const pair = pairOf(parent, segments.at(-1) ?? '')
  if (splice.kind === 'remove') {
    if (!pair) return null
    const index = parent.items.indexOf(pair)
    return parent.flow ? removeFlow(tools, parent, index) : removeBlock(tools, parent, index)
  }
  if (pair) return setValue(tools, pair.value as Node | null, colonOf(pair), parent.flow === true, splice.value, pair)
  const key = segments.at(-1) ?? ''
  if (parent.flow)
    return insertFlow(
      tools,
      parent,
      parent.items.length,
      `${renderKey(tools, key)}: ${renderInFlow(tools, splice.value)}`,
    )
  return insertBlockPair(tools, parent, key, splice.value)
}

function findPlace(root: Node | null, segments: readonly string[]): Place | null {
  let node: unknown = root
  let holder: number | null = null
  for (const segment of segments.slice(0, -1)) {
    if (!isPlain(node)) return null
    if (isMap(node)) {
      const pair = pairOf(node, segment)
      if (!pair) return null
      holder = colonOf(pair)
      node = pair.value
    } else if (isSeq(node)) {
      holder = dashOf(node, Number(segment))
      node = node.items[Number(segment)]
    } else return null
  }
  return isPlain(node) && (isMap(node) || isSeq(node)) ? { parent: node, holder } : null
}

// Setting a value

function setValue(
  tools: Tools,
  old: Node | null,
  indicator: number | null,
  inFlow: boolean,
  value: unknown,
  pair?: Pair,
): TextEdit[] | null {
  if (!isPlain(old)) return null
  const { text, style } = tools
  const isScalarValue = typeof value !== 'object' || value === null
  const range = old?.range
  const column = columnOf(text, pair ? ((pair.key as Node).range?.[0] ?? 0) : (indicator ?? 1) - 1)
  const isBlockScalar = isScalar(old) && (old.type === 'BLOCK_LITERAL' || old.type === 'BLOCK_FOLDED')
  if (!range || (isScalar(old) && !isBlockScalar && range[0] === range[1])) {
    // No value yet: it goes behind the colon or dash, before any comment.
    if (indicator === null) return null
    const rendered = inFlow || isScalarValue ? renderInFlow(tools, value) : renderBlock(value, pair, column)
    return [
      {
        start: indicator,
        end: indicator,
        text: rendered.startsWith('\n') ? rendered.replaceAll('\n', style.eol) : ` ${rendered}`,
      },
    ]
  }
  if (inFlow || style.json || (isScalar(old) && !isBlockScalar && isScalarValue && !isMultiLine(value)))
    return [
      {
        start: range[0],
        end: range[1],
        text: renderInFlow(tools, value, inFlow ? undefined : (old as Scalar), inFlow),
      },
    ]
  if (!isScalarValue && isShort(value) && !isBlockScalar && (isScalar(old) || (old as YAMLMap).flow))
    return [{ start: range[0], end: range[1], text: renderInFlow(tools, value) }]
  if (indicator === null) return null
  const rendered = renderBlock(value, pair, column, isBlockScalar ? (old as Scalar).type : undefined)
  const end = contentEnd(old)
  const tail = text[end - 1] === '\n' ? style.eol : ''
  const own = rendered.startsWith('\n') ? rendered : ` ${rendered}`
  return [{ start: indicator, end, text: own.replaceAll('\n', style.eol) + tail }]
}

// Adding

function insertFlow(
  { text, style }: Tools,
  parent: YAMLMap | YAMLSeq,
  index: number,
  rendered: string,
): TextEdit[] | null {
  const range = parent.range
  if (!range) return null
  const count = parent.items.length
  const padding = text[range[0]] === '{' || style.json ? ' ' : ''
  if (count === 0) {
    if (text.slice(range[0] + 1, range[1] - 1).trim() !== '') return null
    if (style.json)
      return [{ start: range[0] + 1, end: range[1] - 1, text: rendered.includes('\n') ? `\n${rendered}\n` : rendered }]
    return [{ start: range[0] + 1, end: range[1] - 1, text: `${padding}${rendered}${padding}` }]
  }
  if (index < count) {
    const at = startOf(parent.items[index])
    if (at === null) return null
    return [
      { start: at, end: at, text: `${rendered},${ownsLine(text, at) ? `${style.eol}${indentAt(text, at)}` : ' '}` },
    ]
  }
  const lastStart = startOf(parent.items[count - 1])
  const lastEnd = endOfFlow(parent.items[count - 1])
  if (lastStart === null || lastEnd === null) return null
  const next = skipTrivia(text, lastEnd)
  const hasComma = text[next] === ','
  const behind = hasComma ? next + 1 : lastEnd
  if (!ownsLine(text, lastStart))
    return [{ start: behind, end: behind, text: `${hasComma ? ' ' : ', '}${rendered}${hasComma ? ',' : ''}` }]
  const lineEnd = behind + (/^[ \t]*(?:#[^\r\n]*)?/.exec(text.slice(behind, behind + 4000))?.[0].length ?? 0)
  const line = `${style.eol}${indentAt(text, lastStart)}${rendered}${hasComma ? ',' : ''}`
  if (hasComma) return [{ start: lineEnd, end: lineEnd, text: line }]
  return lineEnd === behind
    ? [{ start: behind, end: behind, text: `,${line}` }]
    : [
        { start: behind, end: behind, text: ',' },
        { start: lineEnd, end: lineEnd, text: line },
      ]
}

function insertBlockItem(tools: Tools, parent: YAMLSeq, index: number, value: unknown): TextEdit[] | null {
  const { text, style } = tools
  const count = parent.items.length
  const neighbour = parent.items[Math.min(index, count - 1)] as Node | undefined
  const dash = dashOf(parent, Math.min(index, count - 1))
  if (!neighbour || dash === null) return null
  const column = columnOf(text, dash - 1)
  const isFlowStyle =
    typeof value === 'object' && value !== null && (isMap(neighbour) || isSeq(neighbour)) && neighbour.flow === true
  const rendered = isFlowStyle ? renderInFlow(tools, value) : renderBlock(value, undefined, column)
  const item = `${' '.repeat(column)}-${rendered.startsWith('\n') ? rendered : ` ${rendered}`}`.replaceAll(
    '\n',
    style.eol,
  )
  if (index < count) {
    const start = ownLineStart(text, dash - 1)
    // Behind another dash: the new item takes the place, the old one moves below it.
    if (start === null)
      return [{ start: dash - 1, end: dash - 1, text: `${item.trimStart()}${style.eol}${' '.repeat(column)}` }]
    const at = withCommentsAbove(text, start, column)
    return [{ start: at, end: at, text: `${item}${style.eol}${blankBefore(text, at) && index > 0 ? style.eol : ''}` }]
  }
  const before = ownLineStart(text, dash - 1)
  const spaced = count > 1 && before !== null && blankBefore(text, withCommentsAbove(text, before, column))
  return appendLines(tools, endOfItem(text, neighbour, column), `${spaced ? style.eol : ''}${item}`)
}

function insertBlockPair(tools: Tools, parent: YAMLMap, key: string, value: unknown): TextEdit[] | null {
  const { text, style, place } = tools
  const first = parent.items[0]
  const at = startOf(first)
  if (!first || at === null || colonOf(first) === null) return null
  const column = columnOf(text, at)
  const rendered = renderPair(key, value, column)
  const line = `${' '.repeat(column)}${rendered}`.replaceAll('\n', style.eol)
  // At the top of a plan, a plain value joins the plain values; below, the end of the mapping is the place to look.
  const after =
    place.holder === null && (typeof value !== 'object' || value === null)
      ? lastOfHead(parent)
      : parent.items.length - 1
  return appendLines(tools, endOfPair(text, parent.items[after] as Pair, column), line)
}

function appendLines({ text, style }: Tools, at: number | null, lines: string): TextEdit[] | null {
  if (at === null) return null
  return text[at - 1] === '\n'
    ? [{ start: at, end: at, text: `${lines}${style.eol}` }]
    : [{ start: at, end: at, text: `${style.eol}${lines}` }]
}

// Removing

function removeFlow({ text }: Tools, parent: YAMLMap | YAMLSeq, index: number): TextEdit[] | null {
  const range = parent.range
  const start = startOf(parent.items[index])
  const end = endOfFlow(parent.items[index])
  if (!range || start === null || end === null) return null
  if (parent.items.length === 1) {
    const inner = text.slice(range[0] + 1, range[1] - 1)
    return inner.includes('#') ? null : [{ start: range[0] + 1, end: range[1] - 1, text: '' }]
  }
  const comma = skipTrivia(text, end)
  const hasComma = text[comma] === ','
  const behind = hasComma ? comma + 1 : end
  const lineStart = ownLineStart(text, start)
  const rest = /^[ \t]*(?:#[^\r\n]*)?(?:\r?\n)/.exec(text.slice(behind, behind + 4000))?.[0]
  const last = index === parent.items.length - 1
  const edits: TextEdit[] = []
  if (last && !hasComma) {
    // The comma before it goes, too: JSON allows none at the end.
    const before = endOfFlow(parent.items[index - 1])
    if (before === null) return null
    const previous = skipTrivia(text, before)
    if (text[previous] !== ',') return null
    if (lineStart === null || rest === undefined) return [{ start: previous, end, text: '' }]
    edits.push({ start: previous, end: previous + 1, text: '' })
  }
  if (lineStart !== null && rest !== undefined) {
    const from = withCommentsAbove(text, lineStart, start - lineStart)
    return [...edits, { start: from, end: behind + rest.length, text: '' }]
  }
  if (last) return [{ start: endOfFlow(parent.items[index - 1]) ?? start, end, text: '' }]
  const next = startOf(parent.items[index + 1])
  return next === null || text.slice(behind, next).includes('#') ? null : [{ start, end: next, text: '' }]
}

function removeBlock(tools: Tools, parent: YAMLMap | YAMLSeq, index: number): TextEdit[] | null {
  const { text, place } = tools
  const element = parent.items[index] as Node | Pair
  const dash = isSeq(parent) ? dashOf(parent, index) : null
  const start = isSeq(parent) ? (dash === null ? null : dash - 1) : startOf(element)
  if (start === null || (isMap(parent) && colonOf(element as Pair) === null)) return null
  if (parent.items.length === 1) {
    if (place.holder === null) return null
    const end = contentEnd(parent)
    return [
      {
        start: place.holder,
        end,
        text: ` ${isSeq(parent) ? '[]' : '{}'}${text[end - 1] === '\n' ? tools.style.eol : ''}`,
      },
    ]
  }
  const column = columnOf(text, start)
  const end = isSeq(parent) ? endOfItem(text, element as Node, column) : endOfPair(text, element as Pair, column)
  if (end === null) return null
  const line = ownLineStart(text, start)
  if (line === null) {
    // The first member behind a dash: the next one takes its place.
    const next = index === 0 ? /^[ \t\r\n]*/.exec(text.slice(end))?.[0].length : undefined
    return next === undefined ? null : [{ start, end: end + next, text: '' }]
  }
  const from = withCommentsAbove(text, line, column)
  const blanks = blankBefore(text, from) ? (/^(?:[ \t]*\r?\n)+/.exec(text.slice(end))?.[0].length ?? 0) : 0
  return [{ start: from, end: end + blanks, text: '' }]
}
