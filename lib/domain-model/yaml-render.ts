// Values as YAML text that fits what stands around them.
import { Document, isScalar, type Pair, type Scalar, type YAMLMap, type YAMLSeq } from 'yaml'
import { indentAt, startOf } from './yaml-places'

/** How the text is written: what is added is written alike. */
export interface TextStyle {
  json: boolean
  /** One step of indentation, for JSON. */
  step: string
  eol: '\n' | '\r\n'
}

export interface Place {
  parent: YAMLMap | YAMLSeq
  /** Offset behind the colon or dash that holds the parent; null at the root. */
  holder: number | null
}

export interface Tools {
  text: string
  style: TextStyle
  place: Place
}

export const isMultiLine = (value: unknown): boolean => typeof value === 'string' && value.includes('\n')

export function isShort(value: unknown): boolean {
  return JSON.stringify(value).length <= 60
}

/** A new member of the outermost mapping, as lines that can stand behind any other member. */
export function renderMember(key: string, value: unknown, style: TextStyle): string {
  return `${renderPair(key, value, 0)}\n`.replaceAll('\n', style.eol)
}

// Writing values

const documentOptions = { version: '1.2', compat: 'yaml-1.1', aliasDuplicateObjects: false } as const

const printOptions = { lineWidth: 0, flowCollectionPadding: true } as const

export function renderKey({ style }: Tools, key: string): string {
  if (style.json) return JSON.stringify(key)
  return new Document({ [key]: 0 }, documentOptions).toString(printOptions).replace(/: 0\n$/, '')
}

/** A value as one line of flow style; strings keep the quotes of what they replace. JSON keeps its lines and indent. */
export function renderInFlow({ style, text, place }: Tools, value: unknown, old?: Scalar, inFlow = true): string {
  if (style.json) {
    const at = place.parent.range?.[0] ?? 0
    const isSpread = text.slice(at, place.parent.range?.[1]).includes('\n')
    const indent = isSpread ? indentAt(text, startOf(place.parent.items[0]) ?? at) : ''
    return JSON.stringify(value, null, isSpread ? style.step : undefined).replaceAll('\n', `${style.eol}${indent}`)
  }
  const document = new Document([value], documentOptions)
  const list = document.contents as unknown as YAMLSeq
  list.flow = inFlow || typeof value === 'object'
  const item = list.items[0]
  if (isScalar(item) && typeof value === 'string' && (old?.type === 'QUOTE_DOUBLE' || old?.type === 'QUOTE_SINGLE'))
    item.type = old.type
  const printed = document.toString(printOptions).trimEnd()
  return list.flow ? printed.slice(1, -1).trim() : printed.slice(2)
}

/** A value in block style as it stands behind a colon or dash at a column: on the same line, or from the next line on. */
export function renderBlock(value: unknown, pair: Pair | undefined, column: number, type?: Scalar['type']): string {
  return pair
    ? renderPair('k', value, column, type).slice(2).replace(/^ /, '')
    : indentLines(print([value], type).slice(2), column)
}

export function renderPair(key: string, value: unknown, column: number, type?: Scalar['type']): string {
  return indentLines(print({ [key]: value }, type), column)
}

function print(value: unknown, type?: Scalar['type']): string {
  const document = new Document(value, documentOptions)
  const first = (document.contents as unknown as YAMLMap | YAMLSeq).items[0]
  const scalar = isScalar(first) ? first : (first as Pair | undefined)?.value
  if (type && isScalar(scalar) && typeof scalar.value === 'string' && scalar.value.includes('\n')) scalar.type = type
  return document.toString(printOptions).replace(/\n$/, '')
}

/** Indents all lines but the first, which stands where it is put. Empty lines stay empty. */
function indentLines(text: string, column: number): string {
  return text.replace(/\n(?=[^\n])/g, `\n${' '.repeat(column)}`)
}
