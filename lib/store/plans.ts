import 'server-only'
import { createHash, randomBytes } from 'node:crypto'
import { planTextBytesMax } from '../domain-model/plan-limits'
import { type Database, database } from './prisma'

/** A plan as it is being edited. */
export interface PlanRecord extends PlanSummary {
  /** The document exactly as typed, broken or not. */
  text: string
  /** The last text that parsed as a plan; null until there was one. */
  validText: string | null
}

export interface PlanSummary {
  id: string
  name: string
  version: number
  /** SHA-256 of the text, in hex. */
  contentHash: string
  createdAt: Date
  updatedAt: Date
}

export type SaveOutcome =
  | { saved: true; version: number }
  /** Somebody saved a newer version; `current` is theirs, or null when they deleted the plan. */
  | { saved: false; current: PlanRecord | null }

const summaryFields = { id: true, name: true, version: true, contentHash: true, createdAt: true, updatedAt: true }

/** Newest first, without the texts. */
export async function listPlans(db?: Database): Promise<PlanSummary[]> {
  const { plan } = db ?? (await database())
  return plan.findMany({ select: summaryFields, orderBy: [{ updatedAt: 'desc' }, { id: 'asc' }] })
}

export async function getPlan(id: string, db?: Database): Promise<PlanRecord | null> {
  const { plan } = db ?? (await database())
  return plan.findUnique({ where: { id } })
}

/** Null when there is no such plan. */
export async function getPlanVersion(id: string, db?: Database): Promise<number | null> {
  const { plan } = db ?? (await database())
  return (await plan.findUnique({ where: { id }, select: { version: true } }))?.version ?? null
}

export interface NewPlan {
  name: string
  text: string
  /** The same text when it parses as a plan, else null. */
  validText: string | null
}

export async function createPlan({ name, text, validText }: NewPlan, db?: Database): Promise<PlanRecord> {
  requireSize(text)
  const { plan } = db ?? (await database())
  const now = new Date()
  return plan.create({
    data: { id: newPlanId(), name, text, validText, contentHash: hashOf(text), createdAt: now, updatedAt: now },
  })
}

export interface PlanDraft {
  id: string
  /** The version that the writer started from. */
  baseVersion: number
  text: string
  /** The same text when it parses as a plan; null keeps the last text that did. */
  validText: string | null
  /** The name that the document gives; absent keeps the old one. */
  name?: string
}

/**
 * Compare-and-swap in one statement: of any number of writers who started from one version, exactly one is saved. A save of
 * what is stored already counts as saved, so that a browser may repeat one whose answer was lost.
 */
export async function savePlanDraft(draft: PlanDraft, db?: Database): Promise<SaveOutcome> {
  const { id, baseVersion, text, validText, name } = draft
  requireSize(text)
  const { plan } = db ?? (await database())
  const contentHash = hashOf(text)
  const { count } = await plan.updateMany({
    where: { id, version: baseVersion },
    data: {
      text,
      contentHash,
      version: baseVersion + 1,
      updatedAt: new Date(),
      ...(validText === null ? {} : { validText }),
      ...(name === undefined ? {} : { name }),
    },
  })
  if (count === 1) return { saved: true, version: baseVersion + 1 }
  const current = await plan.findUnique({ where: { id } })
  if (current?.text === text) return { saved: true, version: current.version }
  return { saved: false, current }
}

export type DeleteOutcome = { deleted: true } | { deleted: false; current: PlanRecord }

/** Deletes what the reader saw: a plan that was saved since then stays. One that is gone already counts as deleted. */
export async function deletePlan(id: string, baseVersion: number, db?: Database): Promise<DeleteOutcome> {
  const { plan } = db ?? (await database())
  const { count } = await plan.deleteMany({ where: { id, version: baseVersion } })
  const current = count === 1 ? null : await plan.findUnique({ where: { id } })
  return current ? { deleted: false, current } : { deleted: true }
}

const hashOf = (text: string) => createHash('sha256').update(text).digest('hex')

/** Like a cuid: begins with a letter, 25 characters of base 36, safe in URLs and file names. */
function newPlanId(): string {
  const digits = BigInt(`0x${randomBytes(16).toString('hex')}`).toString(36)
  return `p${digits.padStart(25, '0').slice(-24)}`
}

/** The doors answer too large a text politely; whoever comes this far with one has gone round them. */
function requireSize(text: string): void {
  if (Buffer.byteLength(text) > planTextBytesMax)
    throw new RangeError('a plan text beyond planTextBytesMax reached the store')
}
