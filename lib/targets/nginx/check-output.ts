import type { CheckedFile, CheckerMessage } from '../native-check'

const pattern =
  /^(?:nginx: |\d{4}\/\d\d\/\d\d \d\d:\d\d:\d\d )\[(emerg|alert|crit|error|warn|notice)\] (?:\d+#\d+: )?(.*?)(?: in (\S+):(\d+))?$/

/** What NGINX says of the machine it runs on, not of the files. */
const ofTheMachine = /"user" directive makes sense only|exceed open file resource limit|could not open error log file/
const unknownWord =
  /unknown directive|invalid (?:parameter|value)|unknown "?\w+"? variable|the "[^"]+" parameter requires|host not found in resolver/

/** Reads what `nginx -t` prints. It stops at the first error; messages about certificates, addresses and double names carry no line. */
export function readOutput(output: string, artifacts: readonly CheckedFile[]): CheckerMessage[] {
  return output.split('\n').flatMap((row): CheckerMessage[] => {
    const [, level, message = '', path = '', line] = pattern.exec(row.trimEnd()) ?? []
    if (level === undefined || level === 'notice' || ofTheMachine.test(message)) return []
    const named = artifacts.find((file) => path === file.path || path.endsWith(`/${file.path}`))
    return [
      {
        severity: level === 'warn' ? 'warning' : 'error',
        ...(named ? { file: named.path, line: Number(line) } : lineOfQuote(message, artifacts)),
        message: message.trim(),
        isUnknownWord: unknownWord.test(message),
      },
    ]
  })
}

/** The first line that holds what the message quotes: a file, a server name, an address. */
function lineOfQuote(message: string, artifacts: readonly CheckedFile[]): { file: string | null; line: number | null } {
  const quoted = /"([^"]+)"/.exec(message)?.[1] ?? /^bind\(\) to (\S+)/.exec(message)?.[1]
  for (const { path, text } of quoted ? artifacts : []) {
    const lines = text.split('\n')
    const holds = (line: string) => line.split(/[\s;"]+/).includes(quoted ?? '')
    // A second mention is the one that is in conflict with the first.
    const found = message.startsWith('conflicting') ? lines.findLastIndex(holds) : lines.findIndex(holds)
    if (found !== -1) return { file: path, line: found + 1 }
  }
  return { file: artifacts[0]?.path ?? null, line: null }
}
