import type { JsonPointer } from '../../domain-model/json-pointer'

/** A YAML value as this target writes it: block style, plain data, and for every line the places of the plan it came from. */
export type YamlNode = YamlMap | YamlList | YamlScalar

export interface YamlScalar {
  kind: 'scalar'
  value: string | number | boolean
}

export interface YamlMap {
  kind: 'map'
  entries: YamlEntry[]
}

export interface YamlEntry {
  key: string
  value: YamlNode
  /** Empty: the same as the parent. */
  from: JsonPointer[]
  /** Comment lines above the entry, without the sign. */
  comment: string[]
}

export interface YamlList {
  kind: 'list'
  items: YamlItem[]
}

export interface YamlItem {
  value: YamlNode
  from: JsonPointer[]
}

export interface YamlDocument {
  /** Comment lines above the document, without the sign. */
  comment: string[]
  root: YamlMap
  from: JsonPointer[]
}

type Plain = string | number | boolean

/** A mapping from entries; undefined ones are left out, so that optional members read as they stand. */
export function map(...entries: (YamlEntry | undefined)[]): YamlMap {
  return { kind: 'map', entries: entries.filter((entry) => entry !== undefined) }
}

export function entry(
  key: string,
  value: Plain | YamlNode,
  from: JsonPointer[] = [],
  comment: string[] = [],
): YamlEntry {
  return { key, value: node(value), from, comment }
}

export function list(...items: YamlItem[]): YamlList {
  return { kind: 'list', items }
}

export function item(value: Plain | YamlNode, from: JsonPointer[] = []): YamlItem {
  return { value: node(value), from }
}

function node(value: Plain | YamlNode): YamlNode {
  return typeof value === 'object' ? value : { kind: 'scalar', value }
}

/** The tree as plain data: what any YAML reader must find in the printed text. */
export function toData(value: YamlNode): unknown {
  if (value.kind === 'scalar') return value.value
  if (value.kind === 'list') return value.items.map((child) => toData(child.value))
  // fromEntries defines own members, so that a key such as __proto__ stays a key.
  return Object.fromEntries(value.entries.map((child) => [child.key, toData(child.value)]))
}
