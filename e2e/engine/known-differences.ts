// Where an engine cannot do what match-route decides. Each entry has a source and a test in known-differences.test.ts that asserts what
// the engine really does, so that an entry which is no longer needed is noticed.
import { compilePlan, matchRoute } from '../../lib/domain-model/match-route'
import { compareVersions } from '../../lib/targets/capabilities'
import { compare, type Difference, type Trial } from './compare'
import type { EngineId } from './engine-process'
import { inquiryOf } from './probes'

export interface KnownDifference {
  id: string
  engine: EngineId
  /** The first engine version without it; left out, none is known. */
  until?: string
  says: string
  source: string
  /** Whether this difference of this trial is the known one. */
  covers(trial: Trial, difference: Difference): boolean
}

export const knownDifferences: readonly KnownDifference[] = [
  {
    id: 'hello-split-over-records',
    engine: 'haproxy',
    says: 'A ClientHello split over several TLS records counts as one without SNI: HAProxy reads the name from the first record only.',
    source:
      'HAProxy src/payload.c, smp_fetch_ssl_hello_sni: "Check that we have exactly one record"; measured on 2.6.12 and 3.4.0.',
    // Whatever happens is what the plan says of a client that sends no name.
    covers: (trial) =>
      /^records/.test(trial.probe.tls?.shape ?? '') &&
      compare({
        ...trial,
        decision: matchRoute(compilePlan(trial.plan), { ...inquiryOf(trial.probe, trial.request, false), sni: null }),
      }).length === 0,
  },
  {
    id: 'absolute-form-other-host',
    engine: 'haproxy',
    says: 'A request target in absolute form whose authority is not the Host header is answered 400 before any rule runs.',
    source: 'HAProxy src/h1.c, h1_parse_msg_hdrs (RFC 9112 section 3.2.2 lets a server refuse it); measured on 2.6.12.',
    covers: ({ request, seen }) =>
      request.absolute !== undefined &&
      request.absolute !== request.host &&
      seen.kind === 'http' &&
      seen.status === 400 &&
      seen.backend === null,
  },
  {
    id: 'query-unreserved-decoded',
    engine: 'haproxy',
    says: 'Percent-encoded unreserved characters are decoded in the query as well, which RFC 3986 section 6.2.2.2 calls equivalent.',
    source: 'HAProxy configuration manual 2.6, http-request normalize-uri percent-decode-unreserved.',
    covers: (_, { aspect, expected, seen }) => aspect === 'query' && decodeUnreserved(expected) === seen,
  },
]

const decodeUnreserved = (text: string) =>
  text.replace(/%[0-9a-f]{2}/gi, (escaped) => {
    const character = String.fromCharCode(Number.parseInt(escaped.slice(1), 16))
    return /[A-Za-z0-9._~-]/.test(character) ? character : escaped
  })

export function knownDifference(
  engine: EngineId,
  version: string,
  trial: Trial,
  difference: Difference,
): KnownDifference | null {
  const holds = (known: KnownDifference) =>
    known.engine === engine && (known.until === undefined || compareVersions(version, known.until) < 0)
  return knownDifferences.find((known) => holds(known) && known.covers(trial, difference)) ?? null
}
