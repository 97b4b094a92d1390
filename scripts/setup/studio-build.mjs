// Generates the database clients and builds the studio, each only when its inputs changed.
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { bundleForNode } from './bundle.mjs'
import { defaultDatabaseUrl } from './database-url.mjs'
import { root, runNode, say, tool } from './run-command.mjs'
import { SetupError } from './setup-error.mjs'

const clientInputs = ['prisma', 'prisma.config.ts', 'package-lock.json']
const clientStamp = 'lib/generated/.made-from'

const studioInputs = [
  'app',
  'components',
  'lib',
  'public',
  'prisma',
  'instrumentation.ts',
  'next.config.ts',
  'package-lock.json',
  'package.json',
  'postcss.config.mjs',
  'proxy.ts',
  'tsconfig.json',
]
const studioStamp = '.next/made-from'

/** Both clients always: the build serves either database, and only DATABASE_URL decides which at start. */
export async function generateDatabaseClients() {
  const inputs = fingerprint(clientInputs)
  if (isFresh(clientStamp, inputs)) return
  say('generating the database clients')
  for (const url of [defaultDatabaseUrl, 'postgresql://localhost/signalbox']) {
    const { code, output } = await runNode(tool.prisma, ['generate'], { env: { DATABASE_URL: url }, capture: true })
    if (code !== 0) throw new SetupError(`prisma generate failed:\n${output}`)
  }
  stamp(clientStamp, inputs)
}

/** The processes beside the web server; in development they run from their source. */
const workers = [
  {
    says: 'the preview worker',
    source: 'lib/preview/worker.ts',
    name: 'preview-worker',
    inputs: ['lib/preview', 'lib/domain-model', 'lib/diagnostics', 'package-lock.json'],
  },
  {
    says: 'the proof worker',
    source: 'lib/cli/proof-worker.ts',
    name: 'proof-worker',
    inputs: ['lib/cli', 'lib/preview', 'lib/targets', 'lib/domain-model', 'lib/diagnostics', 'package-lock.json'],
  },
]

async function buildWorker({ says, source, name, inputs }) {
  const file = `dist/${name}.mjs`
  const stampFile = `dist/${name}.made-from`
  const madeFrom = fingerprint(inputs)
  if (existsSync(join(root, file)) && isFresh(stampFile, madeFrom)) return
  say(`bundling ${says}`)
  await bundleForNode(source, file)
  stamp(stampFile, madeFrom)
}

export async function buildStudio() {
  await generateDatabaseClients()
  for (const worker of workers) await buildWorker(worker)
  const inputs = fingerprint(studioInputs)
  if (existsSync(join(root, '.next/BUILD_ID')) && isFresh(studioStamp, inputs)) return
  say('building the studio (about half a minute)')
  const { code, output } = await runNode(tool.next, ['build'], { capture: true })
  if (code !== 0) {
    throw new SetupError(`next build failed:\n${output}`, [
      'another build or dev server in this folder? stop it and run this again',
      'out of memory? the build wants about 1.5 GB free',
    ])
  }
  stamp(studioStamp, inputs)
}

/** A hash of names and contents. Contents, not times: a deleted file and a changed branch count, a fresh checkout does not. */
function fingerprint(paths) {
  const hash = createHash('sha256')
  for (const file of paths.flatMap((path) => filesUnder(join(root, path)))) {
    hash
      .update(`${relative(root, file)}\0`)
      .update(readFileSync(file))
      .update('\0')
  }
  return hash.digest('hex')
}

const isNoInput = (name) => /\.test\.tsx?$/.test(name) || ['generated', 'golden', 'fixtures'].includes(name)

function filesUnder(path) {
  if (!existsSync(path)) return []
  if (!statSync(path).isDirectory()) return [path]
  return readdirSync(path)
    .sort()
    .filter((name) => !isNoInput(name))
    .flatMap((name) => filesUnder(join(path, name)))
}

const isFresh = (stampFile, inputs) =>
  existsSync(join(root, stampFile)) && readFileSync(join(root, stampFile), 'utf8') === inputs

function stamp(stampFile, inputs) {
  mkdirSync(dirname(join(root, stampFile)), { recursive: true })
  writeFileSync(join(root, stampFile), inputs)
}
