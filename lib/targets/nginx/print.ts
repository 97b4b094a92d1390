import type { JsonPointer } from '../../domain-model/json-pointer'
import type { Node } from './ast'
import { quoteWord } from './quote'

/** The only place that knows quotes, braces, semicolons and indentation. */
export function print(tree: readonly Node[]): { text: string; provenance: JsonPointer[][] } {
  const lines: string[] = []
  const provenance: JsonPointer[][] = []
  const line = (text: string, from: readonly JsonPointer[]) => {
    lines.push(text)
    provenance.push([...from])
  }

  const printNodes = (nodes: readonly Node[], depth: number) => {
    const indent = '    '.repeat(depth)
    for (const [index, node] of nodes.entries()) {
      if (opensParagraph(node, nodes[index - 1], depth)) line('', [])
      if (node.kind === 'comment') line(`${indent}# ${node.text}`.trimEnd(), node.from)
      else if (node.kind === 'verbatim') line(`${indent}${node.line}`.trimEnd(), node.from)
      else {
        let head = indent + quoteWord(node.name)
        for (const word of node.words) head += ` ${quoteWord(word)}`
        if (node.block === null) line(`${head};`, node.from)
        else {
          line(`${head} {`, node.from)
          printNodes(node.block, depth + 1)
          line(`${indent}}`, node.from)
        }
      }
    }
  }
  printNodes(tree, 0)
  return { text: `${lines.join('\n')}\n`, provenance }
}

/** An empty line before a block of the outer two levels, or before the comment that introduces it. */
function opensParagraph(node: Node, previous: Node | undefined, depth: number): boolean {
  if (!previous || depth > 1 || previous.kind === 'comment') return false
  const isBlock = (other: Node) => other.kind === 'directive' && other.block !== null
  return node.kind === 'comment' || isBlock(node) || isBlock(previous)
}
