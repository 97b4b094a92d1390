import {
  Composer,
  type CST,
  Document,
  isMap,
  isNode,
  isScalar,
  isSeq,
  Lexer,
  type Node,
  type Pair,
  Parser,
  type Schema,
  type YAMLMap,
} from 'yaml'
import { fromPointer, type JsonPointer, toPointer } from './json-pointer'

/** What keeps a text from being one plain mapping, and where. */
export interface SourceProblem {
  code: 'syntax' | 'many-documents' | 'aliases' | 'not-a-mapping' | 'schema'
  message: string
  fix: string
  offset: number
  /** Set where the place has a name in the data. */
  path?: JsonPointer
}

/** A part of the text whose nodes stand at their own offsets plus `start`, and the pointer of the node that `root` is. */
export interface SourceWindow {
  start: number
  end: number
}

/** The text as plain data, read once; places are looked up in the piece of text that holds them. */
export interface Source {
  /** Plain data, shared between readings of like text: never change it. */
  data: Record<string, unknown>
  /** The offset of a pointer, or of its nearest parent in the text. */
  offsetOf(pointer: JsonPointer): number
  /** The pieces the text was read in; null when it was read as a whole. */
  sections: Section[] | null
}

export type SourceReading = { ok: true; source: Source } | { ok: false; problems: SourceProblem[] }

/** A top-level member of the mapping. A block list is cut into its items. */
export interface Section {
  key: string
  start: number
  end: number
  items: SourceWindow[] | null
}

/** Plans nest eight deep. Deeper text is a mistake or an attack on the stack. */
const depthMax = 64

/** One schema for all pieces: building it costs more than reading a small piece. */
let sharedSchema: Schema | undefined

export function composeOptions() {
  sharedSchema ??= new Document(null, { version: '1.2' }).schema
  // Keys are compared in `inspect` in linear time; the library compares each with each.
  return { schema: sharedSchema, uniqueKeys: false, stringKeys: true, prettyErrors: false, logLevel: 'error' } as const
}

/**
 * Reads YAML 1.2 (of which JSON is a part) as one plain mapping. Ordinary plans are read top-level item by item, and an item
 * whose text was read before is not read again: while somebody types, the work is that of one route. Whatever is out of the
 * ordinary is read as a whole, which decides alone what is an error.
 */
export function readSource(text: string): SourceReading {
  if (last?.text === text) return last.reading
  const sections = cut(text)
  const source = sections && readSections(text, sections)
  const reading: SourceReading = source ? { ok: true, source } : readWhole(text)
  last = { text, reading }
  return reading
}

/** An edit reads the text before and after it, and the text after it is the one before the next. */
let last: { text: string; reading: SourceReading } | undefined

// The whole text

function readWhole(text: string): SourceReading {
  const scanned = scan(text)
  if ('problem' in scanned) return { ok: false, problems: [scanned.problem] }
  const [document, second] = new Composer(composeOptions()).compose(scanned.tokens)
  if (second)
    return refuse({
      code: 'many-documents',
      message: 'This text holds more than one YAML document; a plan is one.',
      fix: 'Keep one document and save the others as plans of their own.',
      offset: second.range[0],
    })
  const errors = document?.errors ?? []
  if (errors.length > 0)
    return {
      ok: false,
      problems: errors.slice(0, 20).map((error) => syntaxProblem(error.code, error.message, error.pos[0])),
    }
  const root = document?.contents
  if (!document || !isMap(root))
    return refuse({
      code: 'not-a-mapping',
      message: 'A plan is a mapping that starts with apiVersion and kind.',
      fix: 'Start with "apiVersion: signalbox/v1" and "kind: Plan", or take an example.',
      offset: 0,
    })
  const problems: SourceProblem[] = []
  inspect(root, [], problems)
  if (problems.length > 0) return { ok: false, problems: problems.slice(0, 20) }
  return {
    ok: true,
    source: {
      data: document.toJS() as Record<string, unknown>,
      offsetOf: (pointer) => offsetIn(root, fromPointer(pointer)) ?? 0,
      sections: null,
    },
  }
}

const refuse = (problem: SourceProblem): SourceReading => ({ ok: false, problems: [problem] })

/** The concrete syntax, unless it is nested too deep to be walked, or holds what a plan never holds. */
function scan(text: string): { tokens: CST.Token[] } | { problem: SourceProblem } {
  const parser = new Parser()
  const tokens: CST.Token[] = []
  let isScalarNext = false
  let documents = 0
  for (const lexeme of new Lexer().lex(text)) {
    const problem = isScalarNext ? null : lexemeProblem(lexeme, parser.offset)
    if (problem) return { problem }
    isScalarNext = lexeme === '\u001f'
    for (const token of parser.next(lexeme)) {
      tokens.push(token)
      if (token.type === 'document') documents++
    }
    if (documents > 2) break
    if (parser.stack.length > depthMax)
      return {
        problem: {
          code: 'syntax',
          message: `Lists and mappings are nested more than ${depthMax} deep here; a plan nests less than ten.`,
          fix: 'Close the brackets, or correct the indentation.',
          offset: parser.offset,
        },
      }
  }
  for (const token of parser.end()) tokens.push(token)
  return { tokens }
}

const plainTags = new Set(['!!str', '!!int', '!!float', '!!bool', '!!null', '!!map', '!!seq'])

function lexemeProblem(lexeme: string, offset: number): SourceProblem | null {
  const [sign] = lexeme
  if (sign === '*' && /^\*(?:\.|$)/.test(lexeme))
    return {
      code: 'aliases',
      message: `${lexeme.slice(0, 80)} without quotes is a YAML alias.`,
      fix: `Quote it: "${lexeme.slice(0, 80)}".`,
      offset,
    }
  if (sign === '*' || sign === '&')
    return {
      code: 'aliases',
      message: 'A plan holds no YAML anchors and aliases: they can grow a small file without bound.',
      fix: 'Write the value out where it is used; quote it if it is text.',
      offset,
    }
  if (sign === '!' && !plainTags.has(lexeme))
    return {
      code: 'syntax',
      message: `The YAML tag ${lexeme.slice(0, 80)} means nothing in a plan.`,
      fix: 'Write the plain value; quote it if it is text.',
      offset,
    }
  if (sign === '%' && !/^%YAML\s+1\.2\s*(?:#.*)?$/.test(lexeme))
    return {
      code: 'syntax',
      message: `A plan is YAML 1.2 without directives, and this is ${JSON.stringify(lexeme.slice(0, 80))}.`,
      fix: 'Remove the line; quote words such as "yes" and "no" that older YAML reads otherwise.',
      offset,
    }
  return null
}

const waysOut: Record<string, string> = {
  TAB_AS_INDENT: 'Indent with spaces.',
  NON_STRING_KEY: 'Write a plain word before the colon.',
  BLOCK_AS_IMPLICIT_KEY: 'Quote a value that holds ": ", or put it on a line of its own.',
  MULTILINE_IMPLICIT_KEY: 'Close the quote, or put the key on one line.',
  BAD_INDENT: 'Align the line with its neighbours.',
}

function syntaxProblem(code: string, message: string, offset: number): SourceProblem {
  return {
    code: 'syntax',
    message: `This is not valid YAML or JSON: ${message.split('\n')[0]?.slice(0, 200).replace(/[.:]$/, '')}.`,
    fix:
      waysOut[code] ??
      'Correct this line or the one above: quotes and brackets come in pairs, indentation is made of spaces.',
    offset,
  }
}

/** What the library lets pass: keys that stand twice, and the one key that JavaScript objects treat otherwise. */
function inspect(node: unknown, path: (string | number)[], problems: SourceProblem[]): void {
  if (isSeq(node)) for (const [index, item] of node.items.entries()) inspect(item, [...path, index], problems)
  if (!isMap(node)) return
  const seen = new Set<string>()
  for (const pair of node.items) {
    const key = keyOf(pair)
    const offset = (pair.key as Node | null)?.range?.[0] ?? 0
    if (seen.has(key))
      problems.push({
        code: 'syntax',
        message: `This is not valid YAML or JSON: ${JSON.stringify(key.slice(0, 80))} stands twice in one mapping.`,
        fix: 'Keep one of them.',
        offset,
      })
    if (key === '__proto__')
      problems.push({
        code: 'schema',
        message: 'There is no field __proto__ here.',
        fix: 'Remove it.',
        offset,
        path: toPointer([...path, key]),
      })
    seen.add(key)
    inspect(pair.value, [...path, key], problems)
  }
}

function keyOf(pair: Pair): string {
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
function offsetIn(root: unknown, segments: readonly string[]): number | null {
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

// The text in pieces

/** A plan has nine members; far more are no plan, and not worth a piece each. */
const sectionsMax = 32

/**
 * Cuts a text into its top-level members, and block lists among them into items, by indentation alone; null when a line at the
 * margin is anything but a plain key, a list item or a comment. Within valid YAML such a line begins a member or an item: what
 * continues a scalar stands deeper, and an open quote or bracket makes its piece invalid, so that the text is read as a whole.
 */
function cut(text: string): Section[] | null {
  const sections: Section[] = []
  let current: { section: Section; dash: number | null } | undefined
  let start = /^---[ \t]*\r?\n/.exec(text)?.[0].length ?? 0
  for (let end = start; start < text.length; start = end) {
    const newline = text.indexOf('\n', start)
    end = newline === -1 ? text.length : newline + 1
    let indent = 0
    while (text[start + indent] === ' ') indent++
    const first = text[start + indent]
    if (first === undefined || first === '\n' || first === '\r' || first === '#') continue
    const isItem = first === '-' && ' \r\n'.includes(text[start + indent + 1] ?? '\n')
    if (indent === 0 && !isItem) {
      const key = /^([A-Za-z][A-Za-z0-9]*):(?:[ \r\n]|$)/.exec(text.slice(start, Math.min(end, start + 80)))?.[1]
      if (key === undefined) return null
      const section: Section = { key, start, end: text.length, items: null }
      if (current) closeSection(current.section, start)
      const holdsValue = !/^\s*(?:#|$)/.test(text.slice(start + key.length + 1, end))
      current = { section, dash: holdsValue ? -1 : null }
      sections.push(section)
      if (sections.length > sectionsMax) return null
    } else if (!current) return null
    else if (current.dash === null) {
      current.dash = isItem ? indent : -1
      if (isItem) current.section.items = [{ start, end: text.length }]
    } else if (current.dash >= 0 && indent <= current.dash) {
      const items = current.section.items
      const last = items?.at(-1)
      if (indent < current.dash || !isItem || !last) return null
      last.end = start
      items?.push({ start, end: text.length })
    }
  }
  if (current) closeSection(current.section, text.length)
  return sections.length > 0 && new Set(sections.map((section) => section.key)).size === sections.length
    ? sections
    : null
}

function closeSection(section: Section, end: number): void {
  section.end = end
  const last = section.items?.at(-1)
  if (last) last.end = end
}

function readSections(text: string, sections: Section[]): Source | null {
  const data: Record<string, unknown> = {}
  for (const section of sections) {
    if (section.items) {
      const list: unknown[] = []
      for (const { start, end } of section.items) {
        const piece = readPiece(text.slice(start, end))
        if (!Array.isArray(piece) || piece.length !== 1) return null
        list.push(piece[0])
      }
      data[section.key] = list
    } else {
      const piece = readPiece(text.slice(section.start, section.end))
      if (typeof piece !== 'object' || piece === null || Array.isArray(piece)) return null
      if (Object.keys(piece).length !== 1 || !Object.hasOwn(piece, section.key)) return null
      data[section.key] = (piece as Record<string, unknown>)[section.key]
    }
  }
  return { data, sections, offsetOf: offsetInSections(text, sections) }
}

function offsetInSections(text: string, sections: Section[]): (pointer: JsonPointer) => number {
  const byKey = new Map(sections.map((section) => [section.key, section]))
  const roots = new Map<number, unknown>()
  const rootAt = ({ start, end }: SourceWindow) => {
    if (!roots.has(start)) roots.set(start, composePiece(text.slice(start, end))?.contents)
    return roots.get(start)
  }
  return (pointer) => {
    const segments = fromPointer(pointer)
    const section = byKey.get(segments[0] ?? '')
    if (!section) return sections[0]?.start ?? 0
    const item = section.items && /^\d+$/.test(segments[1] ?? '') ? section.items[Number(segments[1])] : undefined
    if (segments.length === 1 || (section.items && !item)) return section.start
    const window = item ?? section
    const inside = item ? ['0', ...segments.slice(2)] : segments
    return window.start + (offsetIn(rootAt(window), inside) ?? 0)
  }
}

/** Pieces by their text, in two generations of one largest plan each, so that what is no longer used falls away. */
const cachedCharactersMax = 8 * 1024 * 1024
let young = new Map<string, unknown>()
let old = new Map<string, unknown>()
let youngCharacters = 0

/** The plain data of a piece; undefined when it is not valid alone. */
function readPiece(piece: string): unknown {
  if (young.has(piece)) return young.get(piece)
  // A copy: a part of a string would keep the whole plan it was cut from in memory.
  const own = old.has(piece) ? piece : (JSON.parse(JSON.stringify(piece)) as string)
  const data = old.has(piece) ? old.get(piece) : dataOf(own)
  if (data === undefined) return undefined
  if (youngCharacters + own.length > cachedCharactersMax) {
    old = young
    young = new Map()
    youngCharacters = 0
  }
  young.set(own, data)
  youngCharacters += own.length
  return data
}

function dataOf(piece: string): unknown {
  return composePiece(piece)?.toJS()
}

/** A piece as a document of its own, or null when it is not valid alone. */
function composePiece(piece: string): Document | null {
  const scanned = scan(piece)
  if ('problem' in scanned) return null
  const [document, second] = new Composer(composeOptions()).compose(scanned.tokens)
  if (!document || second || document.errors.length > 0) return null
  const problems: SourceProblem[] = []
  inspect(document.contents, [], problems)
  return problems.length > 0 ? null : document
}
