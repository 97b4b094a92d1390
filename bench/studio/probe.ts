import type { Page } from '@playwright/test'

/** What one key brought about, in milliseconds since the browser received it. */
export interface KeyTimes {
  findings: number
  target: number
}

export interface Probe {
  /** Null until the frames with the findings and the target of the last key have been shown. */
  key(): KeyTimes | null
  /** Forgets what was measured so far. */
  reset(): void
  /** The longest stretches in which the page could not answer: frames, and single tasks of input. */
  frames(): { longest: number; count: number }
}

declare global {
  interface Window {
    signalboxBench: Probe & { isInteractive: number | null }
  }
}

/** Runs in the page before everything else. The studio says when (see `speed-marks.ts`); this listens, and adds the time to the frame. */
function install() {
  const moments: Record<string, number> = {}
  let key = 0
  let frames: number[] = []
  const clock = performance.mark.bind(performance)
  const { port1, port2 } = new MessageChannel()
  const waiting: (() => void)[] = []
  port1.onmessage = () => waiting.shift()?.()
  // After the next frame has been drawn: the first task behind its callbacks.
  const afterFrame = (then: () => void) =>
    requestAnimationFrame(() => {
      waiting.push(then)
      port2.postMessage(null)
    })

  performance.mark = (name: string, options?: PerformanceMarkOptions) => {
    if (name.startsWith('signalbox:')) {
      const of = key
      afterFrame(() => {
        if (of === key) moments[name.slice('signalbox:'.length)] = performance.now()
      })
    }
    return clock(name, options)
  }
  addEventListener(
    'keydown',
    (event) => {
      key = event.timeStamp
      for (const name of Object.keys(moments)) delete moments[name]
    },
    { capture: true },
  )
  new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) frames.push(duration)
  }).observe({ type: 'long-animation-frame' })

  window.signalboxBench = {
    key: () =>
      moments.findings !== undefined && moments.target !== undefined
        ? { findings: moments.findings - key, target: moments.target - key }
        : null,
    reset: () => {
      frames = []
    },
    // The browser lists frames from 50 ms on; without an entry all were shorter.
    frames: () => ({ longest: Math.max(0, ...frames), count: frames.length }),
    isInteractive: null,
  }

  // React ties its own data to an element when it takes it over from the server's page.
  const watch = () => {
    const control = document.querySelector('[data-bench], button[aria-label="Undo"]')
    if (control && Object.keys(control).some((name) => name.startsWith('__reactProps$')))
      window.signalboxBench.isInteractive = performance.now()
    else requestAnimationFrame(watch)
  }
  watch()
}

export async function installProbe(page: Page): Promise<void> {
  // tsx names functions through a helper that the page has not.
  await page.addInitScript(`globalThis.__name ??= (value) => value; (${install.toString()})()`)
}
