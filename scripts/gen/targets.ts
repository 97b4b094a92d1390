// The pages of the targets (docs/targets.md, docs/targets/<id>.md), from the capability tables themselves.
import { type FeatureId, featureIds, features } from '../../lib/domain-model/feature'
import { type Capability, capabilityAt, type VerdictKind } from '../../lib/targets/capabilities'
import { targets } from '../../lib/targets/registry'
import type { Target } from '../../lib/targets/target'
import { generatedNote, markdownTable } from '../docs/markdown-table'

export const owns = ['docs/targets']

const words: Record<VerdictKind, string> = {
  native: 'yes',
  'extra-hop': 'extra hop',
  'needs-switch': 'switch',
  cannot: 'no',
  broken: '**broken**',
}

export default async function generateTargets(): Promise<Map<string, string>> {
  return new Map([
    ['docs/targets.md', overview()],
    ...targets.map((target) => [`docs/targets/${target.id}.md`, page(target)] as const),
  ])
}

function overview(): string {
  return lines([
    generatedNote('lib/targets/*/capabilities.ts'),
    '# Targets',
    '',
    ...markdownTable(
      ['target', 'versions', 'what it is'],
      targets.map(({ id, title, versions, defaultVersion, summary }) => [
        `[${title}](targets/${id}.md)`,
        `${versions.join(', ')}; default ${defaultVersion}`,
        summary,
      ]),
    ),
    '',
    '## Features',
    '',
    'In the default version of each target. **yes**: says it directly · **extra hop**: by an inner hop that the output contains · **switch**: works once',
    'something outside the files is set · **no**: not carried, reported as a loss · **broken**: accepted, and then something else happens; not carried.',
    '',
    ...markdownTable(
      ['feature', ...targets.map((target) => target.title)],
      featureIds.map((id) => [
        `${features[id]} (\`${id}\`)`,
        ...targets.map((target) => words[capabilityAt(target.capabilities[id], target.defaultVersion).verdict]),
      ]),
    ),
  ])
}

function page(target: Target): string {
  return lines([
    generatedNote(`lib/targets/${target.id}/`),
    `# ${target.title}`,
    '',
    target.summary,
    '',
    `Versions: ${target.versions.map((version) => (version === target.defaultVersion ? `${version} (default)` : version)).join(', ')}.`,
    '',
    '## Features by version',
    '',
    ...markdownTable(
      ['feature', 'versions', 'verdict', 'reason', 'source'],
      featureIds.flatMap((id) => spans(target, id).map(([span, capability]) => row(id, span, capability))),
    ),
    '',
    '## Places for extra lines',
    '',
    ...markdownTable(
      ['place', 'meaning'],
      Object.entries(target.extraPlaces).map(([place, meaning]) => [`\`${place}\``, meaning]),
    ),
  ])
}

function row(id: FeatureId, span: string, { verdict, reason, source }: Capability): string[] {
  return [features[id], span, words[verdict], reason, source]
}

/** Versions in a row that are judged alike, as one line. */
function spans(target: Target, id: FeatureId): [string, Capability][] {
  const runs: { first: string; last: string; capability: Capability }[] = []
  for (const version of target.versions) {
    const capability = capabilityAt(target.capabilities[id], version)
    const run = runs.at(-1)
    if (run && run.capability.verdict === capability.verdict && run.capability.reason === capability.reason)
      run.last = version
    else runs.push({ first: version, last: version, capability })
  }
  return runs.map(({ first, last, capability }) => [
    runs.length === 1 ? 'all' : first === last ? first : `${first} – ${last}`,
    capability,
  ])
}

const lines = (parts: readonly string[]) => `${parts.join('\n')}\n`
