import { writeQuery } from '../address/query'

/** The tab of the plan's own text. */
export const planTab = 'plan.yaml'

/** What the address of a plan says of the output pane: `?tab=haproxy@2.6&file=maps/sni.map&line=12`. */
export interface OutputAddress {
  /** A target's id, or `plan.yaml`. */
  tab: string
  version: string | null
  file: string | null
  line: number | null
}

type Parameters = Record<string, string | string[] | undefined>

/** Null where the address says nothing of it, or names what is not there. */
export function readOutputAddress(
  parameters: Parameters,
  targets: readonly { id: string; versions: readonly string[] }[],
): OutputAddress | null {
  const one = (name: string) => [parameters[name]].flat()[0]
  const [tab = '', version] = (one('tab') ?? '').split('@')
  const target = targets.find(({ id }) => id === tab)
  if (!target && tab !== planTab) return null
  const line = Number(one('line'))
  return {
    tab,
    version: version !== undefined && target?.versions.includes(version) ? version : null,
    file: target ? (one('file') ?? null) : null,
    line: Number.isInteger(line) && line > 0 && line < 10_000_000 ? line : null,
  }
}

/** The same address with this view in it; what else it says stays. */
export function writeOutputAddress(search: string, view: OutputAddress): string {
  return writeQuery(search, outputQuery(view))
}

export function outputQuery({ tab, version, file, line }: OutputAddress) {
  return {
    tab: version === null ? tab : `${tab}@${version}`,
    file,
    line: line === null ? null : String(line),
  }
}
