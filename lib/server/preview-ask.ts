import 'server-only'
import { compilePlan } from '../domain-model/compile-plan'
import { matchRoute } from '../domain-model/match-route'
import { terminatesTls } from '../domain-model/route'
import { PreviewError } from '../preview/controller'
import { compare, describeDecision, describeSeen } from '../preview/proof/compare'
import { observe } from '../preview/proof/observe'
import { inquiryOf, type Probe } from '../preview/proof/probe'
import { sampleHost } from '../targets/probe-lines'
import { AppError } from './app-error'
import type { PreviewStage } from './preview-stage'

export interface TestAnswer {
  asked: string
  expected: string
  seen: string
  agrees: boolean
  differences: string[]
}

/** One real connection from this machine to the preview, judged by what the plan says. */
export async function askPreview(stage: PreviewStage, routeName: string): Promise<TestAnswer> {
  const { plan } = stage
  const route = plan.routes.find(({ name }) => name === routeName)
  const listener = plan.listeners.find(({ name }) => name === route?.listener)
  if (!route || !listener)
    throw new AppError({
      code: 'not-found',
      publicMessage: 'The preview runs no such route.',
      wayOut: 'Apply the saved plan, or choose another route.',
      owner: 'client',
    })
  const host = sampleHost(route.hosts[0] ?? '*')
  const rule = 'paths' in route ? route.paths.find(({ match }) => match !== 'regex') : undefined
  const target = rule?.path ?? '/'
  const method = rule?.methods?.[0] ?? 'GET'
  const certificate =
    terminatesTls(route) && route.clientAuth ? ({ trust: route.clientAuth.trust } as const) : ('none' as const)
  const probe: Probe = {
    kind: 'name',
    title: `${method} ${host}${target}`,
    listener,
    from: '127.0.0.7',
    tls:
      listener.protocol === 'tls'
        ? { serverName: host, certificate, shape: 'whole', large: false, resumes: null }
        : null,
    http: 1,
    requests: [{ method, target, host }],
  }
  const [request] = probe.requests
  const [seen] = await observe({ ...stage, plan }, probe)
  if (!request || !seen) throw new PreviewError('the connection brought no answer')
  const decision = matchRoute(compilePlan(plan), inquiryOf(probe, request, false))
  const differences = compare({ plan, probe, request, decision, seen })
  return {
    asked: `${probe.tls ? 'TLS' : 'HTTP'} to ${listener.address}:${listener.port}, ${probe.title}${certificate === 'none' ? '' : ', with a client certificate'}`,
    expected: describeDecision(decision),
    seen: describeSeen(seen),
    agrees: differences.length === 0,
    differences: differences.map(({ aspect, expected, seen }) => `${aspect}: expected ${expected}, seen ${seen}`),
  }
}
