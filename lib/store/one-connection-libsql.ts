import 'server-only'
import { type Client, type Config, createClient, type InStatement, type Transaction } from '@libsql/client'
import { PrismaLibSql } from '@prisma/adapter-libsql'

/** How long a statement waits for another process that holds the file. */
const busyTimeoutMs = 5_000

/**
 * SQLite through one connection for the life of the process. The stock client opens a new one after every transaction and
 * never closes the old (tursodatabase/libsql-client-ts#350): thousands of saves would use up the file descriptors, and the
 * PRAGMAs below would be lost. BEGIN IMMEDIATE takes the write lock at the start, where the busy timeout is honoured; a
 * deferred transaction that reads first would fail at once.
 */
export class OneConnectionLibSql extends PrismaLibSql {
  override async connect() {
    const database = await super.connect()
    // WAL lets readers go on during a save; FULL makes an acknowledged save survive a power cut, not only a crash.
    await database.executeScript(
      'PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA secure_delete = ON;',
    )
    return database
  }

  override createClient(config: Config): Client {
    const client = createClient({ ...config, timeout: busyTimeoutMs })
    client.transaction = async (): Promise<Transaction> => {
      await client.execute('BEGIN IMMEDIATE')
      let isOpen = true
      const end = async (statement: 'COMMIT' | 'ROLLBACK') => {
        if (!isOpen) return
        isOpen = false
        await client.execute(statement)
      }
      // On a shared connection these would roll back a transaction that somebody else has open.
      const refuse = () => Promise.reject(new Error('the Prisma adapter does not use this'))
      return {
        execute: (statement: InStatement) => client.execute(statement),
        batch: refuse,
        executeMultiple: refuse,
        commit: () => end('COMMIT'),
        rollback: () => end('ROLLBACK'),
        close: () => void end('ROLLBACK'),
        get closed() {
          return !isOpen
        },
      }
    }
    return client
  }
}
