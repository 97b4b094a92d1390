// Brings the database up to date at start: applies the committed SQL through the driver, in Prisma's own bookkeeping table,
// so that `prisma migrate status` agrees with it. No Prisma command line at run time, no engine, a fraction of a second.
import { createHash, randomUUID } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { databaseProvider, databaseUrl } from './setup/database-url.mjs'
import { root } from './setup/run-command.mjs'

const url = databaseUrl()
const provider = databaseProvider(url)

/** Any number, the same for every copy of the server: starters on one PostgreSQL take turns. */
const advisoryLock = 44_304_430

let database
try {
  database = provider === 'sqlite' ? await openSqlite() : await openPostgresql()
  for (const migration of committedMigrations()) {
    if (isApplied(await appliedMigrations(), migration)) continue
    try {
      await database.apply(migration.sql, recordOf(migration))
      console.log(`• database: applied ${migration.name}`)
    } catch (error) {
      // Another starter on the same SQLite file may have been faster; then its record is there now.
      if (!isApplied(await appliedMigrations(), migration)) throw error
    }
  }
} catch (error) {
  console.error(`✗ ${error.message || error.code}`)
  process.exitCode = 1
} finally {
  await database?.close()
}

function committedMigrations() {
  const folder = join(root, 'prisma', provider, 'migrations')
  return readdirSync(folder)
    .filter((name) => existsSync(join(folder, name, 'migration.sql')))
    .sort()
    .map((name) => {
      const sql = readFileSync(join(folder, name, 'migration.sql'), 'utf8')
      return { name, sql, checksum: createHash('sha256').update(sql).digest('hex') }
    })
}

async function appliedMigrations() {
  const rows = await database.rows(
    'SELECT migration_name, checksum FROM "_prisma_migrations" WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL',
  )
  return new Map(rows.map((row) => [row.migration_name, row.checksum]))
}

function isApplied(applied, { name, checksum }) {
  if (!applied.has(name)) return false
  if (applied.get(name) === checksum) return true
  throw new Error(
    `migration ${name} was edited after it was applied here: restore its text from version control and add a new migration instead`,
  )
}

function recordOf({ name, checksum }) {
  return `INSERT INTO "_prisma_migrations"
    ("id", "checksum", "migration_name", "started_at", "finished_at", "applied_steps_count")
    VALUES ('${randomUUID()}', '${checksum}', '${name}', ${database.now}, ${database.now}, 1);`
}

async function openSqlite() {
  const { createClient } = await import('@libsql/client')
  mkdirSync(dirname(resolve(url.slice('file:'.length))), { recursive: true })
  const client = createClient({ url, timeout: 10_000 })
  await client.execute('PRAGMA journal_mode = WAL')
  await client.execute(`CREATE TABLE IF NOT EXISTS "_prisma_migrations" (
    "id" TEXT PRIMARY KEY NOT NULL, "checksum" TEXT NOT NULL, "finished_at" DATETIME, "migration_name" TEXT NOT NULL,
    "logs" TEXT, "rolled_back_at" DATETIME, "started_at" DATETIME NOT NULL DEFAULT current_timestamp,
    "applied_steps_count" INTEGER UNSIGNED NOT NULL DEFAULT 0)`)
  return {
    now: `strftime('%Y-%m-%dT%H:%M:%fZ', 'now')`,
    rows: async (sql) => (await client.execute(sql)).rows,
    // Table rebuilds need foreign keys off, which is a no-op inside a transaction; so the check comes before the commit.
    apply: (sql, record) =>
      client.executeMultiple(`
        PRAGMA foreign_keys = OFF;
        BEGIN IMMEDIATE;
        ${sql}
        ;CREATE TEMP TABLE "_foreign_keys" ("broken" INTEGER CHECK ("broken" = 0));
        INSERT INTO "_foreign_keys" SELECT count(*) FROM pragma_foreign_key_check;
        DROP TABLE "_foreign_keys";
        ${record}
        COMMIT;
        PRAGMA foreign_keys = ON;`),
    close: () => client.close(),
  }
}

async function openPostgresql() {
  const { default: pg } = await import('pg')
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  await client.query(`SELECT pg_advisory_lock(${advisoryLock})`)
  await client.query(`CREATE TABLE IF NOT EXISTS "_prisma_migrations" (
    "id" VARCHAR(36) PRIMARY KEY NOT NULL, "checksum" VARCHAR(64) NOT NULL, "finished_at" TIMESTAMPTZ,
    "migration_name" VARCHAR(255) NOT NULL, "logs" TEXT, "rolled_back_at" TIMESTAMPTZ,
    "started_at" TIMESTAMPTZ NOT NULL DEFAULT now(), "applied_steps_count" INTEGER NOT NULL DEFAULT 0)`)
  return {
    now: 'now()',
    rows: async (sql) => (await client.query(sql)).rows,
    apply: async (sql, record) => {
      try {
        await client.query(`BEGIN;\n${sql}\n;${record}\nCOMMIT;`)
      } catch (error) {
        await client.query('ROLLBACK')
        throw error
      }
    },
    close: () => client.end(),
  }
}
