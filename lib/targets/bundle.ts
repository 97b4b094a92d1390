import { strToU8, type Zippable, zipSync } from 'fflate'
import type { Finding } from '../diagnostics/finding'
import { compilePlan } from '../domain-model/compile-plan'
import type { Plan } from '../domain-model/plan'
import type { BundlePart, ChosenTarget } from './bundle-part'
import { reportText } from './bundle-report'
import { emitTarget } from './emit'
import { expectation, probeLines } from './probe-lines'

export interface BundleRequest {
  /** The document as the author wrote it: it goes in unchanged. */
  planText: string
  plan: Plan
  /** What the rules say of it; with lines where they are known. */
  findings: readonly (Finding & { line?: number | null })[]
  targets: readonly ChosenTarget[]
}

export type BundleTree = Map<string, string>

/** More hosts than a person would try by hand. */
const probedHostsMax = 200

/**
 * Everything that leaves the studio with a plan, as path → text in the order of the archive. The same request gives the same tree, byte by byte:
 * no dates, no machine, no order of chance.
 */
export async function bundleTree({ planText, plan, findings, targets }: BundleRequest): Promise<BundleTree> {
  const parts = bundleParts(plan, targets)
  const tree: BundleTree = new Map([
    ['plan.yaml', planText],
    ['REPORT.md', reportText(plan, findings, parts)],
  ])
  for (const part of parts) {
    for (const artifact of part.emission.artifacts) tree.set(`${part.folder}/${artifact.path}`, artifact.text)
    tree.set(`${part.folder}/COMMANDS.md`, commandsText(plan, part))
  }
  const sums: string[] = []
  for (const path of [...tree.keys()].sort()) sums.push(`${await sha256(tree.get(path) ?? '')}  ${path}\n`)
  return tree.set('SHA256SUMS', sums.join(''))
}

/** A target that is chosen in several versions has a folder for each. */
function bundleParts(plan: Plan, targets: readonly ChosenTarget[]): BundlePart[] {
  const chosen = new Map(targets.map((choice) => [`${choice.target.id}@${choice.version}`, choice]))
  return [...chosen.values()].map(({ target, version }) => {
    const alone = [...chosen.values()].filter((other) => other.target.id === target.id).length === 1
    return {
      target,
      version,
      folder: alone ? target.id : `${target.id}-${version}`,
      emission: emitTarget(plan, target, { version }),
    }
  })
}

/** One archive of the tree: same bytes whenever and wherever it is made. */
export function zipBundle(tree: ReadonlyMap<string, string | Uint8Array>): Uint8Array {
  const files: Zippable = {}
  for (const [path, content] of tree) files[path] = typeof content === 'string' ? strToU8(content) : content
  // Archives hold local time without a zone, and so does this text; 1980 is their first year.
  return zipSync(files, { level: 6, mtime: '1980-01-01T00:00:00' })
}

async function sha256(text: string): Promise<string> {
  const digest = await globalThis.crypto.subtle.digest('SHA-256', new TextEncoder().encode(text))
  return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, '0')).join('')
}

function commandsText(plan: Plan, { target, version }: BundlePart): string {
  const commands = target.commands(plan, { version })
  const block = (lines: readonly string[]) => [
    '```sh',
    ...lines.map((line) => line.replaceAll('{dir}', '.')),
    '```',
    '',
  ]
  const { lines, hostsLeft } = probeLines(compilePlan(plan), probedHostsMax)
  const probes = lines.flatMap((probe) => [`# ${probe.host ?? 'no server name'}: ${expectation(probe)}`, probe.line])
  return [
    `# ${target.title} ${version}: commands`,
    '',
    'Run them in this folder, in this order.',
    '',
    '## Check',
    '',
    ...block(commands.check),
    '## Apply',
    '',
    ...block(commands.apply),
    '## Reload',
    '',
    ...block(commands.reload),
    '## Verify',
    '',
    ...block(commands.verify),
    'Then from where the clients are. `EDGE` is the address of the edge; above each line stands what the plan says to expect.',
    '',
    ...block(['test -n "$EDGE" || EDGE=127.0.0.1', ...probes]),
    ...(hostsLeft > 0 ? [`${hostsLeft} more hosts are not listed; \`signalbox explain\` answers for each.`, ''] : []),
    '## Roll back',
    '',
    ...block(commands.rollback),
  ]
    .join('\n')
    .trimEnd()
    .concat('\n')
}
