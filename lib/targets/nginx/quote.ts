/**
 * Text of the plan as a word in which nothing is a variable. NGINX expands `$` in single and double quotes alike and knows no
 * escape for it, so the sign is written as the variable `$dollar`, which a `geo` block of every http and stream block defines:
 * `geo` is the one place that takes a `$` as it is.
 */
export function literal(text: string): string {
  // biome-ignore lint/suspicious/noTemplateCurlyInString: this is how NGINX writes a variable
  return text.replace(/\$/g, '${dollar}')
}

/**
 * A word as it stands in the file. NGINX reads `\"`, `\'`, `\\`, `\n`, `\r` and `\t` as escapes, in quotes and outside, and leaves any
 * other backslash alone; so every backslash is doubled, and a line break in a value stays on one line of the file.
 */
export function quoteWord(word: string): string {
  if (bare.test(word)) return word
  if (word.includes('"') && !/['\\\n\r\t]/.test(word)) return `'${word}'`
  return `"${word.replace(/[\\"\n\r\t]/g, (sign) => escapes[sign] ?? sign)}"`
}

const bare = /^[A-Za-z0-9_./:=~^@*+%$&?!|<>,()[\]-]+$/
const escapes: Record<string, string> = { '\\': '\\\\', '"': '\\"', '\n': '\\n', '\r': '\\r', '\t': '\\t' }

/** The first word of a map, geo or split_clients entry. These four mean something there unless a backslash stands before them. */
export function mapKey(text: string): string {
  return /^(?:default|hostnames|include|volatile)$/.test(text) ? `\\${text}` : text
}

/** Text inside a regular expression, matched as it stands. */
export function escapeRegex(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|#\s-]/g, (sign) =>
    sign === '\n' ? '\\n' : sign === '\r' ? '\\r' : `\\${sign}`,
  )
}

/**
 * NGINX refuses a word of more than 4095 bytes as it stands in the file ("too long parameter"). Cuts text into pieces that stay
 * below that whatever has to be escaped, never inside a character.
 */
export function pieces(text: string): string[] {
  const found: string[] = []
  let piece = ''
  for (const character of text) {
    if (piece.length >= piecesCharactersMax) {
      found.push(piece)
      piece = ''
    }
    piece += character
  }
  return [...found, piece]
}

const piecesCharactersMax = 900
/** Up to this length a value fits one word even if every character takes nine, as `${dollar}` does. */
export const plainCharactersMax = 400
