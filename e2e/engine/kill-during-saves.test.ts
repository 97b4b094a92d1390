// kill -9 in the middle of a storm of saves: whatever the server had answered "saved" is there afterwards, whole.
// (A crash of the process. A power cut is beyond a test; PRAGMA synchronous = FULL stands for that.)
import { createHash } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createClient } from '@libsql/client'
import { afterAll, expect, it } from 'vitest'
import { startStudio } from '@/e2e/test-support/studio-server'

const seed = Number(process.env.SEED ?? 20261121)
const rounds = 5
const writers = 6

const folder = mkdtempSync(join(tmpdir(), 'signalbox-kill-'))
const databaseUrl = `file:${join(folder, 'plans.db')}`
afterAll(() => rmSync(folder, { recursive: true, force: true }))

interface Writer {
  id: string
  /** The last save that was answered. */
  version: number
  text: string
  /** A save that was sent and not answered yet: it may be there or not, but only whole. */
  inFlight: string | null
  acknowledged: number
}

it('loses no acknowledged save', async () => {
  console.log(`seed ${seed} (SEED=… to try another)`)
  const random = mulberry32(seed)
  const storm: Writer[] = []
  for (let round = 1; round <= rounds; round += 1) {
    const studio = await startStudio(databaseUrl)
    while (storm.length < writers) {
      const text = `# writer ${storm.length}\n`
      const made = await studio.callAction('createPlanAction', { name: `writer ${storm.length}`, text })
      storm.push({ id: made.data.id, version: 1, text, inFlight: null, acknowledged: 0 })
    }
    let isOver = false
    const ends = storm.map((writer, at) => write(writer, at, round, studio, () => isOver))
    // However slow the machine is, every writer has something to lose before the server dies at a random moment.
    const before = storm.map(({ acknowledged }) => acknowledged)
    const hasSaved = () => storm.every(({ acknowledged }, at) => acknowledged > (before[at] ?? 0))
    await Promise.race([Promise.all(ends), until(hasSaved)])
    await new Promise((resolve) => setTimeout(resolve, random() * 900))
    isOver = true
    await studio.kill()
    await Promise.all(ends)
    const acknowledged = storm.reduce((sum, writer) => sum + writer.acknowledged, 0)
    console.log(`round ${round}: ${acknowledged} saves acknowledged so far`)
    await checkAll(storm)
  }
  expect(Math.min(...storm.map(({ acknowledged }) => acknowledged))).toBeGreaterThanOrEqual(rounds)
})

async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise((resolve) => setTimeout(resolve, 20))
}

/** Saves one version after another until the server is gone. */
async function write(writer: Writer, at: number, round: number, studio: Studio, isOver: () => boolean) {
  while (!isOver()) {
    const text = `# writer ${at}, round ${round}, after version ${writer.version}\n${'x'.repeat(4_000 * (at + 1))}\n`
    writer.inFlight = text
    const answer = await studio
      .callAction('savePlanAction', { id: writer.id, baseVersion: writer.version, text })
      .catch((error) => {
        if (isOver()) return null
        throw error
      })
    if (answer === null) return
    expect(answer).toMatchObject({ ok: true, data: { saved: true, version: writer.version + 1 } })
    Object.assign(writer, { version: writer.version + 1, text, inFlight: null, acknowledged: writer.acknowledged + 1 })
  }
}

type Studio = Awaited<ReturnType<typeof startStudio>>

async function checkAll(storm: Writer[]) {
  const client = createClient({ url: databaseUrl })
  expect(Object.values((await client.execute('PRAGMA integrity_check')).rows[0] ?? {})).toContain('ok')
  for (const writer of storm) {
    const { rows } = await client.execute({
      sql: 'SELECT "version", "text" FROM "Plan" WHERE "id" = ?',
      args: [writer.id],
    })
    const version = Number(rows[0]?.version)
    const text = String(rows[0]?.text)
    if (version === writer.version) {
      expect(inShort(text)).toBe(inShort(writer.text))
    } else {
      expect([version, inShort(text)]).toEqual([writer.version + 1, inShort(writer.inFlight ?? '')])
    }
    // The next round goes on from what is there.
    Object.assign(writer, { version, text, inFlight: null })
  }
  client.close()
}

/** Enough to tell two texts apart, little enough to read in a failure. */
const inShort = (text: string) =>
  `${text.split('\n')[0]} (${createHash('sha256').update(text).digest('hex').slice(0, 12)})`

/** A small seeded generator: the same seed kills at the same moments. */
function mulberry32(state: number) {
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
}
