import { engineIds, type ProbeReport, type Proof } from '../diagnostics/proof-report'
import type { EngineId } from '../preview/proof/engine-process'
import { emitForInstalled } from '../targets/emit-for-installed'
import { withRunnableLines } from '../targets/runnable-lines'
import { oneOf } from './choose-targets'
import { CliError, type Command, type CommandInput, jsonOption, planPositional, textOption } from './command'
import { printJson } from './json-shapes'
import { judgedPlan, noteErrors } from './judged-plan'
import { columns, type Paint, painter, plain, wrap } from './paint'
import { Interrupted, untilInterrupted } from './until-interrupted'
import { packageVersion } from './version'

export const verify: Command = {
  name: 'verify',
  summary: 'Prove a plan by real handshakes, in the embedded edge, HAProxy and NGINX.',
  usage: ['PLAN [--engine embedded|haproxy|nginx|all] [--full] [--json]'],
  details: [
    'Runs the plan on loopback with stand-ins for its upstreams and throw-away certificates, tries every host, path and odd hello that',
    'follows from it, and says who does otherwise than the plan. Known differences of an engine are marked with their source.',
    'Own lines of the plan (extras) that could read files, load code or write anything are not run, and named.',
  ],
  positional: planPositional,
  options: {
    engine: {
      type: 'string',
      value: 'NAME|all',
      describe: 'Who runs the plan: embedded (left out), haproxy, nginx, or all that are installed.',
    },
    full: { type: 'boolean', describe: 'Show every probe, not only those on which somebody disagrees.' },
    json: jsonOption,
  },
  exits: {
    0: 'all agree with the plan',
    1: 'somebody disagrees',
    2: 'the plan could not be read, or an engine not be run',
    130: 'interrupted',
  },
  shape: 'verify',
  async run(input) {
    const asked = enginesOf(input)
    const judged = await judgedPlan(input)
    if (!judged) return 2
    const { terminal } = input
    if (judged.plan.listeners.length === 0 || judged.plan.routes.length === 0)
      throw new CliError('The plan has no listener or no route, so there is nothing to prove.', '')
    const { plan, leftOut } = withRunnableLines(judged.plan)
    if (leftOut.length > 0)
      terminal.note(
        `Not given to any engine, since such lines could read files, load code or write: ${leftOut.join(', ')}.`,
      )
    // Loaded here, so that every other command starts without it.
    const { prove } = await import('../preview/proof/prove')
    let proof: Proof
    try {
      proof = await untilInterrupted((signal) =>
        prove(plan, {
          engines: asked,
          emit: emitForInstalled,
          version: packageVersion(),
          signal,
          onProgress: ({ engine, done, of }) => {
            if (done === 1 && !input.options.json) terminal.note(`${engine}: ${of} probes …`)
          },
        }),
      )
    } catch (error) {
      if (error instanceof Interrupted) {
        terminal.note('Interrupted; everything that was started is stopped.')
        return 130
      }
      throw new CliError(`The plan cannot be run here: ${(error as Error).message}`, '')
    }
    if (input.options.json) terminal.out(printJson('verify', proof))
    else terminal.out(proofText(proof, Boolean(input.options.full), painter(terminal.colorOut)))
    noteErrors(judged, input)
    return exitOf(proof, asked.length > 1)
  },
}

function enginesOf(input: CommandInput): readonly EngineId[] {
  const name = textOption(input, 'engine') ?? 'embedded'
  if (name === 'all') return engineIds
  const found = engineIds.find((id) => id === name)
  if (!found) throw new CliError(`There is no engine "${name}". Use ${oneOf([...engineIds, 'all'])}.`)
  return [found]
}

/** With `all` an engine that is not installed is no failure; one that is installed and does not start always is. */
function exitOf({ engines, disagreements }: Proof, isAll: boolean): number {
  if (engines.some(({ reason, available }) => reason !== null && (available || !isAll))) return 2
  return disagreements > 0 ? 1 : 0
}

function proofText({ engines, probes, disagreements }: Proof, isFull: boolean, paint: Paint): string {
  const ran = engines.filter(({ reason }) => reason === null)
  const names = new Map(ran.map(({ id, version }) => [id, id === 'embedded' ? 'embedded' : `${id} ${version}`]))
  const ids = [...names.keys()]
  const shown = isFull ? probes : probes.filter(({ agree }) => !agree).slice(0, 30)
  const more = isFull ? 0 : disagreements - shown.length
  const lines = [
    ...engines.flatMap(({ id, reason }) =>
      reason === null
        ? []
        : [paint('yellow', `${id} was not asked`), wrap(plain(reason.split('\n').slice(0, 6).join(' ')), 110, '  ')],
    ),
    ...(ids.length > 0 ? summaryTable(probes, ids, names, paint) : []),
    ...knownLines(probes, names, paint),
    ...(shown.length > 0 ? ['', paint('bold', isFull ? 'All probes' : 'Disagreements')] : []),
    ...shown.flatMap((probe) => probeLines(probe, ids, names, paint)),
    ...(more > 0 ? [`${more} disagreements more; --full shows all.`] : []),
    '',
    ids.length === 0
      ? paint('red', 'Nobody could be asked.')
      : disagreements === 0
        ? paint('green', `All agree with the plan in ${probes.length} probes.`)
        : paint('red', `${disagreements} of ${probes.length} probes found somebody who does otherwise than the plan.`),
    '',
  ]
  return lines.join('\n').replace(/^\n/, '')
}

/** One row per route and kind of probe: what the plan has, and how each engine does. */
function summaryTable(
  probes: readonly ProbeReport[],
  ids: readonly EngineId[],
  names: ReadonlyMap<EngineId, string>,
  paint: Paint,
): string[] {
  const groups = new Map<string, ProbeReport[]>()
  for (const probe of probes) {
    const key = `${probe.route ?? ''}\n${probe.kind}`
    groups.set(key, [...(groups.get(key) ?? []), probe])
  }
  const routes = [...new Set(probes.map(({ route }) => route ?? ''))].sort(
    (a, b) => Number(a === '') - Number(b === ''),
  )
  const placeOf = ([key]: readonly [string, unknown]) => routes.indexOf(key.split('\n')[0] ?? '')
  const rows = [...groups].sort((a, b) => placeOf(a) - placeOf(b))
  const cells = rows.map(([key, group]) => {
    const [route = '', kind = ''] = key.split('\n')
    return [route || '(no route)', `${group.length} ${kind}`, ...ids.map((id) => verdictOf(group, id))]
  })
  const [head = [], ...body] = columns([
    ['route', 'probes', ...ids.map((id) => names.get(id) ?? id)],
    ...cells.map((row) => row.map(plain)),
  ])
  return [
    '',
    paint('bold', head.join('  ')),
    ...body.map((row) => row.map((cell) => (/disagree/.test(cell) ? paint('red', cell) : cell)).join('  ')),
  ]
}

function verdictOf(group: readonly ProbeReport[], id: EngineId): string {
  const seen = group.flatMap((probe) => probe.seen[id] ?? [])
  const wrong = seen.filter(({ agrees }) => !agrees).length
  const known = seen.filter(({ agrees, differences }) => agrees && differences.length > 0).length
  if (seen.length === 0) return '–'
  if (wrong > 0) return `${wrong} disagree`
  return known > 0 ? `agrees, ${known} known*` : 'agrees'
}

function knownLines(probes: readonly ProbeReport[], names: ReadonlyMap<EngineId, string>, paint: Paint): string[] {
  const notes = new Map<string, { engine: EngineId; says: string; source: string; count: number }>()
  for (const { seen } of probes)
    for (const [engine, { differences }] of Object.entries(seen) as [
      EngineId,
      ProbeReport['seen'][EngineId] & object,
    ][])
      for (const known of new Set(differences.map(({ known: one }) => one?.id))) {
        const found = differences.find((difference) => difference.known?.id === known)?.known
        if (!found) continue
        const key = `${engine} ${found.id}`
        const note = notes.get(key) ?? { engine, says: found.says, source: found.source, count: 0 }
        note.count++
        notes.set(key, note)
      }
  if (notes.size === 0) return []
  return [
    '',
    paint('bold', '* Known differences'),
    ...[...notes.values()].flatMap(({ engine, says, source, count }) => [
      `${paint('yellow', names.get(engine) ?? engine)}  ${count} probe${count === 1 ? '' : 's'}`,
      wrap(says, 110, '  '),
      wrap(`source: ${source}`, 110, '  '),
    ]),
  ]
}

function probeLines(
  { title, expected, seen, command, agree, id: probeId }: ProbeReport,
  ids: readonly EngineId[],
  names: ReadonlyMap<EngineId, string>,
  paint: Paint,
): string[] {
  const rows = columns([
    ['the plan says', expected],
    ...ids.flatMap((id): string[][] => {
      const one = seen[id]
      if (!one) return [[names.get(id) ?? id, 'not asked']]
      const mark = one.agrees ? (one.differences.length > 0 ? '* ' : '') : '✗ '
      const details = one.differences
        .filter(({ aspect, known }) => known === null && aspect !== 'outcome')
        .map(({ aspect, expected: wanted, seen: found }) => ['', `${aspect}: expected ${wanted}, seen ${found}`])
      return [[names.get(id) ?? id, `${mark}${one.text}`], ...details]
    }),
    ['try', command],
  ])
  return [
    '',
    `${paint(agree ? 'green' : 'red', plain(title))}  ${paint('dim', probeId)}`,
    ...rows.map(([name = '', value = '']) => `  ${paint('dim', name)}  ${plain(value)}`),
  ]
}
