import { execFileSync } from 'node:child_process'
import { X509Certificate } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createSecureContext } from 'node:tls'
import { afterAll, expect, test } from 'vitest'
import { createAuthority } from './certificates'
import { integer, objectId, time } from './der'

const folder = mkdtempSync(join(tmpdir(), `sb-${process.pid}-certificates-`))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const file = (name: string, text: string) => {
  const path = join(folder, name)
  writeFileSync(path, text)
  return path
}

test('openssl, at its strictest, believes what an authority issued and nothing of another', async () => {
  const [ours, theirs] = await Promise.all([createAuthority('ours'), createAuthority('theirs')])
  const leaf = await ours.issue('edge', 'api', ['api.example.com', '*.example.com'])
  const verify = (authority: string) =>
    execFileSync(
      'openssl',
      [
        'verify',
        '-x509_strict',
        '-purpose',
        'sslserver',
        '-CAfile',
        file('ca.pem', authority),
        file('leaf.pem', leaf.certificate),
      ],
      { stdio: 'pipe' },
    ).toString()
  expect(verify(ours.certificate)).toContain('OK')
  expect(() => verify(theirs.certificate)).toThrow(/verification failed|unable to get local issuer/)
})

test('a leaf names its holder and its hosts, fits its key and is valid now', async () => {
  const authority = await createAuthority('ours')
  const hosts = Array.from({ length: 700 }, (_, index) => `h${index}.example.com`)
  const leaf = await authority.issue('client', 'Zoë & sons', hosts)
  const read = new X509Certificate(leaf.certificate)
  expect(read.subject).toBe('O=client\nCN=Zoë & sons')
  expect(read.subjectAltName?.split(', ')).toEqual(hosts.map((host) => `DNS:${host}`))
  expect(read.ca).toBe(false)
  expect(read.keyUsage).toEqual(['1.3.6.1.5.5.7.3.1', '1.3.6.1.5.5.7.3.2'])
  expect(new X509Certificate(authority.certificate).ca).toBe(true)
  const now = Date.now()
  expect(Date.parse(read.validFrom)).toBeLessThan(now)
  expect(Date.parse(read.validTo)).toBeGreaterThan(now)
  expect(() => createSecureContext({ cert: leaf.certificate, key: leaf.key })).not.toThrow()
})

test('no two certificates share a serial number', async () => {
  const authority = await createAuthority('ours')
  const leaves = await Promise.all(Array.from({ length: 50 }, (_, index) => authority.issue('backend', `b${index}`)))
  const numbers = [authority, ...leaves].map(({ certificate }) => new X509Certificate(certificate).serialNumber)
  expect(new Set(numbers).size).toBe(51)
})

test('numbers, names of things and times are written as X.690 and RFC 5280 want them', () => {
  const hex = (bytes: Buffer) => bytes.toString('hex')
  expect(hex(integer(Buffer.of(0, 0, 0x7f)))).toBe('02017f')
  expect(hex(integer(Buffer.of(0x80)))).toBe('02020080')
  expect(hex(integer(Buffer.of(0, 0)))).toBe('020100')
  expect(hex(objectId('1.2.840.10045.4.3.2'))).toBe('06082a8648ce3d040302')
  expect(time(new Date('2049-12-31T23:59:59.900Z')).subarray(2).toString()).toBe('491231235959Z')
  expect(time(new Date('2050-01-01T00:00:00Z')).subarray(2).toString()).toBe('20500101000000Z')
})
