import { rmSync } from 'node:fs'
import { defineConfig } from '@playwright/test'
import { chromiumOptions } from './e2e/chromium'

// The studio as `npm start` runs it, on a port and with a database of its own.
const port = Number(process.env.E2E_PORT ?? 4439)
const data = `e2e/.results/data-${port}`

// The workers load this file too; only the first to do so, the runner, starts the server.
if (process.env.TEST_WORKER_INDEX === undefined) rmSync(data, { recursive: true, force: true })

export default defineConfig({
  testDir: 'e2e',
  testMatch: '**/*.spec.ts',
  outputDir: 'e2e/.results/artifacts',
  fullyParallel: true,
  workers: 2,
  retries: 0,
  forbidOnly: Boolean(process.env.CI),
  timeout: 60_000,
  expect: { timeout: 10_000 },
  use: {
    baseURL: `http://127.0.0.1:${port}`,
    // A trace of every test takes a sixth of the time, and a failure leaves the page as text: --trace on, for who wants to see it.
    trace: 'off',
    viewport: { width: 1440, height: 900 },
    launchOptions: chromiumOptions,
  },
  webServer: {
    command: 'node scripts/start.mjs',
    url: `http://127.0.0.1:${port}`,
    env: { PORT: String(port), HOST: '127.0.0.1', DATABASE_URL: `file:./${data}/plans.db` },
    timeout: 180_000,
    reuseExistingServer: false,
    gracefulShutdown: { signal: 'SIGTERM', timeout: 15_000 },
  },
})
