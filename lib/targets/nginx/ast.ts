import type { JsonPointer } from '../../domain-model/json-pointer'

/**
 * The tree of an nginx.conf. Words are held as NGINX sees them after reading: without quotes and escapes. A `$` in a word is a
 * variable, so text of the plan passes `literal` (quote.ts) first.
 */
export type Node = Directive | Comment | Verbatim

/** `name word word;`, or with a block in braces. An entry of a map, geo or split_clients block is one too: its key is the name. */
export interface Directive {
  kind: 'directive'
  name: string
  words: readonly string[]
  block: readonly Node[] | null
  from: readonly JsonPointer[]
}

/** One line; the text never holds a line break. */
export interface Comment {
  kind: 'comment'
  text: string
  from: readonly JsonPointer[]
}

/** A line of the plan's `extras`, printed as it stands. Lowering has made sure that the lines of a place are whole directives. */
export interface Verbatim {
  kind: 'verbatim'
  line: string
  from: readonly JsonPointer[]
}

const everyPlan: readonly JsonPointer[] = []

export function directive(
  name: string,
  words: readonly (string | number)[],
  from: readonly JsonPointer[] = everyPlan,
): Directive {
  return { kind: 'directive', name, words: asText(words), block: null, from }
}

export function block(
  name: string,
  words: readonly (string | number)[],
  children: readonly Node[],
  from: readonly JsonPointer[] = everyPlan,
): Directive {
  return { kind: 'directive', name, words: asText(words), block: children, from }
}

export function comment(text: string, from: readonly JsonPointer[] = everyPlan): Comment {
  return { kind: 'comment', text, from }
}

function asText(words: readonly (string | number)[]): readonly string[] {
  return words.every((word) => typeof word === 'string') ? words : words.map(String)
}
