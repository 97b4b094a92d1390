// Every case × every target: the output is what the golden files say. `npm run golden` writes them; a reviewer reads the difference.
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { valueAt } from '../domain-model/json-pointer'
import type { Plan } from '../domain-model/plan'
import { parsePlanText } from '../domain-model/plan-document'
import { type Emission, emitTarget } from './emit'
import { targets } from './registry'
import type { Target } from './target'

const isUpdating = Boolean(process.env.UPDATE_GOLDEN)
const caseFolder = join(import.meta.dirname, 'cases')
const cases = readdirSync(caseFolder)
  .filter((name) => /\.(ya?ml|json)$/.test(name))
  .sort()
  .map((name) => ({ id: name.replace(/\.\w+$/, ''), text: readFileSync(join(caseFolder, name), 'utf8') }))

/** Cases whose output is kept for every version that a target knows, where it is not that of the default version. */
const casesOfAllVersions = new Set(['hybrid-443', 'reencrypt'])
const goldenFolder = (target: Target) => join(import.meta.dirname, target.id, 'golden')

test('golden files are written by hand of a person, never in CI', () => {
  expect(isUpdating && Boolean(process.env.CI), 'UPDATE_GOLDEN is refused where CI is set').toBe(false)
})

describe.each(targets.map((target) => [target.id, target] as const))('%s', (_, target) => {
  // Not while collecting: a run for one target (-t) must leave the files of the others alone.
  beforeAll(() => {
    if (isUpdating && !process.env.CI) rmSync(goldenFolder(target), { recursive: true, force: true })
  })
  const expected = new Set<string>()

  describe.each(cases.map((each) => [each.id, each] as const))('%s', (id, { text }) => {
    const plan = read(text)
    const emission = emitTarget(plan, target)
    const goldens = [{ folder: id, files: filesOf(emission) }]
    if (casesOfAllVersions.has(id)) {
      for (const version of target.versions) {
        const files = filesOf(emitTarget(plan, target, { version }))
        if (JSON.stringify(files) !== JSON.stringify(goldens[0]?.files))
          goldens.push({ folder: `${id}@${version}`, files })
      }
    }

    for (const { folder, files } of goldens) {
      test(`${folder} is as its golden files`, () => {
        for (const [name, content] of files) {
          const path = join(goldenFolder(target), folder, name)
          expected.add(path)
          if (isUpdating) {
            mkdirSync(dirname(path), { recursive: true })
            writeFileSync(path, content)
          }
          expect(
            existsSync(path),
            `${relative('.', path)} is missing: run "npm run golden" and read what it wrote`,
          ).toBe(true)
          expect(content, `${relative('.', path)}: if the change is meant, run "npm run golden"`).toBe(
            readFileSync(path, 'utf8'),
          )
        }
      })
    }

    test('twice is the same', () => {
      expect(emitTarget(plan, target)).toEqual(emission)
    })

    test('CRLF input is the same', () => {
      expect(emitTarget(read(text.replace(/\n/g, '\r\n')), target)).toEqual(emission)
    })

    test('lines end in LF, the last one too, and each has provenance in the plan', () => {
      for (const { path, text: output, provenance } of emission.artifacts) {
        expect(output, path).not.toMatch(/\r/)
        expect(output, path).toMatch(/[^\n]\n$/)
        expect(provenance.length, path).toBe(output.split('\n').length - 1)
        // A field that is left out has a meaning too, so the thing that lacks it is enough.
        for (const pointer of provenance.flat())
          expect(
            valueAt(plan, pointer) ?? valueAt(plan, pointer.replace(/\/[^/]*$/, '')),
            `${path}: ${pointer}`,
          ).toBeDefined()
      }
    })
  })

  test('no golden file is left over', () => {
    for (const path of expected.size > 0 ? listFiles(goldenFolder(target)) : [])
      expect(expected.has(path), `${relative('.', path)} belongs to no case: delete it, or run "npm run golden"`).toBe(
        true,
      )
  })
})

function read(text: string): Plan {
  const { plan, problems } = parsePlanText(text)
  expect(problems).toEqual([])
  return plan as Plan
}

/** The artifacts, and beside them what was lost, one line each. */
function filesOf({ artifacts, losses }: Emission): [name: string, content: string][] {
  const lost = losses
    .map(({ path, feature, reason, fix }) => `${path} [${feature}] ${reason}${fix ? ` Fix: ${fix}` : ''}\n`)
    .join('')
  return [
    ...artifacts.map(({ path, text }): [string, string] => [path, text]),
    ...(lost ? [['losses.txt', lost] as [string, string]] : []),
  ]
}

function listFiles(folder: string): string[] {
  if (!existsSync(folder)) return []
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name)
    return statSync(path).isDirectory() ? listFiles(path) : [path]
  })
}
