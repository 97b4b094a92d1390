#!/usr/bin/env node
// Prisma's schema engine without its download. The Prisma command line wants a native program even for `generate`, and fetches
// it over the network. This is that program: it speaks the same JSON-RPC on stdio and runs the engine that npm ships as
// WebAssembly, over our database drivers. prisma.config.ts names it in PRISMA_SCHEMA_ENGINE_BINARY.
// To watch it work: SCHEMA_ENGINE_DEBUG=1 DEBUG='prisma:schemaEngine:*' npx prisma migrate status
import { randomUUID } from 'node:crypto'
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { createInterface } from 'node:readline'
import { bindMigrationAwareSqlAdapterFactory } from '@prisma/driver-adapter-utils'
import { databaseUrl } from './setup/database-url.mjs'

const commandLine = process.argv.slice(2)
const valuesOf = (option) => commandLine.flatMap((word, at) => (word === option ? [commandLine[at + 1]] : []))
const url = JSON.parse(valuesOf('--datasource')[0] ?? '{}').url ?? databaseUrl()
const isSqlite = url.startsWith('file:')
/** For `migrate diff --from-empty`, which asks a PostgreSQL server for its version and for nothing else. */
const withoutServer = 'postgresql://no-server'
const debug = process.env.SCHEMA_ENGINE_DEBUG ? (...words) => console.error(...words) : () => {}

const migrationsTable = `CREATE TABLE "_prisma_migrations" (
  "id" TEXT PRIMARY KEY NOT NULL, "checksum" TEXT NOT NULL, "finished_at" DATETIME, "migration_name" TEXT NOT NULL,
  "logs" TEXT, "rolled_back_at" DATETIME, "started_at" DATETIME NOT NULL DEFAULT current_timestamp,
  "applied_steps_count" INTEGER UNSIGNED NOT NULL DEFAULT 0)`

if (commandLine.includes('cli')) await answerConnectionTest()
else await answerRequests()
process.exit()

/** `schema-engine cli can-connect-to-database` and `… create-database`: the exit code is the answer. */
async function answerConnectionTest() {
  try {
    const database = await (await driverFactory(() => '')).connect()
    await database.queryRaw(query('SELECT 1'))
    await database.dispose()
  } catch (error) {
    const fields = { error_code: 'P1001', message: error.message }
    process.stderr.write(`\n${JSON.stringify({ level: 'ERROR', target: 'schema_engine::logger', fields })}`)
    process.exitCode = 1
  }
}

async function answerRequests() {
  const wasm = await loadEngine()
  const datamodels = valuesOf('--datamodels').map((file) => [file, readFileSync(file, 'utf8')])
  const send = (message) => process.stdout.write(`${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`)
  let method = ''
  let engine
  for await (const line of createInterface({ input: process.stdin })) {
    const request = line.trim() ? JSON.parse(line) : {}
    if (!request.method) continue // the answer to one of our own prints
    const { id, params } = request
    method = request.method
    try {
      engine ??= await wasm.SchemaEngine.new(
        { datamodels: datamodels.length > 0 ? datamodels : undefined },
        debug,
        bindMigrationAwareSqlAdapterFactory(await driverFactory(() => method)),
      )
      const result = await perform(engine, method, params)
      if (method === 'diff' && result.stdout) {
        send({ id: 1_000_000 + id, method: 'print', params: { content: result.stdout } })
        result.stdout = null
      }
      send({ id, result: result ?? null })
    } catch (error) {
      debug(error)
      const data = { is_panic: false, message: String(error?.message ?? error), error_code: error?.code }
      send({ id, error: { code: 4466, message: 'schema engine error', data } })
    }
  }
}

function perform(engine, method, params) {
  if (method === 'reset' && isSqlite) return dropEverything()
  if (method === 'createDatabase') return { databaseName: '' } // opening the file makes it; PostgreSQL's must exist
  if (method === 'getDatabaseVersion') return engine.version(params)
  return engine[method](params)
}

async function loadEngine() {
  const wasm = await import('@prisma/schema-engine-wasm/schema_engine_bg')
  const folder = dirname(createRequire(import.meta.url).resolve('@prisma/schema-engine-wasm'))
  const bytes = readFileSync(resolve(folder, 'schema_engine_bg.wasm'))
  const { instance } = await WebAssembly.instantiate(bytes, { './schema_engine_bg.js': wasm })
  wasm.__wbg_set_wasm(instance.exports)
  instance.exports.__wbindgen_start()
  globalThis.PRISMA_WASM_PANIC_REGISTRY = { set_message: (message) => debug('panic', message) }
  return wasm
}

function query(sql) {
  return { sql, args: [], argTypes: [] }
}

async function driverFactory(currentMethod) {
  if (url === withoutServer) return serverlessPostgresqlFactory()
  if (/^postgres(ql)?:/.test(url)) return postgresqlFactory()
  if (!isSqlite) throw new Error(`no driver for ${url.split(':')[0]}: URLs; use file: or postgresql:`)
  mkdirSync(dirname(resolve(url.slice('file:'.length))), { recursive: true })
  return mendedSqlite(await sqliteFactory(url), currentMethod)
}

// ---- SQLite ----

async function sqliteFactory(fileUrl) {
  const { PrismaLibSql } = await import('@prisma/adapter-libsql')
  return new PrismaLibSql({ url: fileUrl })
}

/** libsql forgets a ':memory:' database after its first transaction, so the shadow database is a temporary file. */
function shadowFileUrl() {
  const folder = mkdtempSync(join(tmpdir(), 'signalbox-schema-'))
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }))
  return `file:${join(folder, 'shadow.db')}`
}

function mendedSqlite(target, currentMethod) {
  const mend = (driver) => mendedSqlite(driver, currentMethod)
  return new Proxy(target, {
    get(driver, name) {
      const member = Reflect.get(driver, name)
      if (typeof member !== 'function') return member
      return async (...args) => {
        debug('SQL', name, JSON.stringify(args).slice(0, 200))
        if (name === 'connectToShadowDb') return mend(await (await sqliteFactory(shadowFileUrl())).connect())
        if (name === 'connect') return mend(await member.apply(driver, args))
        // A migration is replayed through executeRaw, which would run only its first statement.
        if (name === 'executeRaw' && args[0].args.length === 0) {
          await driver.executeScript(args[0].sql)
          return 0
        }
        try {
          return await member.apply(driver, args)
        } catch (error) {
          // The engine does not take SQLite's "no such table" for "no migrations yet": make the table when it first asks.
          if (name !== 'queryRaw' || !isMissingMigrationsTable(error)) throw error
          if (currentMethod() === 'applyMigrations') await requireEmptyDatabase(driver)
          await driver.executeScript(migrationsTable)
          return member.apply(driver, args)
        }
      }
    },
  })
}

function isMissingMigrationsTable(error) {
  return /no such table: _prisma_migrations/.test(error?.cause?.message ?? '')
}

async function requireEmptyDatabase(driver) {
  const { rows } = await driver.queryRaw(
    query(`SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'`),
  )
  if (rows.length > 0) throw new Error('P3005: the database is not empty and has no migration history')
}

/** The engine's own reset only empties the tables of a libsql database. */
async function dropEverything() {
  const database = await (await sqliteFactory(url)).connect()
  const { rows } = await database.queryRaw(
    query(`SELECT type, name FROM sqlite_master WHERE type IN ('table', 'view') AND name NOT LIKE 'sqlite_%'`),
  )
  const drops = rows.map(([type, name]) => `DROP ${type} "${name}";`).join('\n')
  await database.executeScript(`PRAGMA foreign_keys = OFF;\n${drops}\nPRAGMA foreign_keys = ON;`)
  await database.dispose()
  return null
}

// ---- PostgreSQL ----

function serverlessPostgresqlFactory() {
  const refuse = () => Promise.reject(new Error('this needs a running PostgreSQL: name it in DATABASE_URL'))
  const identity = { provider: 'postgres', adapterName: '@prisma/adapter-pg' }
  const [integer, boolean, text] = [0, 5, 7]
  const database = {
    ...identity,
    queryRaw: async ({ sql }) =>
      sql.includes('version()')
        ? {
            columnNames: ['exists', 'version', 'numeric_version'],
            columnTypes: [boolean, text, integer],
            rows: [[true, 'PostgreSQL 15.0', 150_000]],
          }
        : refuse(),
    executeRaw: refuse,
    executeScript: refuse,
    startTransaction: refuse,
    getConnectionInfo: () => ({ schemaName: 'public', supportsRelationJoins: true }),
    dispose: async () => {},
  }
  return { ...identity, connect: async () => database, connectToShadowDb: refuse }
}

/**
 * Three things to mend in adapter-pg: it has no mapping for the catalogue's "char" columns, it splits scripts at every ';',
 * and a pool made from a connection string would give the shadow database the main database's name.
 */
async function postgresqlFactory() {
  const { default: pg } = await import('pg')
  const { PrismaPg } = await import('@prisma/adapter-pg')
  const parsed = new URL(url)
  const settings = {
    host: parsed.searchParams.get('host') ?? decodeURIComponent(parsed.hostname),
    port: Number(parsed.port || 5432),
    user: decodeURIComponent(parsed.username) || undefined,
    password: decodeURIComponent(parsed.password) || undefined,
    database: decodeURIComponent(parsed.pathname.slice(1)),
    ssl: /^(require|prefer|verify)/.test(parsed.searchParams.get('sslmode') ?? '') || undefined,
  }
  const charType = 18
  const textType = 25
  const openPool = (database) => {
    const pool = new pg.Pool({ ...settings, database, max: 1 })
    const plainQuery = pool.query.bind(pool)
    pool.query = async (...args) => {
      const result = await plainQuery(...args)
      for (const field of result.fields ?? []) if (field.dataTypeID === charType) field.dataTypeID = textType
      return result
    }
    return pool
  }
  const connect = async (databaseName, afterwards = async () => {}) => {
    const pool = openPool(databaseName)
    const database = await new PrismaPg(pool, { schema: parsed.searchParams.get('schema') ?? undefined }).connect()
    const executeRaw = database.executeRaw.bind(database)
    return Object.assign(database, {
      // Whole, in one implicit transaction.
      executeScript: (sql) =>
        pool.query(sql).then(
          () => undefined,
          (error) => database.onError(error),
        ),
      executeRaw: (statement) =>
        statement.args.length > 0 ? executeRaw(statement) : database.executeScript(statement.sql).then(() => 0),
      dispose: async () => {
        await pool.end()
        await afterwards()
      },
    })
  }
  return {
    provider: 'postgres',
    adapterName: '@prisma/adapter-pg',
    connect: () => connect(settings.database),
    async connectToShadowDb() {
      const name = `signalbox_shadow_${randomUUID()}`
      const admin = openPool(settings.database)
      await admin.query(`CREATE DATABASE "${name}"`)
      return connect(name, async () => {
        await admin.query(`DROP DATABASE IF EXISTS "${name}" WITH (FORCE)`)
        await admin.end()
      })
    },
  }
}
