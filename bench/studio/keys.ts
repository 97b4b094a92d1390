import type { Page } from '@playwright/test'
import { quantile } from '../shared/quantile'

export type Door = 'form' | 'plan.yaml'

export interface KeyResult {
  routes: number
  door: Door
  findings: { p50: number; p95: number }
  target: { p50: number; p95: number }
  /** While a person types without looking up; 0 stands for "none of 50 ms or more". */
  worstFrameMs: number
  framesOver50: number
}

/** Faster than nearly everybody: 14 keys in a second. */
const typingMs = 70
const burstLength = 20
const patienceMs = 120_000

/** Types into the host of a route in the middle of the plan: each key makes a valid plan with other findings, files and lanes. */
export async function measureKeys(
  page: Page,
  url: string,
  routes: number,
  door: Door,
  keys: number,
): Promise<KeyResult> {
  await openAtHost(page, url, routes, door)
  const times: { findings: number; target: number }[] = []
  for (let count = 0; count < 3; count++) await press(page, 'x')
  for (let count = 0; count < keys; count++) {
    times.push(await press(page, 'x'))
    // A label ends at 63 signs.
    if (count % 20 === 19) for (let back = 0; back < 20; back++) await press(page, 'Backspace')
  }
  await page.evaluate(() => window.signalboxBench.reset())
  for (let count = 0; count < burstLength; count++) {
    await key(page, 'x')
    await page.waitForTimeout(typingMs)
  }
  await settled(page)
  const { longest, count } = await page.evaluate(() => window.signalboxBench.frames())
  const of = (moment: 'findings' | 'target') => {
    const values = times.map((time) => time[moment])
    return { p50: quantile(values, 0.5), p95: quantile(values, 0.95) }
  }
  return { routes, door, findings: of('findings'), target: of('target'), worstFrameMs: longest, framesOver50: count }
}

async function openAtHost(page: Page, url: string, routes: number, door: Door): Promise<void> {
  const tenant = `tenant-${String(Math.max(1, routes >> 1)).padStart(5, '0')}`
  const files = page.getByRole('region', { name: 'Files' })
  const inspector = page.getByRole('region', { name: 'Inspector' })
  const open = async (tab: string, editor: string | RegExp) => {
    await files.getByRole('tab', { name: tab, exact: true }).click()
    const text = files.getByRole('textbox', { name: editor })
    // Monaco's own field has no size.
    await text.waitFor({ state: 'attached', timeout: patienceMs })
    return text
  }

  await page.goto(url, { timeout: patienceMs })
  await open('plan.yaml', 'plan.yaml, the plan as text')
  await page.getByRole('searchbox', { name: /^Filter routes/ }).fill(tenant)
  await page.getByRole('button', { name: new RegExp(`route ${tenant}$`) }).click({ timeout: patienceMs })
  await page.getByRole('button', { name: 'Show all', exact: true }).click()
  await inspector.getByRole('textbox', { name: /^Host/ }).first().waitFor()
  await open('HAProxy', /haproxy\.cfg .*read-only$/)
  await page.waitForFunction(() => performance.getEntriesByName('signalbox:target').length > 0, undefined, {
    timeout: patienceMs,
  })
  if (door === 'form') {
    await inspector.getByRole('textbox', { name: /^Host/ }).first().focus()
    await page.keyboard.press('Home')
  } else {
    const yaml = await open('plan.yaml', 'plan.yaml, the plan as text')
    await yaml.focus()
    // The cursor stands at the route; its host is three lines below.
    for (const name of ['ArrowDown', 'ArrowDown', 'ArrowDown', 'Home', 'ArrowRight', 'ArrowRight'])
      await key(page, name)
  }
  for (let forth = 0; forth < tenant.length; forth++) await key(page, 'ArrowRight')
}

async function press(page: Page, name: string) {
  await key(page, name)
  return settled(page)
}

const key = (page: Page, name: string) => page.keyboard.press(name)

/** Waits for the frame that shows findings and files of the last key. */
async function settled(page: Page): Promise<{ findings: number; target: number }> {
  const shown = await page.waitForFunction(() => window.signalboxBench.key(), undefined, {
    timeout: patienceMs,
    polling: 20,
  })
  return (await shown.jsonValue()) as { findings: number; target: number }
}
