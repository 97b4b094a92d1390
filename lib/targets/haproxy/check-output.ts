import type { CheckedFile, CheckerMessage } from '../native-check'

const prefixed = /^\[(NOTICE|WARNING|ALERT|DIAG)\]\s+(?:\d+\/\d+ )?\(\d+\) : (?:config : )?(.*)$/
const summary =
  /^(?:Error\(s\) found|Fatal errors found|Warnings were found|Configuration file (?:is valid|has no error)|Some warnings were found)/
const location = /(?:parsing )?[[(]?([^\s[\]()]+):(\d+)[\])]/i
const unknownWord =
  /unknown (?:keyword|option|parameter|section|directive|fetch method|sample|converter)|unsupported|not supported|no such (?:ACL|converter|fetch)/i

/**
 * Reads what `haproxy -c` prints, of 2.4 to 3.4: one message per prefixed line, lines without a prefix go on with the one before. About a
 * third name no line: those are found by the section they quote.
 */
export function readOutput(output: string, artifacts: readonly CheckedFile[]): CheckerMessage[] {
  const messages: { severity: CheckerMessage['severity'] | null; text: string }[] = []
  for (const row of output.split('\n')) {
    const [, kind, text = ''] = prefixed.exec(row) ?? []
    if (kind !== undefined) {
      const severity = kind === 'ALERT' ? 'error' : kind === 'WARNING' ? 'warning' : null
      messages.push({ severity: summary.test(text) ? null : severity, text })
    } else if (summary.test(row.trim())) {
      // Exit code 2: a file without a fault that has nothing to do.
      if (/no listener/.test(row)) messages.push({ severity: 'error', text: row.trim() })
      else messages.push({ severity: null, text: '' })
    } else if (row.trim() !== '') {
      const last = messages.at(-1)
      if (last) last.text += ` ${row.replace(/^\s*\|?\s*/, '')}`
      else messages.push({ severity: 'error', text: row.trim() })
    }
  }
  return messages.flatMap(({ severity, text }) =>
    severity === null
      ? []
      : [
          {
            severity,
            ...placeOf(text, artifacts),
            message: text.replace(/^(?:parsing )?\[[^[\]]+:\d+\] ?:\s*/i, '').trim(),
            isUnknownWord: unknownWord.test(text),
          },
        ],
  )
}

function placeOf(text: string, artifacts: readonly CheckedFile[]): { file: string | null; line: number | null } {
  const [, path = '', line] = location.exec(text) ?? []
  const named = artifacts.find((file) => path === file.path || path.endsWith(`/${file.path}`))
  if (named && line !== undefined) return { file: named.path, line: Number(line) }
  const main = artifacts[0]
  return main ? { file: main.path, line: sectionLine(text, main.text) } : { file: null, line: null }
}

/** The line of the section, or of the server in it, that a message quotes: `Proxy 'f'`, `frontend 'f'`, `'server b/s1'`. */
function sectionLine(message: string, text: string): number | null {
  const lines = text.split('\n')
  const server = /'server ([^\s/']+)\/([^\s']+)'|[Ss]erver '?([^\s/']+)\/([^\s']+?)'?[ :,.]/.exec(message)
  const section =
    server?.[1] ??
    server?.[3] ??
    /(?:proxy|frontend|backend|listen)(?: section)?(?: called)? '([^']+)'/i.exec(message)?.[1] ??
    /'(?:frontend|backend|listen) ([^']+)'/.exec(message)?.[1]
  if (section === undefined) return null
  const start = lines.findIndex((line) => /^(?:frontend|backend|listen) /.test(line) && line.split(' ')[1] === section)
  if (start === -1) return null
  const name = server?.[2] ?? server?.[4]
  if (name === undefined) return start + 1
  for (let at = start + 1; at < lines.length && !/^\S/.test(lines[at] ?? ''); at++)
    if (lines[at]?.trimStart().startsWith(`server ${name} `)) return at + 1
  return start + 1
}
