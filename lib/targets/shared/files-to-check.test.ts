import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { planExamples } from '../../domain-model/examples/catalogue'
import { parsePlanText } from '../../domain-model/plan-document'
import { targets } from '../registry'
import { filesToCheck } from './files-to-check'

const stage = {
  directory: '/tmp/sb-check-x/etc',
  runtimeDirectory: '/tmp/sb-check-x/run',
  pem: '/tmp/sb-check-x/etc/throw-away.pem',
  build: '',
}
const folder = join(import.meta.dirname, '../cases')
const texts = [
  ...readdirSync(folder)
    .filter((name) => name.endsWith('.yaml'))
    .map((name) => [name, readFileSync(join(folder, name), 'utf8')] as const),
  ...planExamples.map(({ id, text }) => [id, text()] as const),
]

for (const target of targets) {
  const check = target.nativeCheck
  if (!check) continue
  describe(`${target.id}: every line of a check stands where it stands in the real file`, () => {
    test.each(texts)('%s', (_, text) => {
      const { plan } = parsePlanText(text)
      if (!plan) throw new Error('no plan')
      const version = target.defaultVersion
      const real = target.emit(plan, { version }).artifacts
      const { files } = filesToCheck(plan, { target, version, check }, stage)
      expect(files.map(({ path }) => path)).toEqual(real.map(({ path }) => path))
      for (const [at, { text: checked }] of files.entries()) {
        const [seen, wanted] = [checked, real[at]?.text ?? ''].map((whole) => whole.split('\n').map(firstWord))
        expect(seen?.length).toBe(wanted?.length)
        // An own line that is not run is a comment.
        if (files[at]?.path.endsWith('.cfg'))
          expect(seen).toEqual(wanted?.map((word, row) => (seen?.[row] === '#' ? '#' : word)))
      }
    })
  })
}

const firstWord = (line: string) => line.trim().split(' ', 1)[0]
