// A throw-away public key infrastructure: authorities and leaves that live as long as one test run.
import 'reflect-metadata'
import { webcrypto } from 'node:crypto'
import * as x509 from '@peculiar/x509'

x509.cryptoProvider.set(webcrypto as Crypto)
const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' }
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

/** All leaves share one key: making keys is the slow part, and no test is about keys. */
let leafKeys: Promise<{ pair: CryptoKeyPair; pem: string }> | undefined
let serial = Date.now()

async function makeLeafKeys() {
  const pair = (await webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify'])) as CryptoKeyPair
  const pkcs8 = await webcrypto.subtle.exportKey('pkcs8', pair.privateKey)
  return { pair, pem: x509.PemConverter.encode(pkcs8, 'PRIVATE KEY') }
}

const common = () => ({
  serialNumber: (serial++).toString(16).padStart(16, '0'),
  notBefore: new Date(Date.now() - day),
  notAfter: new Date(Date.now() + 7 * day),
  signingAlgorithm: algorithm,
})

export async function createAuthority(name: string): Promise<Authority> {
  const keys = (await webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify'])) as CryptoKeyPair
  const root = await x509.X509CertificateGenerator.createSelfSigned({
    ...common(),
    name: [{ O: ['authority'] }, { CN: [name] }],
    keys,
    extensions: [
      new x509.BasicConstraintsExtension(true, undefined, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign, true),
      await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
    ],
  })
  return {
    certificate: `${root.toString('pem')}\n`,
    async issue(owner, leafName, hosts = []) {
      leafKeys ??= makeLeafKeys()
      const { pair, pem } = await leafKeys
      const certificate = await x509.X509CertificateGenerator.create({
        ...common(),
        subject: [{ O: [owner] }, { CN: [leafName] }],
        issuer: root.subjectName,
        publicKey: pair.publicKey,
        signingKey: keys.privateKey,
        extensions: [
          new x509.BasicConstraintsExtension(false),
          new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
          new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.serverAuth, x509.ExtendedKeyUsage.clientAuth]),
          ...(hosts.length === 0
            ? []
            : [new x509.SubjectAlternativeNameExtension(hosts.map((value) => ({ type: 'dns' as const, value })))]),
        ],
      })
      return { owner, name: leafName, certificate: `${certificate.toString('pem')}\n`, key: `${pem}\n` }
    },
  }
}
