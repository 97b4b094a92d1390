// Builds everything that is built: the database clients, the studio, and the command line.
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { installDependencies } from './setup/dependencies.mjs'
import { root, runNode } from './setup/run-command.mjs'
import { printSetupError } from './setup/setup-error.mjs'
import { buildStudio } from './setup/studio-build.mjs'

try {
  await installDependencies()
  await buildStudio()
  if (existsSync(join(root, 'lib/cli/main.ts'))) {
    process.exitCode = (await runNode('scripts/build-cli.mjs', [])).code
  }
} catch (error) {
  printSetupError(error)
  process.exit(1)
}
