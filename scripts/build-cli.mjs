// Bundles the command line into one file that needs nothing but Node: dist/signalbox.mjs, and a package made of it alone
// (`npm pack ./dist`), so that whoever wants the command does not install the studio's dependencies.
import { chmodSync, copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { installDependencies } from './setup/dependencies.mjs'
import { root, say } from './setup/run-command.mjs'
import { printSetupError, SetupError } from './setup/setup-error.mjs'

const entry = join(root, 'lib/cli/main.ts')
const outfile = join(root, 'dist/signalbox.mjs')

try {
  if (!existsSync(entry)) throw new SetupError('There is no lib/cli/main.ts to bundle.')
  await installDependencies()
  const { build } = await import('esbuild')
  await build({
    entryPoints: [entry],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20.19',
    legalComments: 'eof',
    logLevel: 'warning',
    // Some dependencies are CommonJS and ask for built-ins through require.
    banner: {
      js: `import { createRequire as requireFrom } from 'node:module'; const require = requireFrom(import.meta.url);`,
    },
  })
  // The source may begin with a line for tsx; the bundle runs on plain Node.
  writeFileSync(outfile, `#!/usr/bin/env node\n${readFileSync(outfile, 'utf8').replace(/^#!.*\n/, '')}`)
  chmodSync(outfile, 0o755)
  const { name, version, description, license, engines } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  const manifest = { name, version, description, license, type: 'module', engines, bin: { signalbox: 'signalbox.mjs' } }
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
