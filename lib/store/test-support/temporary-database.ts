import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** A migrated SQLite database of the test's own, made by the very script that runs at start. */
export function temporaryDatabase() {
  const folder = mkdtempSync(join(tmpdir(), 'signalbox-store-'))
  const file = join(folder, 'plans.db')
  const url = `file:${file}`
  return {
    url,
    file,
    migrate() {
      const { status, stdout, stderr } = spawnSync(process.execPath, ['scripts/migrate.mjs'], {
        env: { ...process.env, DATABASE_URL: url },
        encoding: 'utf8',
      })
      return { status, output: stdout + stderr }
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  }
}
