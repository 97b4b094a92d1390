/** Names for a sentence: `a`, `a and b`, `a, b, c and 7 more`. */
export function nameList(names: readonly string[], total = names.length): string {
  const shown = names.slice(0, total > 4 ? 3 : 4)
  const rest = total - shown.length
  const parts = rest > 0 ? [...shown, `${rest} more`] : shown
  return parts.length < 2 ? parts.join('') : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}`
}
