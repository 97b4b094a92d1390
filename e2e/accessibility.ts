import AxeBuilder from '@axe-core/playwright'
import { expect, type Page } from '@playwright/test'

/** The coloured words of an editor are as many as all else on the page, and look the same on each: one look at them is enough. */
const editorText = '.monaco-editor .view-lines'

export interface Look {
  /** Looks at the words in editors too. */
  editors?: boolean
  /** Only these rules. */
  rules?: readonly string[]
}

/** What axe finds wrong with the page as it is now: each rule with the elements that break it. */
export async function accessibilityViolations(page: Page, { editors = false, rules }: Look = {}): Promise<string[]> {
  // What is on its way from one colour to another has neither.
  await page.evaluate(() =>
    Promise.allSettled(
      document.getAnimations().flatMap((moving) => (moving instanceof CSSTransition ? [moving.finished] : [])),
    ),
  )
  // Of several frames axe gathers what it found in a page of its own, which takes as long as looking. The studio has none, and if it
  // ever has, this way would not look into them.
  expect(page.frames()).toHaveLength(1)
  const axe = new AxeBuilder({ page }).setLegacyMode().options({
    resultTypes: ['violations'],
    ...(rules && { runOnly: { type: 'rule', values: [...rules] } }),
  })
  const found = await (editors ? axe : axe.exclude(editorText)).analyze()
  return found.violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(' | ')}`)
}
