import type { DecryptionNeedId } from './needs-decryption'
import { becauseSentence, needsDecryption } from './needs-decryption'
import type { Mode } from './route'

/** What a change of mode brings or costs: the thing in a few words, and the reason as a sentence. */
export interface ModeConsequence {
  what: string
  reason: string
}

/** The client's address, as a backend sees it that gets raw bytes. */
export const hiddenAddress = 'sees the address of the edge until PROXY protocol is on at both ends'
/** What a backend can do with a handshake that reaches it. */
export const checksItself = 'may ask for certificates and check them itself'

/** What the edge gives up, whatever the route had, when it stops decrypting; and what that gives in return. */
export const intoPassthrough = {
  needed: (hosts: string): ModeConsequence[] => [
    { what: `The backend must present a certificate for ${hosts}`, reason: 'Nobody else does any more.' },
    { what: "Clients' addresses need PROXY protocol", reason: `The backend ${hiddenAddress}.` },
  ],
  gained: [
    { what: 'The edge never sees clear text or holds the key', reason: 'Bytes pass untouched.' },
    {
      what: 'The backend can check client certificates itself',
      reason: `The client's handshake reaches it, so it ${checksItself}.`,
    },
  ],
}

/** What changes, whatever the route had, when the edge starts to decrypt. */
export const outOfPassthrough = {
  lost: [
    { what: 'end-to-end encryption', reason: 'The edge decrypts, so it holds the key and sees clear text.' },
    {
      what: 'client certificates at the backend',
      reason: 'The handshake ends at the edge; check them there instead.',
    },
  ],
  needed: (hosts: string): ModeConsequence[] => [
    { what: `The edge must present a certificate for ${hosts}`, reason: 'The handshake ends here.' },
  ],
  gained: [{ what: 'Paths, headers, rate limits, HSTS', reason: 'The edge sees requests.' }],
}

/** Clear text behind the edge: what the upstream must speak. */
export const clearUpstream = (upstream: string): ModeConsequence => ({
  what: `${upstream} must speak clear HTTP on its port`,
  reason: 'A terminated route sends no TLS to it; re-encrypt does.',
})

export const intoReencrypt = {
  needed: {
    what: 'The upstream must speak TLS, with a certificate that the edge can check',
    reason: 'Verification is on; name its trust bundle and server name.',
  },
  gained: { what: 'Encryption also from the edge to the upstream', reason: 'TLS starts again there.' },
}

export const outOfReencrypt: ModeConsequence = {
  what: 'encryption from the edge to the upstream',
  reason: 'A terminated route sends clear HTTP.',
}

/** What a route loses with one of its members; `detail` names it: the certificate, the paths. */
export function lostWith(member: DecryptionNeedId, detail: string | null): ModeConsequence {
  return { what: detail ?? needsDecryption[member].what, reason: becauseSentence(member) }
}

/** One mode in a sentence. */
export const modeSentences: Record<Mode, string> = {
  terminate: 'TLS ends at the edge; requests go on in clear text.',
  passthrough: 'TLS runs through untouched; the backend ends it.',
  reencrypt: 'TLS ends at the edge and starts again to the upstream.',
}
