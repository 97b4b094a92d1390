import { mkdirSync, rmSync } from 'node:fs'
import { createClient } from '@libsql/client'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { planTextBytesMax } from '../domain-model/plan-limits'
import { createPlan, deletePlan, getPlan, listPlans, savePlanDraft } from './plans'
import { type Database, openDatabase } from './prisma'
import { temporaryDatabase } from './test-support/temporary-database'

const files = temporaryDatabase()
let db: Database

beforeAll(async () => {
  expect(files.migrate()).toEqual({ status: 0, output: expect.stringContaining('applied') })
  db = await openDatabase(files.url)
})
afterAll(async () => {
  await db.$disconnect()
  files.remove()
})

const buildPlan = (over: Partial<Parameters<typeof createPlan>[0]> = {}) =>
  createPlan({ name: 'edge', text: 'kind: Plan\n', validText: null, ...over }, db)

describe('a plan', () => {
  it('comes back exactly as typed', async () => {
    const text = '# über-edge 🚦\r\nkind: Plan\n\ttab: "\\" \u202e"\n'
    const made = await buildPlan({ text })
    expect(made).toMatchObject({ version: 1, text, validText: null })
    expect(made.id).toMatch(/^p[0-9a-z]{24}$/)
    expect(made.contentHash).toMatch(/^[0-9a-f]{64}$/)
    expect(await getPlan(made.id, db)).toEqual(made)
    expect(await getPlan('nobody', db)).toBeNull()
  })

  it('is listed without its text, newest first', async () => {
    const first = await buildPlan()
    const second = await buildPlan()
    await savePlanDraft({ id: first.id, baseVersion: 1, text: 'touched', validText: null }, db)
    const ids = (await listPlans(db)).map(({ id }) => id)
    expect(ids.indexOf(first.id)).toBeLessThan(ids.indexOf(second.id))
    expect((await listPlans(db))[0]).not.toHaveProperty('text')
  })

  it('may hold 8 MiB, and no more', async () => {
    const text = 'ü'.repeat(planTextBytesMax / 2)
    const { id } = await buildPlan({ text })
    expect((await getPlan(id, db))?.text).toBe(text)
    await expect(buildPlan({ text: `${text}.` })).rejects.toThrow(RangeError)
    await expect(savePlanDraft({ id, baseVersion: 1, text: `${text}.`, validText: null }, db)).rejects.toThrow(
      RangeError,
    )
  })
})

describe('saving a draft', () => {
  it('raises the version and keeps the last valid text while the new one is broken', async () => {
    const { id } = await buildPlan({ text: 'good', validText: 'good' })
    expect(await savePlanDraft({ id, baseVersion: 1, text: 'brok: [', validText: null }, db)).toEqual({
      saved: true,
      version: 2,
    })
    expect(await getPlan(id, db)).toMatchObject({ text: 'brok: [', validText: 'good', name: 'edge', version: 2 })
    await savePlanDraft({ id, baseVersion: 2, text: 'better', validText: 'better', name: 'renamed' }, db)
    expect(await getPlan(id, db)).toMatchObject({ text: 'better', validText: 'better', name: 'renamed', version: 3 })
  })

  it('never overwrites a newer version, and shows it', async () => {
    const { id } = await buildPlan()
    await savePlanDraft({ id, baseVersion: 1, text: 'theirs', validText: null }, db)
    const mine = await savePlanDraft({ id, baseVersion: 1, text: 'mine', validText: null }, db)
    expect(mine).toMatchObject({ saved: false, current: { text: 'theirs', version: 2 } })
    expect((await getPlan(id, db))?.text).toBe('theirs')
  })

  it('may be repeated when its answer was lost', async () => {
    const { id } = await buildPlan()
    const draft = { id, baseVersion: 1, text: 'once', validText: null }
    expect(await savePlanDraft(draft, db)).toEqual({ saved: true, version: 2 })
    expect(await savePlanDraft(draft, db)).toEqual({ saved: true, version: 2 })
  })

  it('of a deleted plan is answered with nothing', async () => {
    const { id } = await buildPlan()
    await deletePlan(id, 1, db)
    expect(await savePlanDraft({ id, baseVersion: 1, text: 'late', validText: null }, db)).toEqual({
      saved: false,
      current: null,
    })
  })

  it('lets exactly one of two racing writers win, on one connection and on two', async () => {
    const other = await openDatabase(files.url)
    const { id } = await buildPlan()
    for (let version = 1; version <= 40; version += 1) {
      const rival = version % 2 === 0 ? db : other
      const outcomes = await Promise.all([
        savePlanDraft({ id, baseVersion: version, text: `a${version}`, validText: null }, db),
        savePlanDraft({ id, baseVersion: version, text: `b${version}`, validText: null }, rival),
      ])
      expect(outcomes.filter(({ saved }) => saved)).toEqual([{ saved: true, version: version + 1 }])
      const winner = outcomes[0].saved ? `a${version}` : `b${version}`
      expect(await getPlan(id, db)).toMatchObject({ text: winner, version: version + 1 })
      expect(outcomes.find(({ saved }) => !saved)).toMatchObject({ current: { text: winner } })
    }
    await other.$disconnect()
  })
})

describe('deleting', () => {
  it('spares a plan that was saved since it was seen', async () => {
    const { id } = await buildPlan()
    await savePlanDraft({ id, baseVersion: 1, text: 'newer', validText: null }, db)
    expect(await deletePlan(id, 1, db)).toMatchObject({ deleted: false, current: { text: 'newer' } })
    expect(await deletePlan(id, 2, db)).toEqual({ deleted: true })
    expect(await deletePlan(id, 2, db)).toEqual({ deleted: true })
    expect(await getPlan(id, db)).toBeNull()
  })
})

describe('the database file', () => {
  it('writes ahead, syncs fully, and keeps doing so after transactions', async () => {
    await db.$transaction([db.plan.count(), db.plan.count()])
    await db.$transaction(async (tx) => tx.plan.count())
    const pragma = async (name: string) => Object.values((await db.$queryRawUnsafe<[object]>(`PRAGMA ${name}`))[0])[0]
    expect(await pragma('journal_mode')).toBe('wal')
    expect(Number(await pragma('synchronous'))).toBe(2)
    expect(Number(await pragma('busy_timeout'))).toBe(5_000)
    expect(Number(await pragma('foreign_keys'))).toBe(1)
  })

  it('rolls back what throws', async () => {
    const before = await db.plan.count()
    const attempt = db.$transaction(async (tx) => {
      await tx.plan.deleteMany()
      throw new Error('changed my mind')
    })
    await expect(attempt).rejects.toThrow('changed my mind')
    expect(await db.plan.count()).toBe(before)
  })

  it('keeps one connection however many transactions there are', async () => {
    const { readdirSync } = await import('node:fs')
    const openFiles = () => readdirSync('/proc/self/fd').length
    const before = openFiles()
    for (let round = 0; round < 50; round += 1) await db.$transaction(async (tx) => tx.plan.count())
    expect(openFiles()).toBeLessThan(before + 10)
  })
})

describe('migrations at start', () => {
  it('run once, and a second start finds nothing to do', () => {
    expect(files.migrate()).toEqual({ status: 0, output: '' })
  })

  it('refuse a database whose applied migration was edited', async () => {
    const other = temporaryDatabase()
    other.migrate()
    const client = createClient({ url: other.url })
    await client.execute(`UPDATE "_prisma_migrations" SET "checksum" = 'edited'`)
    client.close()
    expect(other.migrate()).toEqual({ status: 1, output: expect.stringContaining('was edited after it was applied') })
    other.remove()
  })

  it('say so when the file cannot be opened', () => {
    const other = temporaryDatabase()
    rmSync(other.file, { force: true })
    mkdirSync(other.file)
    const { status, output } = other.migrate()
    expect(status).toBe(1)
    expect(output).toMatch(/unable to open|open/i)
    other.remove()
  })
})
