import { generateKeyPairSync } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { findPrivateKey } from './private-key'

const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 })
const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' })
const ed25519 = generateKeyPairSync('ed25519')
const pkcs8 = (key: typeof rsa) => String(key.privateKey.export({ type: 'pkcs8', format: 'pem' }))
const spki = (key: typeof rsa) => String(key.publicKey.export({ type: 'spki', format: 'pem' }))
const base64 = (text: string) => Buffer.from(text).toString('base64')
const wrapped = (text: string, indent = '') => text.replace(/(.{64})/g, `$1\n${indent}`)
/** Looks like a certificate, and long enough that the key behind it lies deep in the encoded run. */
const certificate = `-----BEGIN CERTIFICATE-----\n${wrapped('MIIDazCCAlOgAwIBAgIUQ'.repeat(60))}\n-----END CERTIFICATE-----\n`
const blank = (kind: string) => `-----BEGIN ${kind}-----`

describe('a private key is found', () => {
  const check = (text: string) => expect(findPrivateKey(text)).not.toBeNull()
  it.each<[string, string]>([
    ['PKCS#8', pkcs8(rsa)],
    ['PKCS#1', String(rsa.privateKey.export({ type: 'pkcs1', format: 'pem' }))],
    ['SEC1', String(ec.privateKey.export({ type: 'sec1', format: 'pem' }))],
    ['encrypted', blank('ENCRYPTED PRIVATE KEY')],
    ['DSA', blank('DSA PRIVATE KEY')],
    ['OpenSSH', blank('OPENSSH PRIVATE KEY')],
    ['any', blank('ANY PRIVATE KEY')],
    ['TPM', blank('TSS2 PRIVATE KEY')],
    ['OpenPGP', blank('PGP PRIVATE KEY BLOCK')],
    ['SSH2', '---- BEGIN SSH2 ENCRYPTED PRIVATE KEY ----'],
    ['PuTTY', 'PuTTY-User-Key-File-3: ssh-ed25519'],
    ['age', 'AGE-SECRET-KEY-1QQQ'],
    ['in a JSON string', JSON.stringify({ key: pkcs8(rsa) })],
    ['in one YAML line', `key: "${pkcs8(ec).replaceAll('\n', '\\n')}"`],
    ['with CRLF', pkcs8(rsa).replaceAll('\n', '\r\n')],
    ['indented', pkcs8(rsa).replaceAll('\n', '\n      ')],
    ['in base64', `tls.key: ${base64(pkcs8(rsa))}`],
    ['in base64, one byte off', base64(`x${pkcs8(rsa)}`)],
    ['in base64, two bytes off', base64(`xy${pkcs8(rsa)}`)],
    ['in base64 behind a certificate', `tls.pem: ${base64(certificate + pkcs8(rsa))}`],
    ['in wrapped base64', wrapped(base64(certificate + pkcs8(rsa)), '    ')],
    ['in wrapped base64 inside JSON', JSON.stringify(wrapped(base64(`${certificate}x${pkcs8(ec)}`)))],
    ['without its PEM lines, RSA', pkcs8(rsa).split('\n').slice(1, -2).join('\n')],
    ['without its PEM lines, EC', pkcs8(ec).split('\n').slice(1, -2).join('')],
    [
      'without its PEM lines, Ed25519',
      pkcs8(ed25519 as typeof rsa)
        .split('\n')
        .slice(1, -2)
        .join(''),
    ],
  ])('%s', (_, text) => check(text))

  it('at its place', () => {
    expect(findPrivateKey(`a: 1\nb: ${blank('PRIVATE KEY')}`)).toBe(8)
  })
})

describe('nothing is found', () => {
  const check = (text: string) => expect(findPrivateKey(text)).toBeNull()
  it.each<[string, string]>([
    ['a certificate', certificate],
    ['a certificate in base64', base64(certificate)],
    ['public keys', spki(rsa) + spki(ec) + spki(ed25519 as typeof rsa)],
    ['public keys in base64', [spki(rsa), spki(ec)].map(base64).join('\n')],
    ['public keys without PEM lines', spki(rsa).split('\n').slice(1, -2).join('')],
    ['a signing request', blank('CERTIFICATE REQUEST')],
    ['a PGP message', blank('PGP PUBLIC KEY BLOCK')],
    ['prose', 'Keep the private key on the edge; PRIVATE KEY files stay out of plans.'],
    ['a file name', 'file: /etc/ssl/private/api.key'],
    ['nothing', ''],
  ])('in %s', (_, text) => check(text))
})

describe('eight mebibytes take no longer than their length', () => {
  const size = 8 * 1024 * 1024
  it.each<[string, string]>([
    ['of one letter', 'A'],
    ['of the first encoded letter', 'U'],
    ['of almost markers', '-----BEGIN A '],
    ['of almost encoded words', 'UFJJVkFURSBLR '],
    ['of spaces', ' '],
    ['of an encoded letter and spaces', `U${' '.repeat(4000)}`],
    ['of escaped line breaks', 'Q\\n\\n'],
  ])('%s', (_, unit) => {
    // No clock here: a quadratic scan of 8 MiB would meet the time limit of the test, a linear one is far from it.
    expect(findPrivateKey(unit.repeat(Math.ceil(size / unit.length)))).toBeNull()
  })
})
