// What a run of Vitest came to, for scripts/test.mjs: how many tests, and of those that failed what they said, with the difference that its
// own JSON leaves out. Errors outside of every test, which it leaves out too, end a run as badly.
import { writeFileSync } from 'node:fs'
import { relative } from 'node:path'

/** The environment variable that names the file to write. */
export const reportFile = 'SIGNALBOX_TEST_REPORT'

export default class VitestReporter {
  /** @param {readonly import('vitest/node').TestModule[]} modules @param {readonly import('vitest').SerializedError[]} unhandled */
  onTestRunEnd(modules, unhandled) {
    const file = process.env[reportFile]
    if (!file) throw new Error(`${reportFile} names no file`)
    const tests = modules.flatMap((module) => [...module.children.allTests()].map((test) => ({ module, test })))
    const count = (...states) => tests.filter(({ test }) => states.includes(test.result().state)).length
    const failures = [
      ...tests
        .filter(({ test }) => test.result().state === 'failed')
        .map(({ module, test }) => ({
          name: `${pathOf(module)} › ${test.fullName.replaceAll(' > ', ' › ')}`,
          message: messageOf(test.result().errors),
        })),
      // A file or a group may fail without any of its tests: what stands around them did.
      ...modules
        .flatMap((module) => [module, ...module.children.allSuites()].map((part) => ({ module, part })))
        .filter(({ part }) => part.errors().length > 0)
        .map(({ module, part }) => ({
          name: part === module ? pathOf(module) : `${pathOf(module)} › ${part.fullName.replaceAll(' > ', ' › ')}`,
          message: messageOf(part.errors()),
        })),
      ...unhandled.map((error) => ({ name: 'outside of the tests', message: messageOf([error]) })),
    ]
    writeFileSync(file, JSON.stringify({ passed: count('passed'), skipped: count('skipped', 'pending'), failures }))
  }
}

const pathOf = ({ moduleId }) => relative(process.cwd(), moduleId)

/** @param {readonly { name?: string, message: string, diff?: string, stacks?: { file: string, line: number }[] }[] | undefined} errors */
function messageOf(errors = []) {
  return errors
    .map(({ name, message, diff, stacks = [] }) => {
      const own = stacks.find(({ file }) => !file.includes('node_modules'))
      const place = own ? `at ${relative(process.cwd(), own.file)}:${own.line}` : ''
      return [`${name ?? 'Error'}: ${message}`, diff, place].filter(Boolean).join('\n')
    })
    .join('\n\n')
}
