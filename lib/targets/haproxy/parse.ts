import { type ConfigTree, type Line, type Section, sectionKeywords } from './ast'
import { printWords } from './print'

/** Reads haproxy.cfg back: sections, and the words of each line without their quotes. Provenance is not in the text, so it is empty. */
export function parseConfig(text: string): ConfigTree {
  const tree: ConfigTree = { head: [], sections: [] }
  let current: Section | null = null
  for (const raw of text.split(/\r?\n/)) {
    const line = readLine(raw)
    if (!line) continue
    const words = line.kind === 'comment' ? [] : (splitWords(raw) ?? [])
    const keyword = words[0]
    if (keyword !== undefined && sectionKeywords.has(keyword)) {
      current = { keyword, name: words[1] ?? null, lines: [], from: [] }
      tree.sections.push(current)
    } else (current?.lines ?? tree.head).push(line)
  }
  return tree
}

/** One line, or null for an empty one. What printing its words again would change is kept verbatim. */
export function readLine(raw: string): Line | null {
  const text = raw.trim()
  if (text === '') return null
  if (/^# [^ ]/.test(text)) return { kind: 'comment', text: text.slice(2), from: [] }
  const words = splitWords(text)
  if (words && words.length > 0 && printWords(words) === text) return { kind: 'directive', words, from: [] }
  return { kind: 'verbatim', text, from: [] }
}

/** Whether a line would open a section of its own. */
export function opensSection(raw: string): boolean {
  return sectionKeywords.has(splitWords(raw)?.[0] ?? raw.trim().split(/\s+/)[0] ?? '')
}

const escapes: Record<string, string> = { n: '\n', r: '\r', t: '\t' }

/** The words of a line as HAProxy splits them; null for an open quote or a broken escape. Variables between double quotes stay as they are. */
export function splitWords(raw: string): string[] | null {
  const words: string[] = []
  let word: string | null = null
  let quote = ''
  for (let at = 0; at < raw.length; at++) {
    const character = raw[at] ?? ''
    if (quote === "'") {
      if (character === "'") quote = ''
      else word += character
    } else if (character === '\\') {
      const hex = /^x([0-9A-Fa-f]{2})/.exec(raw.slice(at + 1, at + 4))
      const next = raw[at + 1]
      if (next === undefined) return null
      word = (word ?? '') + (hex ? String.fromCharCode(Number.parseInt(hex[1] ?? '', 16)) : (escapes[next] ?? next))
      at += hex ? 3 : 1
    } else if (quote === '"') {
      if (character === '"') quote = ''
      else word += character
    } else if (character === '"' || character === "'") {
      quote = character
      word ??= ''
    } else if (character === '#') break
    else if (/[ \t]/.test(character)) {
      if (word !== null) words.push(word)
      word = null
    } else word = (word ?? '') + character
  }
  if (quote) return null
  if (word !== null) words.push(word)
  return words
}
