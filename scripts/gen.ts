// Writes the generated files, or with --check compares them: a page that does not match its source fails the tests.
//
// Every module in scripts/gen/ is one generator:
//   export default async () => new Map([['docs/rules/shadowed-route.md', '…']])   path → whole text, LF, final newline
//   export const owns = ['docs/rules']   optional: folders in which nothing else may lie (stray files are removed)
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

interface Generator {
  default: () => Promise<Map<string, string>>
  owns?: string[]
}

export type Drift = { path: string; state: 'missing' | 'stale' | 'stray' }

/** What differs between the generators' answer and the tree; `write` puts it right. */
export async function generate(root: string, generators: readonly Generator[], write: boolean): Promise<Drift[]> {
  const wanted = new Map<string, string>()
  for (const generator of generators) {
    for (const [path, text] of await generator.default()) {
      if (wanted.has(path)) throw new Error(`two generators write ${path}`)
      wanted.set(path, text)
    }
  }
  const drift: Drift[] = []
  for (const [path, text] of wanted) {
    const file = join(root, path)
    const found = existsSync(file) ? readFileSync(file, 'utf8') : null
    if (found === text) continue
    drift.push({ path, state: found === null ? 'missing' : 'stale' })
    if (!write) continue
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, text)
  }
  for (const path of generators.flatMap(({ owns = [] }) => owns.flatMap((folder) => filesUnder(root, folder)))) {
    if (wanted.has(path)) continue
    drift.push({ path, state: 'stray' })
    if (write) rmSync(join(root, path))
  }
  return drift
}

function filesUnder(root: string, folder: string): string[] {
  if (!existsSync(join(root, folder))) return []
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = `${folder}/${entry.name}`
    return entry.isDirectory() ? filesUnder(root, path) : [path]
  })
}

async function loadGenerators(root: string): Promise<Generator[]> {
  const folder = join(root, 'scripts/gen')
  const files = existsSync(folder)
    ? readdirSync(folder)
        .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'))
        .sort()
    : []
  return Promise.all(files.map((name) => import(pathToFileURL(join(folder, name)).href) as Promise<Generator>))
}

async function main() {
  const root = process.cwd()
  const check = process.argv.includes('--check')
  const drift = await generate(root, await loadGenerators(root), !check)
  for (const { path, state } of drift) {
    const word = check ? state : { missing: 'made', stale: 'updated', stray: 'removed' }[state]
    console.log(`${word} ${relative(root, join(root, path))}`)
  }
  if (check && drift.length > 0) {
    console.log('Generated files differ from their sources.\n  → Run `npm run gen` and commit the result.')
    process.exitCode = 1
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await main()
