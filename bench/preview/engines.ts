// The contenders: one thread each, passthrough by SNI for pass.example.com, terminated for web.example.com.
import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { build } from 'esbuild'
import { planSchema } from '../../lib/domain-model/plan'
import { makeAuthority } from '../../lib/preview/edge-stage'

export interface Contender {
  name: string
  port: number
  /** Its main process; null for the direct way. */
  pid: number | null
  /** Whether it can end TLS. */
  terminates: boolean
  stop(): void
}

export interface Backends {
  /** Echoes, sends without end or swallows, as the first byte after the hello says. */
  raw: number
  http: number
}

const environment = { ...process.env, PATH: `${process.env.PATH}:/usr/sbin` }
const folder = mkdtempSync(join(tmpdir(), 'sb-bench-'))
process.once('exit', () => rmSync(folder, { recursive: true, force: true }))

export function isInstalled(program: string): boolean {
  try {
    execFileSync('sh', ['-c', `command -v ${program}`], { env: environment, stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}

export async function startContenders(backends: Backends, ports: () => Promise<number>): Promise<Contender[]> {
  const pem = makeAuthority('bench').issue('web', ['web.example.com']).pem
  const pemFile = join(folder, 'web.pem')
  writeFileSync(pemFile, pem)
  const contenders: Contender[] = [
    { name: 'direct', port: backends.raw, pid: null, terminates: false, stop: () => undefined },
  ]
  contenders.push(await startWorker(backends, await ports(), pem))
  if (isInstalled('haproxy'))
    contenders.push(startProgram('haproxy', await ports(), await ports(), haproxyConfig(backends, pemFile)))
  if (isInstalled('nginx'))
    contenders.push(startProgram('nginx', await ports(), await ports(), nginxConfig(backends, pemFile)))
  if (isInstalled('sniproxy'))
    contenders.push({ ...startProgram('sniproxy', await ports(), 0, sniproxyConfig(backends)), terminates: false })
  await new Promise((resolve) => setTimeout(resolve, 700))
  return contenders
}

async function startWorker(backends: Backends, port: number, pem: string): Promise<Contender> {
  const file = join(folder, 'worker.mjs')
  await build({
    entryPoints: ['lib/preview/worker.ts'],
    outfile: file,
    bundle: true,
    platform: 'node',
    format: 'esm',
    logLevel: 'error',
    banner: {
      js: `import { createRequire as requireFrom } from 'node:module'; const require = requireFrom(import.meta.url);`,
    },
  })
  const child = spawn(process.execPath, [...(process.env.WORKER_FLAGS?.split(' ') ?? []), file], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  })
  const plan = planSchema.parse({
    apiVersion: 'signalbox/v1',
    kind: 'Plan',
    name: 'bench',
    listeners: [{ name: 'https', port: 443, protocol: 'tls' }],
    certificates: [{ name: 'web' }],
    upstreams: [
      { name: 'raw', servers: [{ host: '10.0.0.1', port: 1 }] },
      { name: 'http', servers: [{ host: '10.0.0.2', port: 1 }] },
    ],
    routes: [
      { name: 'pass', listener: 'https', hosts: ['pass.example.com'], mode: 'passthrough', upstream: 'raw' },
      {
        name: 'web',
        listener: 'https',
        hosts: ['web.example.com'],
        mode: 'terminate',
        certificate: 'web',
        paths: [{ path: '/', upstream: 'http' }],
      },
    ],
  })
  const heard = (type: string) =>
    new Promise<void>((resolve, reject) => {
      child.on('message', (message: { type: string; message?: string }) => {
        if (message.type === type) resolve()
        if (message.type === 'failed') reject(new Error(message.message))
        if (message.type === 'fault') console.error(message.message)
      })
    })
  await heard('ready')
  child.send({
    type: 'start',
    request: 1,
    preview: 'bench',
    plan,
    materials: {
      certificates: { web: pem },
      trust: {},
      servers: {
        '10.0.0.1:1': { host: '127.0.0.1', port: backends.raw },
        '10.0.0.2:1': { host: '127.0.0.1', port: backends.http },
      },
    },
    bind: { https: { host: '127.0.0.1', port } },
  })
  await heard('done')
  return { name: 'worker', port, pid: child.pid ?? null, terminates: true, stop: () => child.disconnect() }
}

type Config = { text(port: number, inner: number): string; words(file: string): string[] }

function startProgram(name: string, port: number, inner: number, { text, words }: Config): Contender {
  const file = join(folder, `${name}.cfg`)
  writeFileSync(file, text(port, inner))
  const child: ChildProcess = spawn(name, words(file), { stdio: ['ignore', 'ignore', 'inherit'], env: environment })
  const stop = () => child.kill('SIGTERM')
  process.once('exit', stop)
  return { name, port, pid: child.pid ?? null, terminates: true, stop }
}

const haproxyConfig = ({ raw, http }: Backends, pem: string): Config => ({
  words: (file) => ['-db', '-f', file],
  text: (port, inner) => `global
  nbthread 1
  maxconn 9000
defaults
  timeout connect 5s
  timeout client 1h
  timeout server 1h
frontend edge
  mode tcp
  bind 127.0.0.1:${port}
  tcp-request inspect-delay 5s
  tcp-request content accept if { req.ssl_hello_type 1 }
  use_backend raw if { req.ssl_sni -i pass.example.com }
  default_backend inner
backend raw
  mode tcp
  server one 127.0.0.1:${raw}
backend inner
  mode tcp
  server inner 127.0.0.1:${inner}
frontend web
  mode http
  bind 127.0.0.1:${inner} ssl crt ${pem}
  default_backend http
backend http
  mode http
  http-reuse always
  server one 127.0.0.1:${http}
`,
})

const nginxConfig = ({ raw, http }: Backends, pem: string): Config => ({
  words: (file) => ['-e', 'stderr', '-p', folder, '-c', file, '-g', 'daemon off;'],
  text: (port, inner) => `worker_processes 1;
pid ${folder}/nginx.pid;
${nginxStreamModule()}
error_log stderr crit;
worker_rlimit_nofile 18000;
events { worker_connections 15000; }
stream {
  map $ssl_preread_server_name $to { pass.example.com 127.0.0.1:${raw}; default 127.0.0.1:${inner}; }
  server { listen 127.0.0.1:${port}; ssl_preread on; proxy_pass $to; proxy_timeout 1h; }
}
http {
  access_log off;
  ${['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((kind) => `${kind}_temp_path ${folder}/${kind};`).join(' ')}
  upstream app { server 127.0.0.1:${http}; keepalive 64; }
  server { listen 127.0.0.1:${inner} ssl; ssl_certificate ${pem}; ssl_certificate_key ${pem}; keepalive_requests 1000000;
    location / { proxy_pass http://app; proxy_http_version 1.1; proxy_set_header Connection ""; } }
}
`,
})

/** It passes through only, and logs to a file where it is told to log nothing. */
const sniproxyConfig = ({ raw }: Backends): Config => ({
  words: (file) => ['-f', '-c', file],
  text: (port) => `user root
pidfile ${folder}/sniproxy.pid
error_log { filename ${folder}/sniproxy.log; priority error; }
listener 127.0.0.1:${port} {
  protocol tls
  table pass
  access_log { filename /dev/null; priority emergency; }
}
table pass {
  pass.example.com 127.0.0.1:${raw}
}
`,
})

/** Debian builds the stream module apart; elsewhere it is inside. */
function nginxStreamModule(): string {
  const file = '/usr/lib/nginx/modules/ngx_stream_module.so'
  return existsSync(file) ? `load_module ${file};` : ''
}

/** Seconds of processor time of a process and its children. On a busy machine that is what can be compared. */
export function processorSeconds(pid: number): number {
  const [, , ...fields] = readFileSync(`/proc/${pid}/stat`, 'utf8')
    .replace(/\(.*\)/, 'x')
    .split(' ')
  const ticks = Number(fields[11]) + Number(fields[12])
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim()
  return (
    ticks / 100 + (children ? children.split(' ').reduce((sum, child) => sum + processorSeconds(Number(child)), 0) : 0)
  )
}

/** Resident kilobytes of a process and its children. */
export function residentKb(pid: number): number {
  const own = Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0)
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim()
  return own + (children ? children.split(' ').reduce((sum, child) => sum + residentKb(Number(child)), 0) : 0)
}
