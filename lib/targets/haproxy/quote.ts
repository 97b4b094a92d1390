/**
 * How text becomes one word of haproxy.cfg (configuration manual 2.2 "Quoting and escaping"). Between double quotes only `\`, `"` and
 * `$` have a meaning; single quotes cannot hold a single quote, so they are not used.
 */

/** Words that mean the same with and without quotes. `$` expands only between double quotes. */
const bare = /^[A-Za-z0-9_.,:;@%+*/=!?<>()[\]{}^~|&$`-]+$/

const named: Record<string, string> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' }

/** One word, quoted where it must be. A NUL ends a C string, so it has no form here and is dropped; `emit` has reported it by then. */
export function quoteWord(word: string): string {
  if (bare.test(word)) return word
  const escaped = word
    .replace(/\0/g, '')
    .replace(/[\\"$]/g, '\\$&')
    .replace(
      /[\x01-\x1f\x7f]/g,
      (control) => named[control] ?? `\\x${control.charCodeAt(0).toString(16).padStart(2, '0')}`,
    )
  return `"${escaped}"`
}

/** Text inside a log-format argument (`set-header`, `set-path`, `replace-*`, `hdr`), where `%` starts a variable. */
export function formatText(text: string): string {
  return text.replace(/%/g, '%%')
}

/** Text inside a regular expression, to be matched as it is. */
export function regexText(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')
}
