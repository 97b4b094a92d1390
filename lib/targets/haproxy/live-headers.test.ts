// Header values that mean something to haproxy.cfg arrive at a backend as they stand in the plan.
import { type ChildProcess, spawn } from 'node:child_process'
import { createServer, get, type IncomingMessage } from 'node:http'
import { type AddressInfo, connect, createServer as createTcpServer, type Server } from 'node:net'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { planSchema } from '../../domain-model/plan'
import { haproxy } from './target'
import { CheckFolder, haproxyEnvironment, installedVersion } from './test-support/installed-haproxy'

const values = [
  '50% off',
  '%[src]',
  '%%',
  '%{+Q}o %t',
  '"quoted" and \'single\'',
  'back\\slash \\n \\x41',
  '# no comment',
  '$HOME $' + '{HOME} $(id)',
  '{ } if { always_true }',
  'if',
  'unless',
  '||',
  '}',
  'a\tb',
  'x; y | z & w',
  '%[str(a)],lower',
  'str(x),regsub(a,b)',
  '[::1]:80',
  '^.*$',
  '~!@#$%^&*()_+`-={}|[]\\:";\'<>?,./',
  `${'long "'.repeat(300)}end`,
]

if (installedVersion === null) {
  describe.skipIf(!process.env.CI)('header values arrive unchanged (haproxy is not installed)', () => {
    test('is installed', () => expect.fail('CI needs haproxy: npm test installs it on Debian'))
  })
} else {
  describe(`haproxy ${installedVersion}`, () => {
    let folder: CheckFolder
    let backend: Server
    let child: ChildProcess
    let port = 0

    beforeAll(async () => {
      folder = new CheckFolder()
      const server = createServer({ maxHeaderSize: 65_536 }, (request, response) =>
        response.end(JSON.stringify(request.headers)),
      )
      backend = await listening(server)
      const ports = [await freePort(), await freePort()]
      port = ports[1] ?? 0
      const set = Object.fromEntries(values.map((value, index) => [`X-Value-${index}`, value]))
      const plan = planSchema.parse({
        apiVersion: 'signalbox/v1',
        kind: 'Plan',
        name: 'live-headers',
        listeners: [
          { name: 'https', address: '127.0.0.1', port: ports[0], protocol: 'tls' },
          { name: 'http', address: '127.0.0.1', port, protocol: 'http' },
        ],
        certificates: [{ name: 'site', file: '/etc/ssl/edge/site.pem' }],
        upstreams: [{ name: 'app', servers: [{ host: '127.0.0.1', port: (backend.address() as AddressInfo).port }] }],
        routes: [
          {
            name: 'app',
            listener: 'https',
            hosts: ['app.example.com'],
            mode: 'terminate',
            certificate: 'site',
            paths: [{ path: '/', upstream: 'app' }],
            requestHeaders: { set },
            responseHeaders: { set },
            plainHttp: 'serve',
          },
        ],
      })
      const main = folder.write(haproxy.emit(plan, { version: installedVersion as string }).artifacts, '/etc/haproxy')
      child = spawn('haproxy', ['-db', '-f', main], { env: haproxyEnvironment, stdio: 'ignore' })
      for (let attempt = 0; attempt < 400 && !(await canConnect(port)); attempt++)
        await new Promise((resolve) => setTimeout(resolve, 25))
    })
    afterAll(() => {
      child?.kill('SIGKILL')
      backend?.close()
      folder?.remove()
    })

    test('to the backend and to the client', async () => {
      const { headers, body } = await ask(port)
      const arrived = JSON.parse(body) as Record<string, string>
      for (const [index, value] of values.entries()) {
        expect(arrived[`x-value-${index}`], 'request').toBe(value)
        expect(headers[`x-value-${index}`], 'response').toBe(value)
      }
    })
  })
}

function ask(port: number): Promise<{ headers: IncomingMessage['headers']; body: string }> {
  return new Promise((resolve, reject) => {
    get(
      { port, host: '127.0.0.1', path: '/', headers: { Host: 'app.example.com' }, maxHeaderSize: 65_536, agent: false },
      (response) => {
        let body = ''
        response.on('data', (chunk) => (body += chunk))
        response.once('end', () => resolve({ headers: response.headers, body }))
      },
    ).once('error', reject)
  })
}

function listening<Kind extends Server>(server: Kind): Promise<Kind> {
  return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(server)))
}

async function freePort(): Promise<number> {
  const server = await listening(createTcpServer())
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}

function canConnect(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host: '127.0.0.1', port })
    socket.once('connect', () => resolve(socket.destroy() !== undefined))
    socket.once('error', () => resolve(false))
  })
}
