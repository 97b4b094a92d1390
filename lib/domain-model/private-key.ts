/** PEM (RFC 7468), SSH2, OpenPGP, PuTTY and age markers of a private key. */
const plainMarker =
  /-----BEGIN (?:[A-Z0-9]+ ){0,3}PRIVATE KEY(?: BLOCK)?-----|---- BEGIN SSH2 (?:ENCRYPTED )?PRIVATE KEY ----|PuTTY-User-Key-File-\d|AGE-SECRET-KEY-1/

/**
 * What base64 makes of the words "PRIVATE KEY", in the three ways they can fall on its groups of three bytes, anywhere in an
 * encoded bundle: Kubernetes secrets carry keys so, often behind a certificate.
 */
const encodedWords = ['UFJJVkFURSBLRV', 'BSSVZBVEUgS0VZ', 'QUklWQVRFIEtFW']

/** The first bytes of a DER key whose PEM lines were cut off: PKCS#8 for RSA, EC and Ed25519. Public keys begin otherwise. */
const bareBodies = [
  'IBADANBgkqhkiG9w0BAQEFAAS',
  'AgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQg',
  'MC4CAQAwBQYDK2VwBCIEI',
]

/** Encoders break lines anywhere, and JSON writes the break as `\n`. The gap and the letters share no sign, so a scan stays linear. */
const encodedMarker = new RegExp(
  [...encodedWords, ...bareBodies]
    .map((letters) => [...letters].map((letter) => (letter === '+' ? '\\+' : letter)).join('(?:\\s|\\\\[nrt])*'))
    .join('|'),
)

/**
 * The offset of the first private key in a text, plain or base64-encoded once, or null. Keys never enter a plan, the database,
 * a log or a URL; every door asks this first.
 */
export function findPrivateKey(text: string): number | null {
  const found = [plainMarker.exec(text), encodedMarker.exec(text)].flatMap((match) => (match ? [match.index] : []))
  return found.length === 0 ? null : Math.min(...found)
}
