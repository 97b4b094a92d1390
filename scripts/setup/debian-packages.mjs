// Installs the programs that the tests drive: a browser and the two engines. Only what is missing, never a service started.
import { accessSync, constants, existsSync } from 'node:fs'
import { join } from 'node:path'
import { run, say } from './run-command.mjs'
import { SetupError } from './setup-error.mjs'

// System folders are not on every user's PATH.
const folders = () => [...(process.env.PATH ?? '').split(':'), '/usr/sbin', '/usr/local/sbin', '/sbin'].filter(Boolean)

const isExecutable = (file) => {
  try {
    accessSync(file, constants.X_OK)
    return true
  } catch {
    return false
  }
}
const hasProgram = (name) => folders().some((folder) => isExecutable(join(folder, name)))

async function nginxHasStream() {
  if (!hasProgram('nginx')) return false
  const nginx = folders()
    .map((folder) => join(folder, 'nginx'))
    .find(isExecutable)
  const { output } = await run(nginx, ['-V'], { capture: true })
  if (/--with-stream(?!=dynamic)(\s|$)/.test(output)) return true
  const modules = output.match(/--modules-path=(\S+)/)?.[1] ?? '/usr/lib/nginx/modules'
  return existsSync(join(modules, 'ngx_stream_module.so'))
}

const wanted = [
  {
    package: 'chromium',
    present: () =>
      process.env.CHROMIUM_PATH ? isExecutable(process.env.CHROMIUM_PATH) : isExecutable('/usr/bin/chromium'),
  },
  { package: 'haproxy', present: () => hasProgram('haproxy') },
  { package: 'nginx-light', present: () => hasProgram('nginx') },
  { package: 'libnginx-mod-stream', present: nginxHasStream },
  { package: 'openssl', present: () => hasProgram('openssl') },
]

export async function missingPackages(names = wanted.map((entry) => entry.package)) {
  const missing = []
  for (const entry of wanted) {
    if (names.includes(entry.package) && !(await entry.present())) missing.push(entry.package)
  }
  return missing
}

/**
 * Debian starts a service as soon as its package is installed, unless /usr/sbin/policy-rc.d forbids it. We put one there for
 * the length of the installation; one that is there already is never overwritten, only asked.
 */
export const installScript = `
set -eu
export DEBIAN_FRONTEND=noninteractive
exec 9>"\${PACKAGES_LOCK:-/run/signalbox-packages.lock}"
if command -v flock >/dev/null; then flock 9; fi
guard=\${POLICY_FILE:-/usr/sbin/policy-rc.d}
if [ -e "$guard" ]; then
  answer=0; "$guard" haproxy start >/dev/null 2>&1 || answer=$?
  if [ "$answer" -ne 101 ]; then
    echo "$guard exists and lets services start (it answered $answer)." >&2
    exit 75
  fi
else
  trap 'rm -f "$guard"' EXIT
  trap 'exit 143' INT TERM HUP
  ( set -C; printf '#!/bin/sh\\n# Temporary: packages are being installed without starting their services.\\nexit 101\\n' >"$guard" )
  chmod 755 "$guard"
fi
apt-get update -qq || echo "the package lists could not be refreshed; going on with those that are here" >&2
apt-get install -y -qq --no-install-recommends -o DPkg::Lock::Timeout=120 -o Dpkg::Use-Pty=0 "$@" </dev/null
`

export async function installDebianPackages(names) {
  const missing = await missingPackages(names)
  if (missing.length === 0) return
  const command = `sudo apt-get install --no-install-recommends ${missing.join(' ')}`
  const byHand = [
    `run this once, then the same command again: ${command}`,
    ...(missing.some((name) => name === 'haproxy' || name.includes('nginx'))
      ? [
          'it may start haproxy and nginx as services, which the tests do not need: sudo systemctl disable --now haproxy nginx',
        ]
      : []),
  ]
  if (!hasProgram('apt-get')) {
    throw new SetupError(`These programs are missing, and this is no Debian: ${missing.join(', ')}.`, [
      'install chromium (or set CHROMIUM_PATH), haproxy, nginx with its stream module, and openssl with your package manager',
    ])
  }
  const isRoot = process.getuid?.() === 0
  if (!isRoot) {
    const sudo = hasProgram('sudo') ? await run('sudo', ['-n', 'true'], { capture: true }) : { code: 1 }
    if (sudo.code !== 0)
      throw new SetupError(`The tests need ${missing.join(', ')}, and installing them needs root.`, byHand)
  }
  say(`installing ${missing.join(', ')} (apt-get; no service is started)`)
  const shell = ['sh', '-c', installScript, 'install-packages', ...missing]
  const { code } = isRoot ? await run('sh', shell.slice(1)) : await run('sudo', ['-n', ...shell])
  if (code !== 0 || (await missingPackages(names)).length > 0) {
    throw new SetupError(`apt-get could not install ${missing.join(', ')} (it said why above).`, byHand)
  }
}
