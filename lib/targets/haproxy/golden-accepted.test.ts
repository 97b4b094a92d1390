import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join, relative } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { atLeast } from '../capabilities'
import { defaultDirectory } from './edge'
import { parseConfig } from './parse'
import { printConfig } from './print'
import { CheckFolder, installedVersion } from './test-support/installed-haproxy'
import { defaultVersion } from './version-facts'

const goldenFolder = join(import.meta.dirname, 'golden')
const goldens = readdirSync(goldenFolder).map((folder) => ({ folder, version: folder.split('@')[1] ?? defaultVersion }))

test.each(goldens.map(({ folder }) => folder))('%s is read back and printed the same', (folder) => {
  const text = readFileSync(join(goldenFolder, folder, 'haproxy.cfg'), 'utf8')
  expect(printConfig(parseConfig(text), 'haproxy.cfg').text).toBe(text)
  expect(parseConfig(text.replace(/\n/g, '\r\n'))).toEqual(parseConfig(text))
})

if (installedVersion === null) {
  describe.skipIf(!process.env.CI)('haproxy -c accepts the golden files (haproxy is not installed)', () => {
    test('is installed', () => expect.fail('CI needs haproxy: npm test installs it on Debian'))
  })
} else {
  const installed = installedVersion
  describe(`haproxy ${installed} -c -dW accepts, without a warning`, () => {
    let folder: CheckFolder
    beforeAll(() => {
      folder = new CheckFolder()
    })
    afterAll(() => folder.remove())

    test.each(goldens.filter(({ version }) => atLeast(installed, version)).map((golden) => golden.folder))(
      '%s',
      (name) => {
        const root = join(goldenFolder, name)
        const files = listFiles(root).map((path) => ({ path: relative(root, path), text: readFileSync(path, 'utf8') }))
        const main = files.filter(({ path }) => path === 'haproxy.cfg')
        expect(
          folder.complaint([...main, ...files.filter(({ path }) => path !== 'haproxy.cfg')], defaultDirectory),
        ).toBeNull()
      },
    )
  })
}

function listFiles(folder: string): string[] {
  if (!existsSync(folder)) return []
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name)
    return statSync(path).isDirectory() ? listFiles(path) : [path]
  })
}
