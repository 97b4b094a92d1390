/** A Markdown table; cells keep to one line, and a bar inside one stays text. */
export function markdownTable(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell) => cell.replace(/\s*\n\s*/g, ' ').replace(/\|/g, '\\|')).join(' | ')} |`
  return [line(head), `| ${head.map(() => '---').join(' | ')} |`, ...rows.map(line)]
}

/** What stands at the head of every generated page. */
export function generatedNote(source: string): string {
  return `<!-- Made by \`npm run gen\` from ${source}; changes here are overwritten. -->`
}
