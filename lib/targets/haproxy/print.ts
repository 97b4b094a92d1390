import type { JsonPointer } from '../../domain-model/json-pointer'
import type { Artifact } from '../target'
import type { ConfigTree, Line, ListFile, Section } from './ast'
import { quoteWord } from './quote'

/** haproxy.cfg as text. The only place that knows indentation; quoting is `quote.ts`. */
export function printConfig(tree: ConfigTree, path: string): Artifact {
  const page = new Page()
  for (const line of tree.head) page.add(printLine(line), line.from)
  for (const section of tree.sections) {
    if (!page.isEmpty) page.add('', [])
    page.addAll(printSection(section))
  }
  return page.artifact(path, 'haproxy')
}

/** A map or certificate list as text. */
export function printList(file: ListFile): Artifact {
  const page = new Page()
  for (const { text, from } of file.lines) page.add(text, from)
  return page.artifact(file.path, 'text')
}

/** A section that came back as the same object is not printed again (`backends.ts`). */
function printSection(section: Section): Printed {
  const known = printed.get(section)
  if (known) return known
  const heading = section.name === null ? [section.keyword] : [section.keyword, section.name]
  const made = {
    lines: [printWords(heading), ...section.lines.map((line) => `    ${printLine(line)}`)],
    provenance: [section.from, ...section.lines.map(({ from }) => from)],
  }
  printed.set(section, made)
  return made
}

interface Printed {
  lines: readonly string[]
  provenance: readonly JsonPointer[][]
}

const printed = new WeakMap<Section, Printed>()

export function printWords(words: readonly string[]): string {
  return words.map(quoteWord).join(' ')
}

function printLine(line: Line): string {
  if (line.kind === 'directive') return printWords(line.words)
  // A line break would start a directive; no caller passes one, and none can.
  const text = line.text.replace(/[\0\r\n]/g, ' ')
  return line.kind === 'comment' ? `# ${text}` : text
}

/** Lines with the pointers they came from, side by side, so that they cannot run apart. */
class Page {
  readonly #lines: string[] = []
  readonly #provenance: JsonPointer[][] = []

  get isEmpty(): boolean {
    return this.#lines.length === 0
  }

  add(line: string, from: JsonPointer[]): void {
    this.#lines.push(line)
    this.#provenance.push(from)
  }

  addAll({ lines, provenance }: Printed): void {
    for (const line of lines) this.#lines.push(line)
    for (const from of provenance) this.#provenance.push(from)
  }

  artifact(path: string, language: Artifact['language']): Artifact {
    return { path, language, text: `${this.#lines.join('\n')}\n`, provenance: this.#provenance }
  }
}
