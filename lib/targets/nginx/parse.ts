import { block, comment, directive, type Node } from './ast'

export interface ParseProblem {
  line: number
  message: string
}

/**
 * Reads nginx.conf text by the rules of NGINX's own reader (`ngx_conf_read_token`): quotes only at the start of a word, `${name}` does
 * not open a block, `#` only where a word could start. Never throws; what it cannot read comes back as problems.
 */
export function parse(text: string): { tree: Node[]; problems: ParseProblem[] } {
  const problems: ParseProblem[] = []
  const top: Node[] = []
  const open: { name: string; words: string[]; children: Node[]; line: number }[] = []
  let words: string[] = []
  const children = () => open.at(-1)?.children ?? top

  for (const token of tokens(text, problems)) {
    if (token.kind === 'word') words.push(token.text)
    else if (token.kind === 'comment') children().push(comment(token.text))
    else if (token.kind === ';') {
      const [name, ...rest] = words
      if (name === undefined) problems.push({ line: token.line, message: 'a ";" with nothing before it' })
      else children().push(directive(name, rest))
      words = []
    } else if (token.kind === '{') {
      const [name, ...rest] = words
      if (name === undefined) problems.push({ line: token.line, message: 'a "{" with nothing before it' })
      open.push({ name: name ?? '', words: rest, children: [], line: token.line })
      words = []
    } else {
      if (words.length > 0) problems.push({ line: token.line, message: 'a "}" where a ";" is missing' })
      words = []
      const closed = open.pop()
      if (!closed) problems.push({ line: token.line, message: 'a "}" that closes nothing' })
      else children().push(block(closed.name, closed.words, closed.children))
    }
  }
  if (words.length > 0) problems.push({ line: text.split('\n').length, message: 'the last directive has no ";"' })
  for (const left of open) problems.push({ line: left.line, message: `the block ${left.name} is never closed` })
  return { tree: top, problems }
}

type Token = { line: number } & ({ kind: 'word' | 'comment'; text: string } | { kind: ';' | '{' | '}' })

const converted: Record<string, string> = { t: '\t', r: '\r', n: '\n', '"': '"', "'": "'", '\\': '\\' }

function* tokens(text: string, problems: ParseProblem[]): Generator<Token> {
  let line = 1
  let at = 0
  while (at < text.length) {
    const sign = text[at] as string
    if (sign === '\n') line++
    if (/[ \t\r\n]/.test(sign)) at++
    else if (sign === ';' || sign === '{' || sign === '}') {
      yield { kind: sign, line }
      at++
    } else if (sign === '#') {
      const end = text.indexOf('\n', at)
      const stop = end === -1 ? text.length : end
      yield { kind: 'comment', text: text.slice(at + 1, stop).trim(), line }
      at = stop
    } else {
      const quote = sign === '"' || sign === "'" ? sign : null
      const startLine = line
      let word = ''
      let variable = false
      let closed = quote === null
      for (at += quote ? 1 : 0; at < text.length; at++) {
        const inner = text[at] as string
        const afterDollar = variable
        variable = false
        if (inner === '\n') line++
        if (inner === '\\') {
          const next = text[at + 1] ?? ''
          word += converted[next] ?? `\\${next}`
          at++
          continue
        }
        if (quote ? inner === quote : /[ \t\r\n;]/.test(inner) || (inner === '{' && !afterDollar)) {
          if (inner === '\n' && !quote) line--
          closed = true
          break
        }
        variable = inner === '$'
        word += inner
      }
      if (quote) at++
      if (!closed) problems.push({ line: startLine, message: `a ${quote} that is never closed` })
      yield { kind: 'word', text: word, line: startLine }
    }
  }
}

/** The tree as parsing gives it back: extras read, origins dropped. What print and parse are held to. */
export function withoutOrigins(tree: readonly Node[]): Node[] {
  const nodes: Node[] = []
  let lines: string[] = []
  const readLines = () => {
    nodes.push(...parse(lines.join('\n')).tree)
    lines = []
  }
  for (const node of tree) {
    if (node.kind === 'verbatim') {
      lines.push(node.line)
      continue
    }
    readLines()
    if (node.kind === 'comment') nodes.push(comment(node.text.trim()))
    else nodes.push({ ...directive(node.name, node.words), block: node.block && withoutOrigins(node.block) })
  }
  readLines()
  return nodes
}
