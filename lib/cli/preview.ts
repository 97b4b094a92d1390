import { statSync } from 'node:fs'
import type { Plan } from '../domain-model/plan'
import { terminatesTls } from '../domain-model/route'
import type { ConnectionEntry } from '../preview/connection-log'
import type { LocalPreview } from '../preview/proof/local-preview'
import { sampleHost, shellWord } from '../targets/probe-lines'
import { CliError, type Command, type CommandInput, planPositional, textOption } from './command'
import { judgedPlan, noteErrors } from './judged-plan'
import { columns, type Paint, painter, plain } from './paint'
import { untilInterrupted } from './until-interrupted'

/** Enough for an answer that is on its way, and no more than a person waits for who pressed Ctrl-C. */
const graceMs = 3000

export const preview: Command = {
  name: 'preview',
  summary: 'Run a plan on this machine, with stand-ins for its upstreams, and show every connection.',
  usage: ['PLAN [--port-base N]'],
  details: [
    'Listens on loopback only and dials nothing but its own stand-ins. Prints where it listens, lines to try, and then one line for each',
    'connection and why it went where it went, until Ctrl-C. A changed file is applied without dropping a connection; a broken one keeps',
    `the last good plan and says why. Ctrl-C waits up to ${graceMs / 1000} seconds for open connections; a second one does not.`,
  ],
  positional: planPositional,
  options: {
    'port-base': {
      type: 'string',
      value: 'N',
      describe: 'A listener listens at N plus its port in the plan, 8443 with N = 8000; left out, at any free port.',
    },
  },
  exits: { 0: 'ended by Ctrl-C', 2: 'the plan could not be read or run' },
  shape: null,
  async run(input) {
    const portBase = portBaseOf(input)
    // Before it is read: what is saved from now on is a change.
    const asRead = markOf(input.positionals)
    const judged = await judgedPlan(input)
    if (!judged) return 2
    const { terminal } = input
    const { plan } = judged
    checkPorts(plan, portBase)
    noteErrors(judged, input)
    // Loaded here, so that every other command starts without it.
    const { startLocalPreview } = await import('../preview/proof/local-preview')
    const { entryOf } = await import('../preview/connection-log')
    return untilInterrupted(async (signal) => {
      let running: LocalPreview
      try {
        const onFault = (error: Error) => terminal.note(plain(error.message))
        running = await startLocalPreview(plan, { portBase, onFault })
      } catch (error) {
        throw new CliError(`The plan cannot be run here: ${(error as Error).message}`, '')
      }
      const paint = painter(terminal.colorOut)
      const stopFollowing = followFile(asRead, input, running, portBase)
      try {
        terminal.out(openingText(plan, running, paint))
        running.edge.log.subscribe((record, phase) => {
          if (phase === 'closed') terminal.out(`${connectionLine(entryOf(record), paint)}\n`)
          else announceLong(() => record.ending === null && terminal.out(`${connectionLine(entryOf(record), paint)}\n`))
        })
        await new Promise<void>((resolve) => {
          if (signal.aborted) resolve()
          signal.addEventListener('abort', () => resolve(), { once: true })
        })
      } finally {
        stopFollowing()
        const { connections } = running.edge
        if (connections > 0)
          terminal.note(
            `Waiting up to ${graceMs / 1000} s for ${connections === 1 ? 'an open connection' : `${connections} open connections`}; Ctrl-C again ends at once.`,
          )
        await running.stop(graceMs)
      }
      terminal.note('Stopped.')
      return 0
    })
  },
}

/** A connection that lasts is shown before it ends, so that nobody waits for its line. */
const announceLong = (tell: () => void) => void setTimeout(tell, 2000).unref()

function portBaseOf(input: CommandInput): number | null {
  const text = textOption(input, 'port-base')
  if (text === null) return null
  if (!/^\d{1,5}$/.test(text) || Number(text) > 65_000)
    throw new CliError(`--port-base ${text} is no number up to 65000.`)
  return Number(text)
}

function checkPorts(plan: Plan, portBase: number | null): void {
  if (plan.listeners.length === 0) throw new CliError('The plan has no listener, so there is nothing to run.', '')
  for (const { name, port } of plan.listeners)
    if (portBase !== null && portBase + port > 65_535)
      throw new CliError(
        `With --port-base ${portBase} listener ${name} would need port ${portBase + port}; there is none.`,
      )
}

/** When the file was last written, and which one it is. What cannot be looked at has a mark too, and reading it says why. */
function markOf([path]: readonly string[]): string {
  try {
    const stats = statSync(path ?? '')
    return `${stats.mtimeMs} ${stats.size} ${stats.ino}`
  } catch (error) {
    return String((error as NodeJS.ErrnoException).code)
  }
}

const followMs = 250

/** Applies the file whenever it is another one than that of the mark; answers how to stop that. */
function followFile(mark: string, input: CommandInput, running: LocalPreview, portBase: number | null): () => void {
  const { positionals, terminal } = input
  const name = plain(positionals[0] ?? '')
  if (positionals[0] === '-') return () => undefined
  let last = mark
  let applying = Promise.resolve()
  const apply = async () => {
    const judged = await judgedPlan(input)
    if (!judged) throw new Error('it is no plan, see above')
    checkPorts(judged.plan, portBase)
    await running.apply(judged.plan)
    terminal.note(`Applied ${name}: ${judged.plan.routes.length} routes at ${placesOf(judged.plan, running)}`)
    for (const problem of running.edge.problems()) terminal.note(plain(problem))
  }
  const changed = () => {
    applying = applying
      .then(apply)
      .catch((error: Error) =>
        terminal.note(`${name} was not applied, the last good plan goes on: ${plain(error.message)}`),
      )
  }
  // Polled: editors replace the file, and not every file system tells of changes.
  const timer = setInterval(() => {
    const now = markOf(positionals)
    if (now !== last) changed()
    last = now
  }, followMs)
  return () => clearInterval(timer)
}

const placesOf = (plan: Plan, { edge }: LocalPreview) =>
  plan.listeners
    .map(({ name, port }) => {
      const bound = edge.listeners()[name]
      return `${bound?.host}:${bound?.port} (${name}, port ${port} of the plan)`
    })
    .join(', ')

function openingText(plan: Plan, running: LocalPreview, paint: Paint): string {
  const bound = running.edge.listeners()
  const table = (rows: readonly (readonly string[])[]) => columns(rows).map((row) => `  ${plain(row.join('  '))}`)
  return [
    paint('bold', 'Listeners'),
    ...table(
      plan.listeners.map(({ name, protocol, port }) => [
        name,
        `${protocol}, port ${port} of the plan`,
        `${bound[name]?.host}:${bound[name]?.port}`,
      ]),
    ),
    '',
    paint('bold', 'Stand-ins'),
    ...table(running.standIns().map(({ upstream, server, at }) => [upstream, server, at])),
    '',
    paint('bold', 'Try'),
    ...plan.routes.flatMap((route) => commandsFor(plan, route, running).map((line) => `  ${line}`)),
    '',
    ...running.edge.problems().map(plain),
    paint('dim', 'Connections, as they end. Ctrl-C stops.'),
    '',
  ].join('\n')
}

function commandsFor(plan: Plan, route: Plan['routes'][number], running: LocalPreview): string[] {
  const listener = plan.listeners.find(({ name }) => name === route.listener)
  const bound = running.edge.listeners()[route.listener]
  if (!listener || !bound) return []
  const host = sampleHost(route.hosts[0] ?? '*')
  const path = terminatesTls(route) ? (route.paths.find((rule) => rule.match !== 'regex')?.path ?? '/') : '/'
  const client =
    terminatesTls(route) && route.clientAuth ? `--cert ${shellWord(running.clientFile(route.clientAuth.trust))} ` : ''
  const proxied = listener.acceptProxyProtocol ? '--haproxy-protocol ' : ''
  // Over passthrough the certificate is a stand-in's, which nobody issued for this name.
  const trust = terminatesTls(route) ? `--cacert ${shellWord(running.authoritiesFile)}` : '-k'
  const url = shellWord(`https://${host}:${bound.port}${path}`)
  return [`curl -s ${trust} ${proxied}${client}--resolve ${shellWord(`${host}:${bound.port}:${bound.host}`)} ${url}`]
}

function connectionLine(entry: ConnectionEntry, paint: Paint): string {
  const { startedAt, sni, alpn, ja4, method, host, path, status, route, outcome, reason, upstream } = entry
  const { bytesUp, bytesDown, durationMs, ending, detail } = entry
  const good = outcome === 'forward' || outcome === 'redirect'
  return [
    paint('dim', new Date(startedAt).toISOString().slice(11, 19)),
    paint('bold', plain(sni ?? (host ? `http ${host}` : 'no SNI'))),
    alpn.length > 0 ? plain(alpn.join(',')) : '',
    ja4 ?? '',
    method ? plain(`${method} ${path ?? ''}`) : '',
    paint(
      good ? 'green' : 'yellow',
      plain(`${route ?? 'no route'}${upstream ? ` → ${upstream}` : ''}${status === null ? '' : ` ${status}`}`),
    ),
    `${bytesUp} B up, ${bytesDown} B down`,
    durationMs === null ? 'still open' : `${durationMs} ms, ${ending}`,
    plain(detail ? `${reason}; ${detail}` : reason),
  ]
    .filter((part) => part !== '')
    .join('  ')
}
