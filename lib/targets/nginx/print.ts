import type { JsonPointer } from '../../domain-model/json-pointer'
import type { Node } from './ast'
import { quoteWord } from './quote'

/** The only place that knows quotes, braces, semicolons and indentation. */
export function print(tree: readonly Node[]): { text: string; provenance: JsonPointer[][] } {
  // Parts, not lines: a large plan has hundreds of thousands of lines, and putting each together first doubles the work.
  const parts: string[] = []
  const provenance: JsonPointer[][] = []
  const endLine = (end: string, from: readonly JsonPointer[]) => {
    parts.push(end)
    provenance.push(from as JsonPointer[])
  }

  const printNodes = (nodes: readonly Node[], depth: number) => {
    const indent = '    '.repeat(depth)
    let previous: Node | undefined
    for (const node of nodes) {
      if (opensParagraph(node, previous, depth)) endLine('\n', nowhere)
      previous = node
      if (node.kind === 'comment') endLine(`${`${indent}# ${node.text}`.trimEnd()}\n`, node.from)
      else if (node.kind === 'verbatim') endLine(`${`${indent}${node.line}`.trimEnd()}\n`, node.from)
      else {
        parts.push(indent, quoteWord(node.name))
        for (const word of node.words) parts.push(' ', quoteWord(word))
        if (node.block === null) endLine(';\n', node.from)
        else {
          endLine(' {\n', node.from)
          printNodes(node.block, depth + 1)
          parts.push(indent)
          endLine('}\n', node.from)
        }
      }
    }
  }
  printNodes(tree, 0)
  return { text: parts.join(''), provenance }
}

const nowhere: readonly JsonPointer[] = []

/** An empty line before a block of the outer two levels, or before the comment that introduces it. */
function opensParagraph(node: Node, previous: Node | undefined, depth: number): boolean {
  if (!previous || depth > 1 || previous.kind === 'comment') return false
  const isBlock = (other: Node) => other.kind === 'directive' && other.block !== null
  return node.kind === 'comment' || isBlock(node) || isBlock(previous)
}
