// Runs a program with inherited output and says how it ended; progress lines share one look.
import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'

export const root = fileURLToPath(new URL('../..', import.meta.url))

/** The environment in which every tool stays on this machine: no telemetry, no update look-ups. */
export const quietEnv = {
  NEXT_TELEMETRY_DISABLED: '1',
  CHECKPOINT_DISABLE: '1',
  PRISMA_HIDE_UPDATE_MESSAGE: '1',
}

export const say = (line) => console.log(`• ${line}`)

const running = new Set()
for (const signal of ['SIGINT', 'SIGTERM']) {
  // Ctrl-C reaches the children through the terminal; a plain kill does not, and would leave them behind.
  process.on(signal, () => {
    for (const child of running) child.kill(signal)
    if (!handsOverSignals) process.exit(signal === 'SIGINT' ? 130 : 143)
  })
}

let handsOverSignals = false
/** From here on the caller ends the process itself, after its child has ended. */
export function waitForChildOnSignal() {
  handsOverSignals = true
}

/** @returns {Promise<{ code: number, seconds: number, output: string }>} */
export function run(command, args, { env = {}, capture = false, input = undefined } = {}) {
  const started = process.hrtime.bigint()
  return new Promise((resolve, reject) => {
    const out = capture ? 'pipe' : 'inherit'
    const child = spawn(command, args, {
      cwd: root,
      env: { ...process.env, ...quietEnv, ...env },
      stdio: [input === undefined ? 'ignore' : 'pipe', out, out],
    })
    let output = ''
    child.stdout?.on('data', (data) => {
      output += data
    })
    child.stderr?.on('data', (data) => {
      output += data
    })
    child.stdin?.end(input)
    running.add(child)
    child.on('error', (error) => {
      running.delete(child)
      reject(error)
    })
    child.on('close', (code, signal) => {
      running.delete(child)
      resolve({ code: code ?? (signal ? 128 : 1), seconds: Number(process.hrtime.bigint() - started) / 1e9, output })
    })
  })
}

/** Runs a program that a dependency ships: by its file, so that no shell and no `npx` stands between us and the signals. */
export const runNode = (file, args, options) => run(process.execPath, [file, ...args], options)

export const tool = {
  next: 'node_modules/next/dist/bin/next',
  prisma: 'node_modules/prisma/build/index.js',
  tsx: 'node_modules/tsx/dist/cli.mjs',
  tsc: 'node_modules/typescript/bin/tsc',
  biome: 'node_modules/@biomejs/biome/bin/biome',
  vitest: 'node_modules/vitest/vitest.mjs',
  playwright: 'node_modules/@playwright/test/cli.js',
}
