import type { JsonPointer } from '../../domain-model/json-pointer'
import { toPointer } from '../../domain-model/json-pointer'
import type { Plan } from '../../domain-model/plan'
import type { Health } from '../../domain-model/upstream'
import { type Ledger, retirement, retirementSource } from './ledger'
import { chartVersion } from './values'

export interface TextLine {
  text: string
  from: JsonPointer[]
}

/** What must be there before the manifests do what the plan says, as a person would tell it to a colleague. */
export function lowerPrerequisites(plan: Plan, ledger: Ledger): TextLine[] {
  const lines: TextLine[] = []
  const say = (text = '', from: JsonPointer[] = []) => lines.push({ text: text.replace(/[^\x20-\x7e]/g, '?'), from })
  say(retirement)
  say(retirementSource)
  say()
  say('1. The controller')
  say(
    `   ingress-nginx ${ledger.version}, Helm chart ${chartVersion(ledger.version)}, with values.yaml of this folder, ingress class nginx.`,
  )
  const asking = ledger.extraArgs.get('enable-ssl-passthrough')?.from
  const passthrough = asking && { from: [...asking] }
  if (passthrough) {
    say(
      '   Started with --enable-ssl-passthrough. Without it, hosts meant to be passed through are terminated in silence.',
      passthrough.from,
    )
    say(
      '   See it with: kubectl -n ingress-nginx get deploy ingress-nginx-controller -o yaml | grep ssl-passthrough',
      passthrough.from,
    )
  }
  say()
  say('2. Secrets')
  if (ledger.secrets.size === 0) say('   None.')
  for (const secret of ledger.secrets.values())
    say(`   ${secret.namespace}/${secret.name} with ${secret.keys}`, secret.from)
  say()
  say('3. Services')
  const services = plan.upstreams.flatMap((upstream, index) =>
    upstream.service ? [{ service: upstream.service, index }] : [],
  )
  if (services.length === 0) say('   None named.')
  for (const { service, index } of services)
    say(`   ${service.namespace ?? ledger.namespace}/${service.name} with port ${service.port}`, [
      toPointer(['upstreams', index, 'service']),
    ])
  const checked = plan.upstreams.flatMap((upstream, index) =>
    upstream.health ? [{ upstream, health: upstream.health, index }] : [],
  )
  if (checked.length > 0) {
    say()
    say('4. Readiness probes of the pods, since the controller checks nothing itself')
    for (const { upstream, health, index } of checked)
      say(`   ${upstream.service?.name ?? upstream.name}: ${probe(health)}`, [
        toPointer(['upstreams', index, 'health']),
      ])
  }
  if (passthrough) {
    say()
    say('What goes wrong with passthrough on this controller, and will not be mended')
    for (const failure of failures) say(`   - ${failure}`, passthrough.from)
    ledger.lose(
      passthrough.from[0] ?? '',
      'mode.passthrough',
      'A ClientHello that arrives in more than one read, as post-quantum key shares make it, is terminated with the default certificate instead of passed through (kubernetes/ingress-nginx#11424, #12746).',
      'Take another target for these hosts.',
    )
  }
  return lines
}

const failures = [
  'The ClientHello is read once. One that comes in several TCP segments, as post-quantum ones do, goes to NGINX and gets its default certificate (#11424, #12746).',
  'Host names are compared byte by byte: no wildcards, and no other case.',
  'The service is dialled by ClusterIP: headless and ExternalName services do not work, and kube-proxy balances.',
  'The backend sees the address of the controller; there is no PROXY header to it.',
  'Port 80 of a passthrough host still reaches NGINX.',
  'One Ingress with the annotation turns the whole host, whatever other Ingresses say.',
]

function probe(health: Health): string {
  const timing = `periodSeconds: ${health.intervalSeconds}, timeoutSeconds: ${health.timeoutSeconds}, successThreshold: ${health.rise}, failureThreshold: ${health.fall}`
  if (health.kind !== 'http')
    return `tcpSocket, ${timing}${health.kind === 'tls' ? ' (a probe cannot do a TLS handshake)' : ''}`
  return `httpGet path ${health.path}, ${timing}${health.expect === 200 ? '' : ` (a probe takes any 2xx and 3xx, not ${health.expect} alone)`}`
}
