import type { Section } from './source'

/** A plan has nine members; far more are no plan, and not worth a piece each. */
const sectionsMax = 32

/**
 * Cuts a text into its top-level members, and block lists among them into items, by indentation alone; null when a line at the
 * margin is anything but a plain key, a list item or a comment. Within valid YAML such a line begins a member or an item: what
 * continues a scalar stands deeper, and an open quote or bracket makes its piece invalid, so that the text is read as a whole.
 */
export function cut(text: string): Section[] | null {
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
