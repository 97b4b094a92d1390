#!/usr/bin/env node
// Runs the studio from a fresh clone: installs, generates, builds, migrates, serves. Nothing needs to be done before it.
import { spawn } from 'node:child_process'
import { get } from 'node:http'
import { createInterface } from 'node:readline'
import { databaseUrl } from './setup/database-url.mjs'
import { installDependencies, requireNode } from './setup/dependencies.mjs'
import { listenAddress, requireFreePort } from './setup/listen-address.mjs'
import { quietEnv, root, runNode, tool, waitForChildOnSignal } from './setup/run-command.mjs'
import { printSetupError, SetupError } from './setup/setup-error.mjs'
import { buildStudio, generateDatabaseClients } from './setup/studio-build.mjs'

const help = `Usage: npm start                     run the studio (installs and builds what is missing)
       npm run dev                   the same with live reload, for work on Signalbox itself

Environment:
  PORT           port to listen on (4430)
  HOST           loopback address to listen on (127.0.0.1); nothing wider, since there are no accounts yet
  DATABASE_URL   where plans are kept (file:./data/signalbox.db, a SQLite file)`

const options = process.argv.slice(2)

try {
  if (options.includes('--help') || options.includes('-h')) console.log(help)
  else await start()
} catch (error) {
  printSetupError(error)
  process.exit(1)
}

async function start() {
  const unknown = options.find((option) => option !== '--dev')
  if (unknown) throw new SetupError(`Unknown option ${unknown}.`, ['npm start -- --help lists what there is'])
  const isDev = options.includes('--dev')
  process.chdir(root)
  requireNode()
  const address = listenAddress()
  await requireFreePort(address)
  await installDependencies()
  await (isDev ? generateDatabaseClients() : buildStudio())
  const env = { ...quietEnv, DATABASE_URL: databaseUrl() }
  const { code } = await runNode('scripts/migrate.mjs', [], { env })
  if (code !== 0) {
    throw new SetupError('The database could not be brought up to date (see above); nothing in it was changed.', [
      'check that the folder of DATABASE_URL can be written, or point DATABASE_URL elsewhere',
    ])
  }
  serve(address, isDev, env)
}

function serve({ host, port, url }, isDev, env) {
  const child = spawn(process.execPath, [tool.next, isDev ? 'dev' : 'start', '-H', host, '-p', String(port)], {
    cwd: root,
    // The server ends when this process does, however it ends.
    env: { ...process.env, ...env, HOST: host, PORT: String(port), SIGNALBOX_STARTER: String(process.pid) },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  createInterface({ input: child.stdout }).on('line', (line) => {
    if (!isBanner(line)) console.log(line)
  })
  announceWhenReady(child, url)

  waitForChildOnSignal()
  let stopping = null
  const stop = (signal) => {
    stopping ??= signal
    child.kill(signal)
    // An open connection must not keep the port for ever.
    setTimeout(() => child.kill('SIGKILL'), 10_000).unref()
  }
  process.on('SIGINT', () => stop('SIGINT'))
  process.on('SIGTERM', () => stop('SIGTERM'))
  // `npm start` does not pass SIGTERM on: without this the server would outlive it and hold the port.
  const parent = process.ppid
  if (process.env.npm_lifecycle_event) {
    setInterval(() => {
      if (process.ppid !== parent) stop('SIGTERM')
    }, 500).unref()
  }
  child.on('error', (error) => {
    printSetupError(new SetupError(`The server did not start: ${error.message}`))
    process.exit(1)
  })
  child.on('close', (code) => process.exit(stopping ? 0 : (code ?? 1)))
}

/** What `next` prints about itself and about addresses that we print better. */
const isBanner = (line) => /^\s*(▲|- (Local|Network|Environments)|✓ (Starting|Ready))/.test(line) || line.trim() === ''

function announceWhenReady(child, url) {
  const attempt = () => {
    if (child.exitCode !== null) return
    get(url, (response) => {
      response.resume()
      console.log(`\nSignalbox is ready: ${url}\nStop it with Ctrl-C.`)
    }).on('error', () => setTimeout(attempt, 100))
  }
  attempt()
}
