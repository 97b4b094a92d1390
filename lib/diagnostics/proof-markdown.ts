import { type EngineName, type ProbeReport, type Proof, type SeenReport, verdictOf } from './proof-report'

export const engineTitles: Record<EngineName, string> = { embedded: 'Worker', haproxy: 'HAProxy', nginx: 'NGINX' }

/** A proof for people: to be read, mailed and put beside a change. Everything else is in the JSON. */
export function proofMarkdown(planName: string, { engines, probes, disagreements }: Proof): string {
  const ran = engines.filter(({ reason }) => reason === null)
  const ids = ran.map(({ id }) => id)
  const wrong = probes.filter(({ agree }) => !agree)
  return [
    `# Proof of ${cell(planName)}`,
    '',
    ids.length === 0
      ? 'No engine could be asked.'
      : disagreements === 0
        ? `All agree with the plan in ${probes.length} probes.`
        : `${disagreements} of ${probes.length} probes found somebody who does otherwise than the plan.`,
    '',
    ...table(
      ['engine', 'version', 'agrees', 'known differences', 'disagrees'],
      engines.map(({ id, version, reason }) =>
        reason === null
          ? [
              engineTitles[id],
              version ?? '',
              ...(['agrees', 'known', 'disagrees'] as const).map((one) => count(probes, id, one)),
            ]
          : [engineTitles[id], version ?? 'not installed', reason, '', ''],
      ),
    ),
    ...(wrong.length > 0 ? ['', '## Disagreements', ...wrong.flatMap((probe) => details(probe, ids))] : []),
    ...knownDifferences(probes, ids),
    '',
    '## All probes',
    '',
    ...table(
      ['probe', 'route', 'the plan says', ...ids.map((id) => engineTitles[id])],
      probes.map(({ title, route, expected, seen }) => [
        title,
        route ?? '',
        expected,
        ...ids.map((id) => `${signs[verdictOf(seen[id])]} ${seen[id]?.text ?? ''}`.trim()),
      ]),
    ),
    '',
  ].join('\n')
}

const signs = { agrees: '✓', known: '✓*', disagrees: '✗', 'not-asked': '–' } as const

const count = (probes: readonly ProbeReport[], id: EngineName, verdict: keyof typeof signs) =>
  String(probes.filter(({ seen }) => verdictOf(seen[id]) === verdict).length)

function details({ id, title, route, expected, seen, command }: ProbeReport, ids: readonly EngineName[]): string[] {
  return [
    '',
    `### ${line(title)}`,
    '',
    `- probe \`${id}\`${route === null ? '' : `, route \`${route}\``}`,
    `- the plan says: ${line(expected)}`,
    ...ids.flatMap((engine) => {
      const one = seen[engine]
      if (!one) return []
      return [`- ${engineTitles[engine]} ${signs[verdictOf(one)]} ${line(one.text)}`, ...unknownDifferences(one)]
    }),
    '',
    '```sh',
    command,
    '```',
  ]
}

const unknownDifferences = ({ differences }: SeenReport) =>
  differences
    .filter(({ known }) => known === null)
    .map(({ aspect, expected, seen }) => `  - ${aspect}: expected ${line(expected)}, seen ${line(seen)}`)

function knownDifferences(probes: readonly ProbeReport[], ids: readonly EngineName[]): string[] {
  const notes = new Map<string, string>()
  for (const { seen } of probes)
    for (const id of ids)
      for (const { known } of seen[id]?.differences ?? [])
        if (known)
          notes.set(`${id} ${known.id}`, `- **${engineTitles[id]}**: ${line(known.says)} Source: ${line(known.source)}`)
  return notes.size === 0 ? [] : ['', '## Known differences (✓*)', '', ...notes.values()]
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  return [head, head.map(() => '---'), ...rows].map((row) => `| ${row.map(cell).join(' | ')} |`)
}

/** Text of a plan or of a peer never becomes markup. */
const line = (text: string) => text.replace(/\s+/g, ' ').replace(/[\\`*_<>[\]#|]/g, '\\$&')
const cell = (text: string) => (text === '---' ? text : line(text))
