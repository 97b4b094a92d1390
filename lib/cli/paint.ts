const codes = { red: 31, yellow: 33, cyan: 36, dim: 2, bold: 1, green: 32 } as const

export type Paint = (color: keyof typeof codes, text: string) => string

/** Colours where the reader is a terminal, plain text elsewhere. */
export function painter(enabled: boolean): Paint {
  return (color, text) => (enabled ? `\u001b[${codes[color]}m${text}\u001b[0m` : text)
}

/** Text of others as it may reach a terminal: no control characters, which could move the cursor, and no direction marks. */
export function plain(text: string): string {
  return text.replace(/[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, '?')
}

/** Columns as wide as their widest cell; the last one runs free. Cells may be painted afterwards, so widths are of plain text. */
export function columns(rows: readonly (readonly string[])[]): string[][] {
  const widths: number[] = []
  for (const row of rows)
    for (const [index, cell] of row.entries())
      if (index < row.length - 1) widths[index] = Math.max(widths[index] ?? 0, cell.length)
  return rows.map((row) => row.map((cell, index) => (index < row.length - 1 ? cell.padEnd(widths[index] ?? 0) : cell)))
}

/** Breaks a sentence into lines of at most `width` characters, each after `indent`. A long word stays whole. */
export function wrap(text: string, width: number, indent: string): string {
  const lines: string[] = []
  let line = ''
  for (const word of text.split(/\s+/)) {
    if (line !== '' && line.length + 1 + word.length > width - indent.length) {
      lines.push(line)
      line = word
    } else line = line === '' ? word : `${line} ${word}`
  }
  return [...lines, line].map((part) => `${indent}${part}`).join('\n')
}
