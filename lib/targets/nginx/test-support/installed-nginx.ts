// The nginx that is installed here, for tests that ask it whether it accepts what the target writes.
import { execFileSync, spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import type { Artifact } from '../../target'

/** Debian keeps it in sbin, which an ordinary user's PATH leaves out. */
const environment = { ...process.env, PATH: `${process.env.PATH}:/usr/sbin:/usr/local/sbin` }

/** Such as `1.22`, or null where there is none. */
export const installedVersion: string | null = findVersion()

function findVersion(): string | null {
  // nginx prints its version on stderr.
  const { stderr } = spawnSync('nginx', ['-v'], { encoding: 'utf8', env: environment })
  return /nginx\/(\d+\.\d+)/.exec(stderr ?? '')?.[1] ?? null
}

/** What NGINX says of a machine or of age, not of the files. */
const harmless = /"user" directive makes sense only|deprecated|exceed open file resource limit/

/** A private folder with throw-away certificates, in which artifacts are checked one set after the other. */
export class CheckFolder {
  readonly path = mkdtempSync(join(tmpdir(), 'sb-'))
  readonly #certificate: string
  readonly #addresses = new Map<string, string>()

  constructor() {
    const file = join(this.path, 'throw-away.pem')
    const subject = ['-subj', '/CN=throw-away', '-keyout', `${file}.key`, '-out', file]
    const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2']
    execFileSync('openssl', ['req', '-x509', ...key, ...subject], { stdio: 'ignore' })
    this.#certificate = join(this.path, 'both.pem')
    writeFileSync(this.#certificate, readFileSync(file, 'utf8') + readFileSync(`${file}.key`, 'utf8'))
    mkdirSync(join(this.path, 'run'))
  }

  /** What `nginx -t` says against the artifacts, warnings too; null when it has nothing to say. The files name the customary folders. */
  complaint(artifacts: readonly Pick<Artifact, 'path' | 'text'>[]): string | null {
    const home = join(this.path, 'etc')
    rmSync(home, { recursive: true, force: true })
    this.#addresses.clear()
    for (const { path, text } of artifacts) {
      mkdirSync(dirname(join(home, path)), { recursive: true })
      writeFileSync(join(home, path), this.#localized(text, home))
    }
    const main = join(home, artifacts[0]?.path ?? '')
    const { status, stderr } = spawnSync('nginx', ['-t', '-q', '-e', 'stderr', '-c', main], {
      encoding: 'utf8',
      env: environment,
      timeout: 60_000,
    })
    const said = (stderr ?? '').split('\n').filter((line) => line !== '' && !harmless.test(line))
    return status === 0 && said.length === 0 ? null : `exit ${status}\n${said.join('\n')}`
  }

  remove(): void {
    rmSync(this.path, { recursive: true, force: true })
  }

  /** `-t` binds too, and minds addresses that this machine has not and ports that belong to root; not those in use. */
  #loopback(address: string): string {
    if (address === '') return ''
    if (!this.#addresses.has(address)) this.#addresses.set(address, `127.1.0.${this.#addresses.size + 1}:`)
    return this.#addresses.get(address) ?? ''
  }

  /** Files, sockets and logs are where this test can write them, and no name of a server is looked up. */
  #localized(text: string, home: string): string {
    const run = join(this.path, 'run')
    return text
      .replaceAll('/etc/nginx/maps/', `${home}/maps/`)
      .replaceAll('/run/nginx-edge/', `${run}/`)
      .replaceAll('/var/log/nginx/', `${run}/`)
      .replaceAll('pid /run/nginx.pid', `pid ${run}/nginx.pid`)
      .replace(/^( +(?:proxy_)?ssl_(?:\w+_)?certificate(?:_key)? )\S+;/gm, `$1${this.#certificate};`)
      .replace(/^( +server )(?!unix:|\[)[A-Za-z0-9._-]+(?=:\d+[ ;])/gm, '$1192.0.2.1')
      .replace(
        /^( +listen )(\S+:)?(\d+)(?=[ ;])/gm,
        (_, head, address = '', port) =>
          `${head}${this.#loopback(address)}${Number(port) < 1024 ? 20_000 + Number(port) : port}`,
      )
  }
}
