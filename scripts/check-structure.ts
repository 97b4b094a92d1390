// Guards the layout and the direction of imports (docs/architecture.md, "Which way arrows point"): a law that no script
// enforces is a wish. Run it with `npm run check -- --only structure` or `npx tsx scripts/check-structure.ts`.
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { findCycles } from './structure/cycles'
import { isTest, laws, lawsForTests, type Violation } from './structure/laws'
import { readSourceTree } from './structure/source-tree'

const offendersFile = 'scripts/structure/offenders.json'

export interface Report {
  files: number
  violations: Violation[]
  /** Entries of the offenders list that no longer offend: the list may only shrink. */
  reformed: string[]
}

export function checkStructure(root: string): Report {
  const sources = readSourceTree(root)
  const all = [
    ...sources.flatMap((source) =>
      laws.flatMap((judge) => judge(source)).filter(({ law }) => !isTest(source.path) || lawsForTests.has(law)),
    ),
    ...findCycles(sources.filter(({ path }) => !isTest(path))),
  ]
  const offenders = readOffenders(root)
  const keys = new Set(all.map(keyOf))
  return {
    files: sources.length,
    violations: all.filter((violation) => !offenders.includes(keyOf(violation))),
    reformed: offenders.filter((offender) => !keys.has(offender)),
  }
}

/** Without a line number, so that an edit above a known offence does not make it a new one. */
const keyOf = ({ law, path, found }: Violation) => `${law}: ${path} ${found}`

function readOffenders(root: string): string[] {
  const file = join(root, offendersFile)
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : []
}

export function renderReport({ files, violations, reformed }: Report): string {
  return [
    ...violations.map(({ law, path, line, found, wayOut }) => `${path}:${line} ${found}  [${law}]\n    → ${wayOut}`),
    ...reformed.map(
      (entry) => `${offendersFile}: "${entry}" offends no longer\n    → Remove it: this list only shrinks.`,
    ),
    `structure: ${files} files, ${violations.length + reformed.length} problems`,
  ].join('\n')
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const report = checkStructure(process.cwd())
  console.log(renderReport(report))
  process.exitCode = report.violations.length + report.reformed.length > 0 ? 1 : 0
}
