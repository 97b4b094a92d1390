import { readdirSync, readFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vitest/config'

// A hostile time zone (UTC+12:45, with daylight saving): a test that reads the local clock by luck fails here.
process.env.TZ = 'Pacific/Chatham'

const root = import.meta.dirname
// `server-only` throws outside a React server bundle; under test it is an empty module.
const resolve = { alias: { '@': root, 'server-only': `${root}/scripts/test-support/empty.ts` } }

const unit = ['lib', 'scripts'].flatMap((folder) => testsIn(folder, '.test.ts'))
const components = ['.test.ts', '.test.tsx'].flatMap((ending) => testsIn('components', ending))

export default defineConfig({
  test: {
    projects: [
      ...twoWorlds('unit', unit, { environment: 'node' }),
      ...twoWorlds(
        'components',
        components,
        { environment: 'jsdom', setupFiles: ['scripts/test-support/components-setup.ts'] },
        [react()],
      ),
      {
        resolve,
        test: {
          // Real programs on real ports: few files at a time, and patience on a small machine.
          name: 'engine',
          environment: 'node',
          include: ['e2e/engine/**/*.test.ts'],
          testTimeout: 240_000,
          hookTimeout: 120_000,
          maxWorkers: 2,
        },
      },
    ],
  },
})

/**
 * Loading the schema, the rules and the targets anew for every file took twice as long as all tests. Files share what they have loaded,
 * but for those that replace a module: what one of them puts in its place must reach nobody else.
 */
function twoWorlds(
  name: string,
  files: readonly string[],
  options: { environment: 'node' | 'jsdom'; setupFiles?: string[] },
  plugins: ReturnType<typeof react>[] = [],
) {
  const alone = files.filter((file) => /\bvi\.(mock|doMock)\(/.test(readFileSync(join(root, file), 'utf8')))
  const together = files.filter((file) => !alone.includes(file))
  // The default leaves one core idle, which of two is half.
  const common = {
    ...options,
    pool: 'threads' as const,
    maxWorkers: Math.max(2, availableParallelism() - 1),
    testTimeout: 60_000,
  }
  return [
    { resolve, plugins, test: { ...common, name, include: together, isolate: false } },
    { resolve, plugins, test: { ...common, name: `${name}-alone`, include: alone } },
  ]
}

function testsIn(folder: string, ending: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith(ending))
    .map((file) => `${folder}/${file}`)
}
