/** Something that only an edge that ends TLS can do. */
export interface DecryptionNeed {
  /** What a route has that asks for it. */
  what: string
  /** Completes "a passthrough route cannot …". */
  cannot: string
  /** Completes that sentence after a colon. */
  because: string
}

/** By the member of a route that asks for it. The reader of plans, the price of a mode and the form say it in these words. */
export const needsDecryption = {
  certificate: {
    what: 'edge certificate',
    cannot: 'show an edge certificate',
    because: 'clients see the one of the backend',
  },
  paths: {
    what: 'paths',
    cannot: 'see paths',
    because: 'they are inside the encryption that only the backend opens',
  },
  requestHeaders: {
    what: 'request header rules',
    cannot: 'change request headers',
    because: 'they are inside the encryption',
  },
  responseHeaders: {
    what: 'response header rules',
    cannot: 'change response headers',
    because: 'they are inside the encryption',
  },
  rateLimit: {
    what: 'rate limit',
    cannot: 'count requests',
    because: 'it sees connections only, and HTTP/2 carries many requests on one',
  },
  clientAuth: {
    what: 'client certificates checked at the edge',
    cannot: 'check client certificates',
    because: 'they travel encrypted to the backend, which must check them itself',
  },
  hsts: { what: 'HSTS', cannot: 'send HSTS', because: 'only the backend can add response headers' },
  waf: {
    what: 'web application firewall',
    cannot: 'inspect requests',
    because: 'a firewall needs a route that decrypts',
  },
  upstreamTls: {
    what: 'TLS settings to the upstream',
    cannot: 'speak TLS of its own to the upstream',
    because: "the client's TLS reaches it untouched",
  },
} as const satisfies Record<string, DecryptionNeed>

export type DecryptionNeedId = keyof typeof needsDecryption
export const decryptionNeedIds = Object.keys(needsDecryption) as DecryptionNeedId[]

export function isDecryptionNeed(member: string): member is DecryptionNeedId {
  return Object.hasOwn(needsDecryption, member)
}

/** Why a passthrough route cannot have this, as a sentence. */
export function passthroughCannot(member: DecryptionNeedId): string {
  const { cannot, because } = needsDecryption[member]
  return `A passthrough route cannot ${cannot}: ${because}.`
}

/** The reason alone, as a sentence of its own beside what is lost. */
export function becauseSentence(member: DecryptionNeedId): string {
  const { because } = needsDecryption[member]
  return `${because.charAt(0).toUpperCase()}${because.slice(1)}.`
}
