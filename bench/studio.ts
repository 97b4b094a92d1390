// The studio in a real browser: from a key to findings and files, scrolling, and the first load. `npm run bench -- studio`, with `--quick`
// for small plans and few keys, `--only keys,scroll,load` for a part.
import { type Browser, chromium } from '@playwright/test'
import { chromiumOptions } from '../e2e/chromium'
import { machine } from './shared/machine'
import { serveEmptyPage } from './studio/empty-page'
import { measureReadiness, measureScripts } from './studio/first-load'
import { type Door, type KeyResult, measureKeys } from './studio/keys'
import { makePlan } from './studio/plans'
import { installProbe } from './studio/probe'
import { measureScroll, type ScrollResult } from './studio/scroll'
import { serveStudio } from './studio/serve'

const options = process.argv.slice(2)
const quick = options.includes('--quick')
const only = options[options.indexOf('--only') + 1]?.split(',')
const wants = (part: string) => !options.includes('--only') || only?.includes(part)

const keySizes = quick ? [10, 1000] : [10, 200, 1000, 10_000]
const scrollSizes = quick ? [1000] : [1000, 10_000]
const keysAt = (routes: number) => (quick ? 20 : routes >= 10_000 ? 20 : 60)
const doors: readonly Door[] = ['form', 'plan.yaml']
const readinessRounds = quick ? 5 : 15

const studio = await serveStudio()
const browser = await chromium.launch(chromiumOptions)
try {
  if (wants('keys')) await printKeys()
  if (wants('scroll')) await printScroll()
  if (wants('load')) await printLoad()
  console.log(`\n${machine()}, Chromium ${browser.version()}`)
} finally {
  await browser.close()
  await studio.stop()
}

/** A fresh window with a fresh plan: nothing of an earlier measurement is left in it. */
async function withPlan<Result>(
  routes: number,
  measure: (page: Awaited<ReturnType<Browser['newPage']>>, url: string) => Promise<Result>,
): Promise<Result> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } })
  try {
    const page = await context.newPage()
    await installProbe(page)
    return await measure(page, await makePlan(page, studio.url, routes))
  } finally {
    await context.close()
  }
}

async function printKeys(): Promise<void> {
  const results: KeyResult[] = []
  for (const routes of keySizes)
    for (const door of doors) {
      note(`${routes} routes: keys in ${door}`)
      results.push(await withPlan(routes, (page, url) => measureKeys(page, url, routes, door, keysAt(routes))))
    }
  console.log(`
From a key until the frame that shows what came of it, in milliseconds, and the longest frame while typing 14 keys a second
("<50": the browser lists frames from 50 ms on).
`)
  table(
    ['routes', 'typed in', 'findings p50', 'p95', 'open target p50', 'p95', 'longest frame', 'frames over 50'],
    results.map(({ routes, door, findings, target, worstFrameMs, framesOver50 }) => [
      String(routes),
      door,
      ms(findings.p50),
      ms(findings.p95),
      ms(target.p50),
      ms(target.p95),
      worstFrameMs === 0 ? '<50' : ms(worstFrameMs),
      String(framesOver50),
    ]),
  )
}

async function printScroll(): Promise<void> {
  const results: ScrollResult[] = []
  for (const routes of scrollSizes) {
    note(`${routes} routes: scrolling`)
    results.push(await withPlan(routes, (page, url) => measureScroll(page, url, routes)))
  }
  console.log('\nFrames while the wheel turns over the lanes, in milliseconds.\n')
  table(
    ['routes', 'p50', 'p95', 'longest', 'over 34 ms'],
    results.map(({ routes, p50, p95, worst, slow, frames }) => [
      String(routes),
      ms(p50),
      ms(p95),
      ms(worst),
      `${slow} of ${frames}`,
    ]),
  )
}

async function printLoad(): Promise<void> {
  note('first load')
  const { scripts, url } = await withPlan(10, async (_page, url) => ({
    scripts: await measureScripts(browser, url),
    url,
  }))
  const empty = await serveEmptyPage()
  try {
    const { studioMs, emptyMs } = await measureReadiness(browser, url, empty.url, readinessRounds)
    console.log('\nThe first load of a plan of 10 routes with an empty cache.\n')
    const kB = (bytes: number) => `${(bytes / 1000).toFixed(0)} kB`
    table(
      ['', ''],
      [
        ['script that the page needs, compressed', kB(scripts.page)],
        ['script asked for afterwards: editing, dialogs, menus', kB(scripts.later)],
        ['script of the workers', kB(scripts.workers)],
        ['script of Monaco', kB(scripts.monaco)],
        ['interactive after', `${ms(studioMs)} ms`],
        ['an empty page of Next.js', `${ms(emptyMs)} ms`],
        ['ratio', (studioMs / emptyMs).toFixed(2)],
      ],
    )
  } finally {
    await empty.stop()
  }
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): void {
  for (const cells of [head, head.map((_, index) => (index === 0 ? '---' : '---:')), ...rows])
    console.log(`| ${cells.join(' | ')} |`)
}

function ms(value: number): string {
  return value >= 10 ? value.toFixed(0) : value.toFixed(1)
}

function note(text: string): void {
  if (process.stderr.isTTY) process.stderr.write(`${text} …\n`)
}
