// The haproxy that is installed here, for tests that ask it whether it accepts what the target writes.
import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import type { Artifact } from '../../target'

/** Debian keeps it in sbin, which an ordinary user's PATH leaves out. */
export const haproxyEnvironment = { ...process.env, PATH: `${process.env.PATH}:/usr/sbin:/usr/local/sbin` }

/** Such as `2.6`, or null where there is none. */
export const installedVersion: string | null = findVersion()

function findVersion(): string | null {
  const { stdout } = spawnSync('haproxy', ['-v'], { encoding: 'utf8', env: haproxyEnvironment })
  return /version (\d+\.\d+)/.exec(stdout ?? '')?.[1] ?? null
}

/** A private folder with throw-away certificates, in which artifacts are checked one set after the other. */
export class CheckFolder {
  readonly path = mkdtempSync(join(tmpdir(), 'sb-check-'))
  readonly #certificate: string
  readonly #made = new Set<string>()

  constructor() {
    const file = join(this.path, 'throw-away.pem')
    execFileSync(
      'openssl',
      [
        'req',
        '-x509',
        '-newkey',
        'ec',
        '-pkeyopt',
        'ec_paramgen_curve:prime256v1',
        '-nodes',
        '-days',
        '2',
        '-subj',
        '/CN=throw-away',
        '-keyout',
        `${file}.key`,
        '-out',
        file,
      ],
      { stdio: 'ignore' },
    )
    this.#certificate = execFileSync('cat', [file, `${file}.key`], { encoding: 'utf8' })
  }

  /** Writes artifacts where this test may, with throw-away certificates beside them, and answers the path of the first. */
  write(artifacts: readonly Pick<Artifact, 'path' | 'text'>[], installedAt: string): string {
    const home = join(this.path, 'etc')
    rmSync(home, { recursive: true, force: true })
    for (const { path, text } of artifacts) {
      mkdirSync(dirname(join(home, path)), { recursive: true })
      writeFileSync(join(home, path), this.#localized(text, installedAt, home))
    }
    return join(home, artifacts[0]?.path ?? '')
  }

  /** What `haproxy -c -dW` says against the artifacts; null when it accepts them without a warning. `installedAt` is the folder they name. */
  complaint(artifacts: readonly Pick<Artifact, 'path' | 'text'>[], installedAt: string): string | null {
    const main = this.write(artifacts, installedAt)
    const { status, stderr, stdout } = spawnSync('haproxy', ['-c', '-dW', '-f', main], {
      encoding: 'utf8',
      env: haproxyEnvironment,
      timeout: 30_000,
    })
    return status === 0 ? null : `exit ${status}\n${stderr}${stdout}`
  }

  remove(): void {
    rmSync(this.path, { recursive: true, force: true })
  }

  /** Files are where this test can write them, and names of servers are not looked up. */
  #localized(text: string, installedAt: string, home: string): string {
    const pem = join(this.path, 'pem')
    const local = text
      .replaceAll(`${installedAt}/`, `${home}/`)
      .replaceAll('/etc/ssl/edge/', `${pem}/`)
      .replaceAll('init-addr last,libc,none', 'init-addr none')
    for (const [file] of local.matchAll(new RegExp(`(?:${pem}|${home})/[A-Za-z0-9._/+@-]+`, 'g'))) {
      // Certificates may also lie beside the configuration; lists and maps are artifacts.
      if (file.startsWith(home) && !file.endsWith('.pem')) continue
      if (this.#made.has(file) && existsSync(file)) continue
      mkdirSync(dirname(file), { recursive: true })
      writeFileSync(file, this.#certificate)
      this.#made.add(file)
    }
    return local
  }
}
