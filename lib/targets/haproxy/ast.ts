import type { JsonPointer } from '../../domain-model/json-pointer'

/** One line of haproxy.cfg. */
export type Line =
  | { kind: 'directive'; words: string[]; from: JsonPointer[] }
  | { kind: 'comment'; text: string; from: JsonPointer[] }
  /** A line kept as somebody wrote it, because printing its words again would change it. */
  | { kind: 'verbatim'; text: string; from: JsonPointer[] }

/** `global`, `defaults`, `frontend NAME` … with its lines. */
export interface Section {
  keyword: string
  name: string | null
  lines: Line[]
  from: JsonPointer[]
}

/** A whole haproxy.cfg. */
export interface ConfigTree {
  /** Comments before the first section. */
  head: Line[]
  sections: Section[]
}

/** A map or certificate list: one entry per line, and no way to quote. */
export interface ListFile {
  path: string
  lines: { text: string; from: JsonPointer[] }[]
}

export const sectionKeywords: ReadonlySet<string> = new Set([
  'global',
  'defaults',
  'frontend',
  'backend',
  'listen',
  'resolvers',
  'peers',
  'mailers',
  'userlist',
  'cache',
  'program',
  'ring',
  'http-errors',
  'log-forward',
  'log-profile',
  'fcgi-app',
  'crt-store',
  'traces',
  'acme',
  'namespace_list',
])

export function directive(words: (string | number)[], from: JsonPointer[] = []): Line {
  return {
    kind: 'directive',
    words: words.some((word) => typeof word === 'number') ? words.map(String) : (words as string[]),
    from,
  }
}

export function comment(text: string, from: JsonPointer[] = []): Line {
  return { kind: 'comment', text, from }
}

/** A directive written as configuration text without quotes; for lines that hold no text of the user. */
export function line(text: string, from: JsonPointer[] = []): Line {
  return directive(text.split(' '), from)
}
