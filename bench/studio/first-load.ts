import type { Browser, Page } from '@playwright/test'
import { quantile } from '../shared/quantile'
import { installProbe } from './probe'

export interface Scripts {
  /** What the page names itself: it cannot work before these have come. */
  page: number
  /** What it asks for by itself afterwards, without Monaco: editing, dialogs, menus. */
  later: number
  workers: number
  monaco: number
}

/** Bytes of script as they came over the wire, compressed, by what asked for them. The browser's cache is empty. */
export async function measureScripts(browser: Browser, url: string): Promise<Scripts> {
  const context = await browser.newContext()
  try {
    const page = await context.newPage()
    const sizes = await watchScripts(page)
    const html = await (await page.goto(url))?.text()
    await page.getByRole('textbox', { name: 'plan.yaml, the plan as text' }).waitFor({ state: 'attached' })
    await page.waitForLoadState('networkidle')
    const scripts: Scripts = { page: 0, later: 0, workers: 0, monaco: 0 }
    for (const { path, bytes, isMonaco, isWorker } of await sizes()) {
      if (html?.includes(path)) scripts.page += bytes
      else scripts[isWorker ? 'workers' : isMonaco ? 'monaco' : 'later'] += bytes
    }
    return scripts
  } finally {
    await context.close()
  }
}

interface Script {
  path: string
  bytes: number
  isMonaco: boolean
  isWorker: boolean
}

async function watchScripts(page: Page): Promise<() => Promise<Script[]>> {
  const scripts: Promise<Script>[] = []
  const workers = new Set<string>()
  page.on('worker', (worker) => workers.add(new URL(worker.url()).pathname))
  page.on('requestfinished', (request) => {
    if (request.resourceType() !== 'script' && !/\.js$/.test(new URL(request.url()).pathname)) return
    scripts.push(
      (async () => {
        const path = new URL(request.url()).pathname
        const { responseBodySize } = await request.sizes()
        const text = (await (await request.response())?.text()) ?? ''
        return {
          path,
          bytes: responseBodySize,
          isMonaco: /monaco-editor|MonacoEnvironment/.test(text),
          isWorker: request.resourceType() !== 'script' || workers.has(path),
        }
      })(),
    )
  })
  return () => Promise.all(scripts)
}

export interface Readiness {
  studioMs: number
  emptyMs: number
}

/** From the first byte asked for until React has taken over a button: the studio with a small plan, and an empty page of Next.js. */
export async function measureReadiness(
  browser: Browser,
  studio: string,
  empty: string,
  rounds: number,
): Promise<Readiness> {
  const times: Record<'studio' | 'empty', number[]> = { studio: [], empty: [] }
  // In turns, so that whatever else the machine does falls on both. The first round only warms the servers.
  for (let round = 0; round <= rounds; round++)
    for (const [name, url] of [
      ['studio', studio],
      ['empty', empty],
    ] as const) {
      const context = await browser.newContext({ viewport: { width: 1440, height: 900 } })
      const page = await context.newPage()
      await installProbe(page)
      await page.goto(url)
      const ready = await page.waitForFunction(() => window.signalboxBench.isInteractive, undefined, {
        timeout: 60_000,
      })
      if (round > 0) times[name].push(Number(await ready.jsonValue()))
      await context.close()
    }
  return { studioMs: quantile(times.studio, 0.5), emptyMs: quantile(times.empty, 0.5) }
}
