// Bundles a file with all it imports into one that needs nothing but Node.
import { join } from 'node:path'
import { root } from './run-command.mjs'

export async function bundleForNode(entry, outfile) {
  // Loaded here: this file is imported before the dependencies are installed.
  const { build } = await import('esbuild')
  await build({
    entryPoints: [join(root, entry)],
    outfile: join(root, outfile),
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
}
