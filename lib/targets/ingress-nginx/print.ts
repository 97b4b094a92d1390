import type { JsonPointer } from '../../domain-model/json-pointer'
import type { YamlDocument, YamlList, YamlMap, YamlNode } from './ast'

export interface PrintedYaml {
  text: string
  provenance: JsonPointer[][]
}

/**
 * Prints documents as block YAML. Written by hand rather than by the `yaml` library for two reasons: kubectl and Helm read YAML 1.1, where a
 * plain `on` is a boolean, and a thousand Ingresses have to print while somebody types. The tests read every output back with that library,
 * as 1.1 and as 1.2.
 */
export function printYaml(documents: readonly YamlDocument[]): PrintedYaml {
  const out = new Lines()
  for (const [index, document] of documents.entries()) {
    if (index > 0) out.add('---', document.from)
    for (const line of document.comment) out.add(commentLine(line), document.from)
    printMap(document.root, '', '', document.from, out)
  }
  return { text: `${out.text.join('\n')}\n`, provenance: out.provenance }
}

class Lines {
  readonly text: string[] = []
  readonly provenance: JsonPointer[][] = []

  add(line: string, from: JsonPointer[]): void {
    this.text.push(line)
    this.provenance.push(from)
  }
}

/** `first` stands before the first line instead of the indent: the dash of a list item. */
function printMap(value: YamlMap, indent: string, first: string, from: JsonPointer[], out: Lines): void {
  let lead = first || indent
  for (const child of value.entries) {
    const places = child.from.length > 0 ? child.from : from
    for (const line of child.comment) {
      out.add(`${lead}${commentLine(line)}`, places)
      lead = indent
    }
    printValue(`${lead}${scalarText(child.key)}:`, child.value, indent, places, out)
    lead = indent
  }
}

function printList(value: YamlList, indent: string, from: JsonPointer[], out: Lines): void {
  for (const child of value.items) {
    const places = child.from.length > 0 ? child.from : from
    if (child.value.kind === 'map' && child.value.entries.length > 0)
      printMap(child.value, `${indent}  `, `${indent}- `, places, out)
    else printValue(`${indent}-`, child.value, indent, places, out)
  }
}

function printValue(lead: string, value: YamlNode, indent: string, from: JsonPointer[], out: Lines): void {
  if (value.kind === 'scalar') out.add(`${lead} ${scalarText(value.value)}`, from)
  else if (value.kind === 'map') {
    out.add(value.entries.length > 0 ? lead : `${lead} {}`, from)
    printMap(value, `${indent}  `, '', from, out)
  } else {
    out.add(value.items.length > 0 ? lead : `${lead} []`, from)
    printList(value, `${indent}  `, from, out)
  }
}

/** Words that some YAML version reads as something else than text. */
const reserved = new Set(['true', 'false', 'yes', 'no', 'on', 'off', 'y', 'n', 'null'])

/** Letters first, so that nothing looks like a number, a date or an indicator. */
const plainText = /^[A-Za-z/][A-Za-z0-9._/-]*$/
/** An exponent without a number in front is a number to some readers of YAML 1.1. */
const bareExponent = /^e-?\d+$/i

export function scalarText(value: string | number | boolean): string {
  if (typeof value !== 'string') return String(value)
  if (plainText.test(value) && !reserved.has(value.toLowerCase()) && !bareExponent.test(value)) return value
  return `"${value.replace(/["\\]|[^\x20-\x7e]/gu, escapeCharacter)}"`
}

function escapeCharacter(character: string): string {
  if (character === '"' || character === '\\') return `\\${character}`
  const code = character.codePointAt(0) ?? 0
  // Half a surrogate pair is no character, and readers refuse its escape.
  const hex = (code >= 0xd800 && code <= 0xdfff ? 0xfffd : code).toString(16)
  if (code <= 0xff) return `\\x${hex.padStart(2, '0')}`
  return code <= 0xffff ? `\\u${hex.padStart(4, '0')}` : `\\U${hex.padStart(8, '0')}`
}

/** One comment line: whatever is not printable ASCII could end the line for some reader, so it becomes a question mark. */
function commentLine(text: string): string {
  return text === '' ? '#' : `# ${text.replace(/[^\x20-\x7e]/g, '?')}`
}
