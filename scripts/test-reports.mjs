// What the runners' own reports say: how many tests there were, and which of them failed with what message. A log is often read from its
// end, and often only the end is kept, so a run repeats there what went wrong.
import { existsSync, readFileSync } from 'node:fs'
import { stripVTControlCharacters } from 'node:util'

/**
 * @typedef {{ name: string, message: string }} Failure one failed test: where it stands and what it is called, and what it said
 * @typedef {{ passed: number, failed: number, skipped: number, failures: Failure[] }} Counts
 */

/** Enough to see what was expected and what came, little enough that ten of them fit on a screen or two. */
const linesMax = 40

/**
 * @param {string} file what `vitest-reporter.mjs` wrote; a run that broke down leaves none
 * @returns {Counts}
 */
export function readVitestReport(file) {
  const { passed = 0, skipped = 0, failures = [] } = readReport(file) ?? {}
  const shown = failures.map(({ name, message }) => ({ name, message: shortened(message) }))
  return { passed, failed: shown.length, skipped, failures: shown }
}

/**
 * @param {string} file what `playwright test --reporter=json` wrote
 * @returns {Counts}
 */
export function readPlaywrightReport(file) {
  const report = readReport(file)
  const failures = (report?.suites ?? []).flatMap((suite) => failuresIn(suite, []))
  // What failed outside of every test: a server that did not start, a file that cannot be read.
  for (const error of report?.errors ?? [])
    failures.push({ name: 'outside of the tests', message: shortened(error.message) })
  const { expected = 0, flaky = 0, skipped = 0 } = report?.stats ?? {}
  return { passed: expected + flaky, failed: failures.length, skipped, failures }
}

/** @returns {Failure[]} */
function failuresIn({ title, suites = [], specs = [] }, above) {
  const path = [...above, title].filter(Boolean)
  const own = specs
    .filter(({ ok }) => !ok)
    .map((spec) => {
      const results = spec.tests.flatMap((test) => test.results)
      const message = results.flatMap(({ errors = [] }) => errors.map((error) => error.message ?? '')).join('\n\n')
      return { name: `${[...path, spec.title].join(' › ')} (line ${spec.line})`, message: shortened(message) }
    })
  return [...own, ...suites.flatMap((suite) => failuresIn(suite, path))]
}

/** @param {readonly Failure[]} failures @returns {string} empty where nothing failed */
export function printableFailures(failures) {
  return failures.map(({ name, message }) => `✗ ${name}\n${message.replace(/^(?=.)/gm, '    ')}`).join('\n\n')
}

function shortened(message = '') {
  const lines = stripVTControlCharacters(message).trimEnd().split('\n')
  const more = lines.length - linesMax
  return more > 0
    ? [...lines.slice(0, linesMax), `… and ${more} lines more, above in this log`].join('\n')
    : lines.join('\n')
}

function readReport(file) {
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : null
}
