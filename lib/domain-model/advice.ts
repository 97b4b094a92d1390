import { type AdviceAnswers, type AdviceQuestionId, adviceQuestionIds } from './advice-questions'
import type { FeatureId } from './feature'
import type { Mode } from './route'

/** Something that follows from one answer. */
export interface AdvicePoint {
  /** Null for what follows from the mode itself. */
  from: AdviceQuestionId | null
  text: string
}

/** A way out of a contradiction: what changes in the answers, and what that means. */
export interface AdviceOption {
  title: string
  consequences: string[]
  answers: AdviceAnswers
}

export type Advice =
  | { kind: 'mode'; mode: Mode; reasons: AdvicePoint[]; warnings: AdvicePoint[]; open: AdviceQuestionId[] }
  /** Answers that no mode can satisfy together. Never decided for the reader. */
  | { kind: 'contradiction'; decrypts: AdvicePoint[]; forbids: AdvicePoint[]; options: AdviceOption[] }
  /** Nothing said so far speaks for one mode. */
  | { kind: 'undecided'; open: AdviceQuestionId[] }

/**
 * Which mode a name should have. Two kinds of demands decide: those that only an edge that ends TLS can meet, and those that forbid it.
 * Both at once is a contradiction; neither leaves the least that can break, or the question that would decide.
 */
export function advise(answers: AdviceAnswers): Advice {
  const decrypts = needsDecryption(answers)
  const forbids = forbidsDecryption(answers)
  const open = adviceQuestionIds.filter((id) => answers[id] === undefined)
  if (decrypts.length > 0 && forbids.length > 0)
    return { kind: 'contradiction', decrypts, forbids, options: waysOut(answers, decrypts) }
  const decided = (mode: Mode, reasons: AdvicePoint[]): Advice => ({
    kind: 'mode',
    mode,
    reasons,
    warnings: warningsFor(mode, answers),
    open,
  })
  if (forbids.length > 0) return decided('passthrough', forbids)
  if (decrypts.length > 0) {
    if (answers.decrypt !== 'encrypted-behind') return decided('terminate', decrypts)
    const again = point('decrypt', 'What the edge sends on must be encrypted, so TLS starts again towards the backend.')
    return decided('reencrypt', [...decrypts, again])
  }
  if (answers.decrypt === 'encrypted-behind')
    return decided('passthrough', [
      point(
        'decrypt',
        'Encrypted all the way, and nothing asks the edge to look inside: one connection does that with one certificate less than two.',
      ),
    ])
  return { kind: 'undecided', open }
}

const point = (from: AdviceQuestionId | null, text: string): AdvicePoint => ({ from, text })

function needsDecryption({
  http,
  clientCertificates,
  protection,
  certificate,
  decrypt,
  address,
  plainHttp,
}: AdviceAnswers) {
  const points: AdvicePoint[] = []
  if (http === 'yes')
    points.push(point('http', 'Paths and headers are inside the encryption: only an edge that ends TLS can see them.'))
  if (clientCertificates === 'edge')
    points.push(point('clientCertificates', 'To check client certificates, the edge must end the handshake.'))
  if (protection === 'rate-limit' || protection === 'both')
    points.push(point('protection', 'A rate limit counts requests, and those are inside the encryption.'))
  if (protection === 'waf' || protection === 'both')
    points.push(point('protection', 'A firewall reads requests, and those are inside the encryption.'))
  if (certificate === 'edge')
    points.push(point('certificate', 'The edge holds the certificate, so TLS ends where its key is.'))
  if (decrypt === 'clear-behind') points.push(point('decrypt', 'The backend speaks no TLS, so the edge must end it.'))
  if (address === 'header')
    points.push(point('address', 'Only an edge that ends TLS can write the address into an HTTP header.'))
  if (plainHttp === 'acme-edge')
    points.push(point('plainHttp', 'The edge answers the ACME challenge, so certificate and key are at the edge.'))
  return points
}

function forbidsDecryption({ clientCertificates, certificate, decrypt }: AdviceAnswers) {
  const points: AdvicePoint[] = []
  if (decrypt === 'never') points.push(point('decrypt', 'Nobody between client and backend may read the traffic.'))
  if (clientCertificates === 'backend')
    points.push(
      point(
        'clientCertificates',
        "The backend checks client certificates, so the client's own handshake must reach it.",
      ),
    )
  if (certificate === 'backend')
    points.push(point('certificate', 'The key stays with the backend, so only the backend can end TLS.'))
  return points
}

function waysOut(answers: AdviceAnswers, decrypts: AdvicePoint[]): AdviceOption[] {
  const { http, protection, clientCertificates, certificate, decrypt, address, plainHttp } = answers
  const keepOut: AdviceAnswers = {}
  const moved: string[] = []
  const handOver: string[] = []
  if (http === 'yes') {
    keepOut.http = 'no'
    moved.push('The backend, or a gateway behind the edge, routes by path and changes headers itself.')
  }
  if (protection !== undefined && protection !== 'none') {
    keepOut.protection = 'none'
    moved.push('Firewall and rate limits move to the backend; the edge keeps lists of addresses.')
  }
  if (clientCertificates === 'edge') {
    keepOut.clientCertificates = 'backend'
    handOver.push('The backend asks for client certificates itself.')
  }
  if (certificate === 'edge') {
    keepOut.certificate = 'backend'
    handOver.push('The certificate may still be issued in one place, but it and its key live with the backend.')
  }
  if (decrypt === 'clear-behind') {
    keepOut.decrypt = 'encrypted-behind'
    handOver.push('The backend learns to speak TLS.')
  }
  if (address === 'header') {
    keepOut.address = 'proxy'
    handOver.push('The backend reads a PROXY protocol header instead of an HTTP header.')
  }
  if (plainHttp === 'acme-edge') {
    keepOut.plainHttp = 'acme-backend'
    handOver.push('ACME challenges are handed to the backend, which holds the key.')
  }

  const letIn: AdviceAnswers = {}
  const accepted: string[] = []
  const encrypts = decrypt !== 'clear-behind'
  if (encrypts) letIn.decrypt = 'encrypted-behind'
  if (decrypt === 'never') {
    accepted.push('The edge sees clear text in its memory, but no cable carries it: TLS starts again to the backend.')
  }
  if (clientCertificates === 'backend') {
    letIn.clientCertificates = 'edge'
    accepted.push(
      'The edge checks client certificates and names the subject in a header; the backend believes that header from the edge only.',
    )
  }
  if (certificate === 'backend') {
    letIn.certificate = 'either'
    accepted.push('The edge gets a certificate of its own for the name; the key of the backend stays where it is.')
  }
  const seesRequests = decrypts.some(({ from }) => from === 'http' || from === 'protection')
  const split: AdviceOption[] = seesRequests
    ? [
        {
          title: 'Two names: this one is passed through, another one is terminated',
          consequences: [
            `What needs ${http === 'yes' ? 'paths or headers' : 'a firewall or limits'} gets a host name of its own; ask the advisor again for that one.`,
            ...handOver,
          ],
          answers: keepOut,
        },
      ]
    : []
  return [
    { title: 'Keep the edge out: pass through', consequences: [...moved, ...handOver], answers: keepOut },
    {
      title: encrypts ? 'Let the edge decrypt, and encrypt again' : 'Let the edge decrypt',
      consequences: accepted,
      answers: letIn,
    },
    ...split,
  ]
}

function warningsFor(mode: Mode, answers: AdviceAnswers): AdvicePoint[] {
  const { clientCertificates, address, plainHttp, decrypt, protection } = answers
  const points: AdvicePoint[] = []
  if (mode === 'passthrough') {
    points.push(point('certificate', 'Every server behind the name must present a certificate for it, and renew it.'))
    if (address === 'proxy')
      points.push(point('address', 'PROXY protocol must be on at both ends: with one alone no connection works.'))
    else points.push(point('address', 'The backend sees the address of the edge in its logs, limits and lists.'))
    if (clientCertificates === 'backend')
      points.push(
        point(
          'clientCertificates',
          'A health check by TLS shows no client certificate; a server that insists on one may look down. Check the port, or let the server exempt the checker.',
        ),
      )
    if (plainHttp === 'redirect' || plainHttp === 'closed')
      points.push(
        point('plainHttp', 'An ACME HTTP-01 challenge never reaches the backend; it renews by TLS-ALPN-01 or by DNS.'),
      )
    points.push(point(null, 'The edge logs connections, not requests, and cannot answer with an error page.'))
    return points
  }
  if (mode === 'terminate')
    points.push(
      point(
        'decrypt',
        decrypt === 'clear-behind'
          ? 'From the edge on, everything is clear text: who can listen there can read it.'
          : 'From the edge on, everything is clear text, unless it may be encrypted again: answer that question to be sure.',
      ),
    )
  else
    points.push(
      point(
        'decrypt',
        "Name the trust bundle and the server name of the backend's certificate: unchecked, anybody on the way can answer.",
      ),
    )
  if (clientCertificates === 'edge')
    points.push(
      point(
        'clientCertificates',
        'The backend learns who the client is from a header alone: it must take that header from the edge and from nobody else.',
      ),
    )
  if (address === 'proxy')
    points.push(
      point(
        'address',
        'The address also comes in X-Forwarded-For; a PROXY header is needed only if the backend wants that one.',
      ),
    )
  if (plainHttp === 'acme-backend')
    points.push(
      point(
        'plainHttp',
        'The certificate that clients see is that of the edge; what the backend renews serves the second hop only.',
      ),
    )
  if (protection === 'waf' || protection === 'both')
    points.push(
      point(
        'protection',
        'Start the firewall in detection: a rule that blocks too much is found by its log, not by customers.',
      ),
    )
  points.push(
    point(
      null,
      'A certificate that also covers names which are passed through lets browsers reuse a connection for them; the edge answers 421 then.',
    ),
  )
  return points
}

/** What a target must be able to do for this mode and these answers: the questions to its capability table. */
export function featuresOfAdvice(mode: Mode, answers: AdviceAnswers): FeatureId[] {
  const { clientCertificates, protection, address, plainHttp } = answers
  const features: FeatureId[] = [`mode.${mode}`, 'hybrid.shared-port']
  const plain = plainHttp && plainHttpPolicy(plainHttp)
  if (mode === 'passthrough') {
    features.push('host.exact.passthrough')
    if (address === 'proxy') features.push('upstream.proxy-v2')
  } else {
    features.push('host.exact.terminate')
    if (answers.http === 'yes') features.push('path.prefix', 'headers.request')
    if (protection === 'rate-limit' || protection === 'both') features.push('rate-limit.route')
    if (protection === 'waf' || protection === 'both') features.push('waf')
    if (clientCertificates === 'edge') features.push('client-auth.required', 'client-auth.identity-header')
    if (mode === 'reencrypt') features.push('upstream-tls.verify', 'upstream-tls.server-name')
  }
  if (plain) features.push(`plain-http.${plain}`)
  if (plainHttp === 'acme-edge' && mode !== 'passthrough') features.push('listener.acme-upstream')
  return features
}

/** All features that any advice may ask for. */
export const adviceFeatures: readonly FeatureId[] = [
  'mode.terminate',
  'mode.passthrough',
  'mode.reencrypt',
  'hybrid.shared-port',
  'host.exact.passthrough',
  'host.exact.terminate',
  'upstream.proxy-v2',
  'path.prefix',
  'headers.request',
  'rate-limit.route',
  'waf',
  'client-auth.required',
  'client-auth.identity-header',
  'upstream-tls.verify',
  'upstream-tls.server-name',
  'plain-http.redirect',
  'plain-http.closed',
  'plain-http.acme-only',
  'listener.acme-upstream',
]

export function plainHttpPolicy(answer: NonNullable<AdviceAnswers['plainHttp']>): 'redirect' | 'closed' | 'acme-only' {
  switch (answer) {
    case 'redirect':
    case 'acme-edge':
      return 'redirect'
    case 'closed':
      return 'closed'
    case 'acme-backend':
      return 'acme-only'
  }
}
