import 'server-only'
import { PrismaClient } from '../generated/sqlite/client'
import { OneConnectionLibSql } from './one-connection-libsql'

/** The database as the rest of the store sees it, whichever of the two providers is behind it. */
export type Database = PrismaClient

// Next bundles instrumentation, routes and actions apart: only globalThis is the same for all of them.
const shared = globalThis as { signalboxDatabase?: Promise<Database> }

/** The process's one database, opened at first use. */
export function database(): Promise<Database> {
  shared.signalboxDatabase ??= openDatabase(requireUrl()).catch((error) => {
    // A database that could not be opened is tried again by the next request.
    shared.signalboxDatabase = undefined
    throw error
  })
  return shared.signalboxDatabase
}

/** Opens one more connection; tests use this to be two writers at once. */
export async function openDatabase(url: string): Promise<Database> {
  // 'minimal' keeps the arguments, and so people's plans, out of error messages and logs.
  if (url.startsWith('file:')) {
    const client = new PrismaClient({ adapter: new OneConnectionLibSql({ url }), errorFormat: 'minimal' })
    await client.$connect()
    return client
  }
  const [{ PrismaPg }, postgresql] = await Promise.all([
    import('@prisma/adapter-pg'),
    import('../generated/postgresql/client'),
  ])
  const client = new postgresql.PrismaClient({
    adapter: new PrismaPg({ connectionString: url }),
    errorFormat: 'minimal',
  })
  await client.$connect()
  // Both clients are generated from the same models; the types of SQLite's are narrower and stand for both.
  return client as unknown as Database
}

function requireUrl(): string {
  const url = process.env.DATABASE_URL
  if (!url) throw new Error('DATABASE_URL is not set: start the studio with `npm start` or `npm run dev`, which set it')
  return url
}
