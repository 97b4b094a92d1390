import type { Decision } from './decision'

/** What happens, in one sentence. The reason and the runner-up are the decision's own words. */
export function decisionSentence(decision: Decision): string {
  const { outcome, mode, upstream, route, certificateFrom, status, path } = decision
  switch (outcome) {
    case 'forward':
      if (certificateFrom === 'backend') return `Passed through untouched to ${upstream}.`
      if (upstream === null) return `TLS ends at the edge, at route ${route}.`
      return `Forwarded to ${shares(decision)}${mode === 'reencrypt' ? ' over TLS' : ''}.`
    case 'redirect':
      return `Redirected (${status}) to ${path}.`
    case 'reject':
      return status === null ? 'Refused: the connection ends.' : `Refused with ${status}.`
    case 'misdirected':
      return `Misdirected (${status}): the client has to open another connection.`
    case 'not-found':
      return `Not found (${status}).`
  }
}

/** Whose certificate the client sees, in one sentence. */
export function certificateSentence({ certificateFrom, certificate, upstream }: Decision): string {
  if (certificateFrom === 'backend') return `The client sees the backend's certificate, from ${upstream}.`
  if (certificateFrom === 'edge') return `The client sees the edge certificate ${certificate}.`
  return 'The client sees no certificate.'
}

function shares({ upstreams, upstream }: Decision): string {
  if (upstreams.length < 2) return String(upstream)
  return upstreams.map((share) => `${share.upstream} (weight ${share.weight})`).join(' or ')
}
