import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join, relative } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { atLeast } from '../capabilities'
import { parse } from './parse'
import { print } from './print'
import { nginx } from './target'
import { CheckFolder, installedVersion } from './test-support/installed-nginx'

const goldenFolder = join(import.meta.dirname, 'golden')
const goldens = readdirSync(goldenFolder).map((folder) => ({
  folder,
  version: folder.split('@')[1] ?? nginx.defaultVersion,
}))

test.each(goldens.map(({ folder }) => folder))('%s is read back and printed the same', (folder) => {
  for (const { text } of filesOf(folder)) {
    const { tree, problems } = parse(text)
    expect(problems).toEqual([])
    expect(parse(print(tree).text).tree).toEqual(tree)
    expect(parse(text.replace(/\n/g, '\r\n')).tree).toEqual(tree)
  }
})

if (installedVersion === null) {
  describe.skipIf(!process.env.CI)('nginx -t accepts the golden files (nginx is not installed)', () => {
    test('is installed', () => expect.fail('CI needs nginx with its stream module: npm test installs them on Debian'))
  })
} else {
  const installed = installedVersion
  describe(`nginx ${installed} -t accepts, without a warning`, () => {
    let folder: CheckFolder
    beforeAll(() => {
      folder = new CheckFolder()
    })
    afterAll(() => folder.remove())

    for (const golden of goldens) {
      // From 1.25.1 on the files hold directives that earlier versions do not know: "http2", then "pass".
      const isKnown = !atLeast(golden.version, '1.25.1') || atLeast(installed, golden.version)
      if (!isKnown) test.skip(`${golden.folder}: holds directives that ${installed} does not know`, () => undefined)
      else test(golden.folder, () => expect(folder.complaint(filesOf(golden.folder))).toBeNull())
    }
  })
}

/** The main file first. */
function filesOf(folder: string): { path: string; text: string }[] {
  const root = join(goldenFolder, folder)
  const files = listFiles(root)
    .filter((path) => !path.endsWith('losses.txt'))
    .map((path) => ({ path: relative(root, path), text: readFileSync(path, 'utf8') }))
  return [...files.filter(({ path }) => path === 'nginx.conf'), ...files.filter(({ path }) => path !== 'nginx.conf')]
}

function listFiles(folder: string): string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name)
    return statSync(path).isDirectory() ? listFiles(path) : [path]
  })
}
