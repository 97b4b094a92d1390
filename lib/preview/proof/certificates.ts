// A throw-away public key infrastructure: authorities and leaves that live as long as one test run. Written by hand, because a plan of
// ten thousand hosts wants ten thousand certificates at once, and a library that builds them from objects takes minutes over that.
import { createHash, generateKeyPair, type KeyObject, sign } from 'node:crypto'
import { promisify } from 'node:util'
import { bits, der, integer, objectId, octets, sequence, setOf, tagged, time, utf8, yes } from './der'

const day = 86_400_000

/** Who holds a certificate; written into its subject as O, the name as CN, so that any end of a handshake can read it. */
export type CertificateOwner = 'edge' | 'backend' | 'client'

export interface Leaf {
  owner: CertificateOwner
  name: string
  certificate: string
  key: string
}

export interface Authority {
  certificate: string
  issue(owner: CertificateOwner, name: string, hosts?: readonly string[]): Promise<Leaf>
}

interface Keys {
  privateKey: KeyObject
  /** SubjectPublicKeyInfo. */
  publicKey: Buffer
  /** Names the key in the certificates that it signs. */
  id: Buffer
  pem: string
}

const generate = promisify(generateKeyPair)

async function makeKeys(): Promise<Keys> {
  const { privateKey, publicKey } = await generate('ec', { namedCurve: 'P-256' })
  const spki = publicKey.export({ type: 'spki', format: 'der' })
  return {
    privateKey,
    publicKey: spki,
    // RFC 5280 section 4.2.1.2: a hash of the public point, which is the last 65 bytes.
    id: createHash('sha1').update(spki.subarray(-65)).digest(),
    pem: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  }
}

/** All leaves share one key: making keys is the slow part, and no test is about keys. */
let leafKeys: Promise<Keys> | undefined
let serial = Date.now()

export async function createAuthority(name: string): Promise<Authority> {
  const keys = await makeKeys()
  const issuer = nameOf('authority', name)
  const certificate = signed(keys, issuer, issuer, keys.publicKey, [
    extension(basicConstraints, true, sequence(yes)),
    // keyCertSign and cRLSign, bits 5 and 6.
    extension(keyUsage, true, bits(Buffer.of(0x06), 1)),
    extension(subjectKeyId, false, octets(keys.id)),
  ])
  const [constraints, usage] = [
    extension(basicConstraints, true, sequence()),
    // digitalSignature, bit 0.
    extension(keyUsage, true, bits(Buffer.of(0x80), 7)),
  ]
  const purposes = extension(extendedKeyUsage, false, sequence(serverAuth, clientAuth))
  const signer = extension(authorityKeyId, false, sequence(der(0x80, keys.id)))
  return {
    certificate,
    async issue(owner, leafName, hosts = []) {
      leafKeys ??= makeKeys()
      const leaf = await leafKeys
      const alternatives = hosts.map((host) => der(0x82, Buffer.from(host, 'latin1')))
      return {
        owner,
        name: leafName,
        certificate: signed(keys, issuer, nameOf(owner, leafName), leaf.publicKey, [
          constraints,
          usage,
          purposes,
          signer,
          ...(hosts.length === 0 ? [] : [extension(subjectAltName, false, sequence(...alternatives))]),
        ]),
        key: leaf.pem,
      }
    },
  }
}

/** RFC 5280 section 4.1. */
function signed(
  { privateKey }: Keys,
  issuer: Buffer,
  subject: Buffer,
  publicKey: Buffer,
  extensions: readonly Buffer[],
): string {
  const number = Buffer.alloc(8)
  number.writeBigUInt64BE(BigInt(serial++))
  const toBeSigned = sequence(
    tagged(0, version3),
    integer(number),
    ecdsaWithSha256,
    issuer,
    sequence(time(new Date(Date.now() - day)), time(new Date(Date.now() + 7 * day))),
    subject,
    publicKey,
    tagged(3, sequence(...extensions)),
  )
  const certificate = sequence(toBeSigned, ecdsaWithSha256, bits(sign('sha256', toBeSigned, privateKey)))
  const lines = certificate.toString('base64').match(/.{1,64}/g) ?? []
  return `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`
}

const extension = (id: Buffer, isCritical: boolean, value: Buffer) =>
  isCritical ? sequence(id, yes, octets(value)) : sequence(id, octets(value))

const nameOf = (owner: string, name: string) =>
  sequence(setOf(sequence(organization, utf8(owner))), setOf(sequence(commonName, utf8(name))))

const version3 = integer(Buffer.of(2))
const ecdsaWithSha256 = sequence(objectId('1.2.840.10045.4.3.2'))
const [organization, commonName] = [objectId('2.5.4.10'), objectId('2.5.4.3')]
const [basicConstraints, keyUsage] = [objectId('2.5.29.19'), objectId('2.5.29.15')]
const [subjectKeyId, authorityKeyId] = [objectId('2.5.29.14'), objectId('2.5.29.35')]
const [subjectAltName, extendedKeyUsage] = [objectId('2.5.29.17'), objectId('2.5.29.37')]
const [serverAuth, clientAuth] = [objectId('1.3.6.1.5.5.7.3.1'), objectId('1.3.6.1.5.5.7.3.2')]
