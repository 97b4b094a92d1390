/** PEM (RFC 7468), OpenSSH and PuTTY markers of a private key. */
const marker = /-----BEGIN (?:[A-Z0-9]+ ){0,3}PRIVATE KEY(?: BLOCK)?-----|PuTTY-User-Key-File-\d/
/** The start of any PEM block in base64, as Kubernetes secrets carry it, in its three alignments. */
const base64Run = /[A-Za-z0-9+/]{24,}={0,2}/g

/**
 * The offset of the first private key in a text, plain or base64-encoded once, or null. Keys never enter a plan, the database,
 * a log or a URL; every door asks this first.
 */
export function findPrivateKey(text: string): number | null {
  const plain = marker.exec(text)
  if (plain) return plain.index
  for (const run of text.matchAll(base64Run)) {
    // Long runs are only decoded as far as a marker can reach.
    const head = run[0].slice(0, 128)
    for (let skip = 0; skip < 4; skip++) {
      const usable = head.slice(skip)
      if (marker.test(decodeBase64(usable.slice(0, usable.length - (usable.length % 4))))) return run.index
    }
  }
  return null
}

function decodeBase64(text: string): string {
  try {
    return atob(text.replace(/=+$/, ''))
  } catch {
    return ''
  }
}
