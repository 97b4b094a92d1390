import type { Page } from '@playwright/test'
import { quantile } from '../shared/quantile'

export interface ScrollResult {
  routes: number
  p50: number
  p95: number
  worst: number
  /** Frames that took longer than two of a 60 Hz screen. */
  slow: number
  frames: number
}

/** Turns the wheel over the lanes, a screen at a time, and counts what each frame took. */
export async function measureScroll(page: Page, url: string, routes: number): Promise<ScrollResult> {
  await page.goto(url, { timeout: 120_000 })
  const lane = page.getByRole('region', { name: 'Terminate lane' })
  await lane.getByRole('button', { name: /route tenant-00001$/ }).waitFor({ timeout: 120_000 })
  await page.waitForFunction(() => performance.getEntriesByName('signalbox:findings').length > 0, undefined, {
    timeout: 120_000,
  })
  const box = await lane.boundingBox()
  if (!box) throw new Error('the lane is not on screen')
  await page.mouse.move(box.x + box.width / 2, box.y + 200)
  await page.evaluate(() => {
    const frames: number[] = []
    let before = performance.now()
    const count = (now: number) => {
      frames.push(now - before)
      before = now
      requestAnimationFrame(count)
    }
    requestAnimationFrame(count)
    Object.assign(window, { benchFrames: frames })
  })
  for (let turn = 0; turn < 60; turn++) {
    await page.mouse.wheel(0, 500)
    await page.waitForTimeout(33)
  }
  const frames = await page.evaluate(() => (window as unknown as { benchFrames: number[] }).benchFrames.slice(1))
  return {
    routes,
    p50: quantile(frames, 0.5),
    p95: quantile(frames, 0.95),
    worst: Math.max(...frames),
    slow: frames.filter((frame) => frame > 34).length,
    frames: frames.length,
  }
}
