import react from '@vitejs/plugin-react'
import { defineConfig } from 'vitest/config'

// A hostile time zone (UTC+12:45, with daylight saving): a test that reads the local clock by luck fails here.
process.env.TZ = 'Pacific/Chatham'

const root = import.meta.dirname
// `server-only` throws outside a React server bundle; under test it is an empty module.
const resolve = { alias: { '@': root, 'server-only': `${root}/scripts/test-support/empty.ts` } }

export default defineConfig({
  test: {
    projects: [
      {
        resolve,
        test: {
          name: 'unit',
          environment: 'node',
          include: ['lib/**/*.test.ts', 'scripts/**/*.test.ts'],
          testTimeout: 20_000,
        },
      },
      {
        resolve,
        plugins: [react()],
        test: {
          name: 'components',
          environment: 'jsdom',
          include: ['components/**/*.test.{ts,tsx}'],
          setupFiles: ['scripts/test-support/components-setup.ts'],
          testTimeout: 20_000,
        },
      },
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
