import { compilePlan } from '../domain-model/compile-plan'
import type { Decision, Inquiry, ShownCertificate } from '../domain-model/decision'
import { decisionSentence } from '../domain-model/decision-words'
import { matchRoute } from '../domain-model/match-route'
import { isIpAddress } from '../domain-model/network-address'
import type { Plan } from '../domain-model/plan'
import { tryLines } from '../targets/try-lines'
import { oneOf } from './choose-targets'
import { CliError, type Command, type CommandInput, jsonOption, planPositional, textOption } from './command'
import { printJson } from './json-shapes'
import { judgedPlan } from './judged-plan'
import { columns, type Paint, painter, plain, wrap } from './paint'

export const explain: Command = {
  name: 'explain',
  summary: 'Say what happens to one connection or request, and why.',
  usage: [
    'PLAN --sni NAME|none [--port N] [--host H] [--path P] [--method M]',
    '     [--from ADDR] [--client-cert none|untrusted|TRUST] [--json]',
  ],
  details: [
    'Decides as the plan means it, by the one function that every target and test obeys, and prints the line to try it with.',
  ],
  positional: planPositional,
  options: {
    sni: {
      type: 'string',
      value: 'NAME|none',
      describe: 'The server name in the ClientHello. Needed on ports that speak TLS.',
    },
    port: { type: 'string', value: 'N', describe: "The port; left out, that of the plan's first tls listener." },
    host: { type: 'string', value: 'H', describe: 'The HTTP authority; left out, the server name.' },
    path: { type: 'string', value: 'P', describe: 'The request target; left out, /.' },
    method: { type: 'string', value: 'M', describe: 'The method; left out, GET.' },
    from: {
      type: 'string',
      value: 'ADDR',
      describe: "The client's address, for allow and deny lists; left out, they are not judged.",
    },
    'client-cert': {
      type: 'string',
      value: 'none|untrusted|TRUST',
      describe: 'The certificate the client shows: none, one that nobody trusts, or one of a trust bundle of the plan.',
    },
    json: jsonOption,
  },
  exits: { 0: 'answered, whatever the answer is', 2: 'the plan could not be read' },
  shape: 'explain',
  async run(input) {
    const asked = questionOf(input)
    const judged = await judgedPlan(input)
    if (!judged) return 2
    const { plan, judgement } = judged
    const inquiry = inquiryOf(input, asked, plan)
    const decision = matchRoute(compilePlan(plan), inquiry)
    const { terminal } = input
    if (input.options.json) {
      const { outcome, listener, route, mode, certificateFrom, certificate, upstream, path, status, reason, runnerUp } =
        decision
      terminal.out(
        printJson('explain', {
          outcome,
          listener,
          route,
          mode,
          certificateFrom,
          certificate,
          upstream,
          path,
          status,
          reason,
          runnerUp,
        }),
      )
      return 0
    }
    const line =
      decision.routeIndex === null ? null : (judgement.locate(`/routes/${decision.routeIndex}`)?.line ?? null)
    terminal.out(explanation(plan, inquiry, decision, line, painter(terminal.colorOut)))
    return 0
  },
}

interface Question {
  port: number | null
  from: string | null
}

/** What can be refused before a plan is read. */
function questionOf(input: CommandInput): Question {
  const port = textOption(input, 'port')
  if (port !== null && !(/^\d{1,5}$/.test(port) && Number(port) >= 1 && Number(port) <= 65535))
    throw new CliError(`--port ${port} is no port: use a number from 1 to 65535.`)
  const from = textOption(input, 'from')
  if (from !== null && !isIpAddress(from)) throw new CliError(`--from ${from} is no IPv4 or IPv6 address.`)
  const path = textOption(input, 'path')
  if (path !== null && !path.startsWith('/')) throw new CliError(`--path ${path} does not start with /.`)
  return { port: port === null ? null : Number(port), from }
}

function inquiryOf(input: CommandInput, { port: asked, from }: Question, plan: Plan): Inquiry {
  const first = plan.listeners.find((listener) => listener.protocol === 'tls') ?? plan.listeners[0]
  const port = asked ?? first?.port ?? 443
  const speaksTls = plan.listeners.find((listener) => listener.port === port)?.protocol !== 'http'
  const sni = textOption(input, 'sni')
  if (sni === null && speaksTls)
    throw new CliError(`Port ${port} speaks TLS: say which name the client sends with --sni NAME, or --sni none.`)
  const host = textOption(input, 'host')
  return {
    port,
    sni: sni === 'none' ? null : sni,
    ...(host === null ? {} : { host }),
    path: textOption(input, 'path') ?? '/',
    method: textOption(input, 'method') ?? 'GET',
    clientCertificate: shownCertificate(textOption(input, 'client-cert'), plan),
    clientAddress: from,
  }
}

function shownCertificate(text: string | null, plan: Plan): ShownCertificate {
  if (text === null || text === 'none' || text === 'untrusted') return text ?? 'none'
  if (plan.trust.some((trust) => trust.name === text)) return { trust: text }
  throw new CliError(
    `--client-cert ${text}: the plan has no such trust bundle. Use ${oneOf(['none', 'untrusted', ...plan.trust.map((trust) => trust.name)])}.`,
  )
}

const colors: Record<Decision['outcome'], 'green' | 'cyan' | 'red' | 'yellow'> = {
  forward: 'green',
  redirect: 'cyan',
  reject: 'red',
  misdirected: 'yellow',
  'not-found': 'yellow',
}

function explanation(plan: Plan, inquiry: Inquiry, decision: Decision, line: number | null, paint: Paint): string {
  const { listener, route, mode, certificateFrom, certificate, upstreams, path, status, reason, runnerUp } = decision
  const facts: [string, string | null][] = [
    ['listener', listener],
    ['route', route === null ? null : `${route}${line === null ? '' : ` (line ${line})`}`],
    ['mode', mode],
    [
      'certificate',
      certificateFrom === 'edge'
        ? `${certificate}, shown by the edge`
        : certificateFrom === 'backend'
          ? "the backend's own"
          : null,
    ],
    [
      'upstream',
      upstreams.length > 0
        ? upstreams
            .map((share) => (upstreams.length > 1 ? `${share.upstream} (weight ${share.weight})` : share.upstream))
            .join(', ')
        : null,
    ],
    ['path', path],
    ['status', status === null ? null : String(status)],
    ['runner-up', runnerUp && `${runnerUp.route} by ${runnerUp.host}: ${runnerUp.reason}`],
  ]
  const rows = columns(facts.flatMap(([name, value]) => (value === null ? [] : [[name, plain(value)]])))
  return [
    paint(colors[decision.outcome], plain(decisionSentence(decision))),
    wrap(plain(`Why: ${reason}.`), 110, ''),
    '',
    ...rows.map(([name = '', value = '']) => `  ${paint('dim', name)}  ${value}`),
    '',
    'Try it, with EDGE as the address of the edge:',
    ...tryLines(plan, inquiry, decision).map((text) => `  ${plain(text)}`),
    '',
  ].join('\n')
}
