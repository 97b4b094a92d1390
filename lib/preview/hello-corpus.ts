// Real ClientHellos, caught from the programs of this machine. Only tests import this file.
import { execFile } from 'node:child_process'
import { type AddressInfo, createServer } from 'node:net'
import { type ConnectionOptions, connect } from 'node:tls'

export interface RealHello {
  from: string
  bytes: Buffer
}

const nodeClients: ConnectionOptions[] = [
  {},
  { servername: 'www.example.com' },
  { servername: 'www.example.com', ALPNProtocols: ['h2', 'http/1.1'] },
  { servername: 'UPPER.example.com', ALPNProtocols: ['acme-tls/1'], maxVersion: 'TLSv1.2' },
  { servername: 'old.example.com', minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: 'DEFAULT@SECLEVEL=0' },
  { servername: 'ciphers.example.com', ciphers: 'TLS_AES_128_GCM_SHA256:ECDHE-RSA-AES128-GCM-SHA256' },
  { servername: 'groups.example.com', ecdhCurve: 'P-256:X25519' },
  {
    servername: `${'a'.repeat(60)}.${'b'.repeat(60)}.example.com`,
    ALPNProtocols: Array.from({ length: 40 }, (_, index) => `protocol-${index}`),
  },
]

const programs: [string, (port: number) => string[]][] = [
  ['openssl', (port) => ['s_client', '-connect', `127.0.0.1:${port}`, '-servername', 'openssl.example.com']],
  ['openssl', (port) => ['s_client', '-connect', `127.0.0.1:${port}`, '-noservername', '-tls1_2']],
  [
    'openssl',
    (port) => [
      's_client',
      '-connect',
      `127.0.0.1:${port}`,
      '-servername',
      'o.example.com',
      '-alpn',
      'h2,http/1.1',
      '-groups',
      'P-521',
    ],
  ],
  [
    'curl',
    (port) => [
      '-sk',
      '-m',
      '2',
      '--resolve',
      `curl.example.com:${port}:127.0.0.1`,
      `https://curl.example.com:${port}/`,
    ],
  ],
  [
    'curl',
    (port) => [
      '-sk',
      '-m',
      '2',
      '--http1.1',
      '--tls-max',
      '1.2',
      '--resolve',
      `curl.example.com:${port}:127.0.0.1`,
      `https://curl.example.com:${port}/`,
    ],
  ],
  ['curl', (port) => ['-sk', '-m', '2', `https://127.0.0.1:${port}/`]],
]

/** Listens once, lets a client come, and keeps what it said first. */
async function caught(from: string, start: (port: number) => () => void): Promise<RealHello | null> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const bytes = await new Promise<Buffer | null>((resolve) => {
    const timer = setTimeout(() => resolve(null), 3000)
    server.once('connection', (socket) => {
      socket.on('error', () => undefined)
      socket.once('data', (chunk: Buffer) => {
        clearTimeout(timer)
        resolve(chunk)
        socket.destroy()
      })
    })
    const stop = start((server.address() as AddressInfo).port)
    server.once('close', stop)
  })
  server.close()
  return bytes && { from, bytes }
}

export async function realHellos(): Promise<RealHello[]> {
  const found: (RealHello | null)[] = []
  for (const options of nodeClients)
    found.push(
      await caught(`node ${JSON.stringify(options).slice(0, 80)}`, (port) => {
        const socket = connect({ host: '127.0.0.1', port, rejectUnauthorized: false, ...options })
        socket.on('error', () => undefined)
        return () => socket.destroy()
      }),
    )
  for (const [program, words] of programs)
    found.push(
      await caught(program, (port) => {
        // One that is not installed leaves nothing; the test asks for enough others.
        const child = execFile(program, words(port), () => undefined)
        child.stdin?.end()
        return () => void child.kill()
      }),
    )
  return found.filter((hello) => hello !== null)
}
