import type { Decision, Inquiry } from '../domain-model/decision'
import type { Plan } from '../domain-model/plan'
import { handshakeLine, requestLine } from './probe-lines'

/** The lines that a person types to see a decision for themselves: whose certificate comes, and what a request is answered. */
export function tryLines(plan: Plan, inquiry: Inquiry, { mode, certificateFrom }: Decision): string[] {
  const { port, sni, host, path = '/', method, clientCertificate } = inquiry
  const speaksTls = plan.listeners.find((listener) => listener.port === port)?.protocol !== 'http'
  if (!speaksTls) {
    const name = host ?? sni
    return name === null
      ? [`curl -sS "http://$EDGE:${port}/"`]
      : [requestLine({ scheme: 'http', host: name, port, path, ...(method ? { method } : {}) })]
  }
  const lines = [handshakeLine(sni, port)]
  // Without a name curl cannot be told where to go; on passthrough the request is the backend's affair.
  if (sni !== null && mode !== 'passthrough' && certificateFrom === 'edge')
    lines.push(
      requestLine({
        scheme: 'https',
        host: sni,
        port,
        path,
        ...(method ? { method } : {}),
        authority: host ?? null,
        clientCertificate: clientCertificate !== undefined && clientCertificate !== 'none',
      }),
    )
  return lines
}
