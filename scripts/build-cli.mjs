// Bundles the command line into one file that needs nothing but Node: dist/signalbox.mjs, and a package made of it alone
// (`npm pack ./dist`), so that whoever wants the command does not install the studio's dependencies.
import { chmodSync, copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { bundleForNode } from './setup/bundle.mjs'
import { installDependencies } from './setup/dependencies.mjs'
import { root, say } from './setup/run-command.mjs'
import { printSetupError, SetupError } from './setup/setup-error.mjs'

const entry = join(root, 'lib/cli/main.ts')
const outfile = join(root, 'dist/signalbox.mjs')

try {
  if (!existsSync(entry)) throw new SetupError('There is no lib/cli/main.ts to bundle.')
  await installDependencies()
  await bundleForNode('lib/cli/main.ts', 'dist/signalbox.mjs')
  // The source may begin with a line for tsx; the bundle runs on plain Node.
  writeFileSync(outfile, `#!/usr/bin/env node\n${readFileSync(outfile, 'utf8').replace(/^#!.*\n/, '')}`)
  chmodSync(outfile, 0o755)
  const { name, version, description, license, engines } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  const manifest = {
    name,
    version,
    description,
    license,
    type: 'module',
    engines,
    bin: { signalbox: 'signalbox.mjs' },
    files: ['signalbox.mjs'],
  }
  mkdirSync(join(root, 'dist'), { recursive: true })
  writeFileSync(join(root, 'dist/package.json'), `${JSON.stringify(manifest, null, 2)}\n`)
  for (const file of ['README.md', 'LICENSE']) {
    if (existsSync(join(root, file))) copyFileSync(join(root, file), join(root, 'dist', file))
  }
  say('made dist/signalbox.mjs')
} catch (error) {
  printSetupError(error)
  process.exit(1)
}
