import 'server-only'
import { generateKeyPairSync, randomBytes, sign } from 'node:crypto'

/**
 * A certificate that is its own authority, with its key, as one PEM text: for programs that want to read one and never use it. Node can
 * read certificates and not make them, and openssl need not be installed, hence the few bytes of DER.
 */
export function throwAwayCertificate(now: Date): string {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const algorithm = sequence(objectId('2a8648ce3d040302'))
  const name = sequence(set(sequence(objectId('550403'), der(0x0c, Buffer.from('throw-away')))))
  const day = 86_400_000
  const body = sequence(
    der(0xa0, integer(Buffer.from([2]))),
    integer(Buffer.concat([Buffer.from([0x41]), randomBytes(12)])),
    algorithm,
    name,
    sequence(time(now.getTime() - day), time(now.getTime() + 2 * day)),
    name,
    publicKey.export({ format: 'der', type: 'spki' }),
    // Basic constraints: an authority.
    der(
      0xa3,
      sequence(
        sequence(objectId('551d13'), der(0x01, Buffer.from([0xff])), der(0x04, Buffer.from('30030101ff', 'hex'))),
      ),
    ),
  )
  const signature = der(0x03, Buffer.concat([Buffer.from([0]), sign('sha256', body, privateKey)]))
  const base64 =
    sequence(body, algorithm, signature)
      .toString('base64')
      .match(/.{1,64}/g) ?? []
  const pem = ['-----BEGIN CERTIFICATE-----', ...base64, '-----END CERTIFICATE-----', ''].join('\n')
  return pem + privateKey.export({ format: 'pem', type: 'pkcs8' })
}

function der(tag: number, content: Buffer): Buffer {
  const { length } = content
  const head = length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff]
  return Buffer.concat([Buffer.from([tag, ...head]), content])
}

const sequence = (...parts: Buffer[]) => der(0x30, Buffer.concat(parts))
const set = (...parts: Buffer[]) => der(0x31, Buffer.concat(parts))
const integer = (bytes: Buffer) => der(0x02, bytes)
const objectId = (hex: string) => der(0x06, Buffer.from(hex, 'hex'))
const time = (at: number) => der(0x17, Buffer.from(`${new Date(at).toISOString().slice(2, 19).replace(/[-:T]/g, '')}Z`))
