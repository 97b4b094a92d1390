// Brings node_modules in step with the lock. Node built-ins only: this runs on a fresh clone, before anything is installed.
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { root, run, say } from './run-command.mjs'
import { SetupError } from './setup-error.mjs'

const oldestNode = [20, 19]

export function requireNode(version = process.versions.node) {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  if (major > oldestNode[0] || (major === oldestNode[0] && minor >= oldestNode[1])) return
  throw new SetupError(`Signalbox needs Node ${oldestNode.join('.')} or newer; this is ${version}.`, [
    'install a current Node (https://nodejs.org, your distribution, or a version manager) and run the same command again',
  ])
}

/**
 * Whether node_modules holds what the lock asks for. Contents decide, not file times: a checkout touches every time stamp,
 * and somebody who ran `npm ci` by hand should not wait for a second one.
 */
export function dependenciesAreInstalled(folder = root) {
  const installedFile = join(folder, 'node_modules/.package-lock.json')
  if (!existsSync(installedFile)) return false
  const wanted = packagesOf(join(folder, 'package-lock.json'))
  const installed = packagesOf(installedFile)
  return Object.entries(wanted).every(([path, entry]) => {
    if (path === '') return true
    const found = installed[path]
    // Binaries for other platforms are optional and stay away.
    if (!found) return entry.optional === true || entry.devOptional === true
    return found.version === entry.version && found.integrity === entry.integrity
  })
}

const packagesOf = (file) => {
  try {
    return JSON.parse(readFileSync(file, 'utf8')).packages ?? {}
  } catch {
    // An interrupted install leaves half a file: the same as none.
    return {}
  }
}

export async function installDependencies() {
  requireNode()
  if (dependenciesAreInstalled()) return
  say('installing dependencies (npm ci, about half a minute)')
  const npm = process.env.npm_execpath
  const args = ['ci', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error']
  const { code } = await (npm?.endsWith('.js') ? run(process.execPath, [npm, ...args]) : run('npm', args)).catch(() => {
    throw new SetupError('npm is not on the PATH.', ['install npm 10 or newer (it comes with Node) and run this again'])
  })
  if (code === 0 && dependenciesAreInstalled()) return
  throw new SetupError('The dependencies could not be installed (npm said why above).', [
    'without network: connect, or point npm at a registry you can reach (npm config set registry …), and run this again',
    'behind a proxy: set HTTPS_PROXY, and NODE_EXTRA_CA_CERTS where the proxy has its own authority',
    'disk full or half-installed: free about 1.5 GB, remove node_modules, and run this again',
  ])
}
