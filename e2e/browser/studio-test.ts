import AxeBuilder from '@axe-core/playwright'
import { test as base, expect, type Page } from '@playwright/test'
import { Hands } from './pages/hands'
import { PlanPage } from './pages/plan-page'
import { PlansPage } from './pages/plans-page'

interface Studio {
  plansPage: PlansPage
  planPage: PlanPage
  hands: Hands
  /** Complaints that this test brings about on purpose. */
  expectComplaint: (pattern: RegExp) => void
  /** Fails on any accessibility violation of the page as it is now. */
  expectAccessible: (what: string, look?: Look) => Promise<void>
  /** The same, and what colours decide also in the other colour scheme. Leaves the page in light. */
  expectAccessibleLightAndDark: (what: string, look?: Look) => Promise<void>
}

/** What the colour scheme decides; all other rules find the same in both. */
const colourRules = ['color-contrast', 'link-in-text-block']
/** The coloured words of an editor are as many as all else on the page, and look the same on each: one look at them is enough. */
const editorText = '.monaco-editor .view-lines'

interface Look {
  editors?: boolean
}

async function violations(page: Page, { editors = false }: Look, rules?: string[]) {
  // What is on its way from one colour to another has neither.
  await page.evaluate(() =>
    Promise.allSettled(
      document.getAnimations().flatMap((moving) => (moving instanceof CSSTransition ? [moving.finished] : [])),
    ),
  )
  const axe = new AxeBuilder({ page }).options({
    resultTypes: ['violations'],
    ...(rules && { runOnly: { type: 'rule', values: rules } }),
  })
  const found = await (editors ? axe : axe.exclude(editorText)).analyze()
  return found.violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(' | ')}`)
}

/** Every test also proves that nothing leaves this machine and that the console stays silent. */
export const test = base.extend<Studio & { expected: RegExp[]; guard: undefined }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of fixtures from this pattern
  expected: async ({}, use) => use([]),
  expectComplaint: async ({ expected }, use) => use((pattern) => void expected.push(pattern)),
  guard: [
    async ({ context, expected, baseURL }, use) => {
      const strangers: string[] = []
      const complaints: string[] = []
      context.on('request', (request) => {
        if (!request.url().startsWith(`${baseURL}/`) && !/^(data|blob):/.test(request.url()))
          strangers.push(request.url())
      })
      context.on('console', (message) => {
        // How busy the machine is decides this one: a chunk came long before the page needed it.
        if (/preloaded using link preload but not used within a few seconds/.test(message.text())) return
        if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text())
      })
      context.on('weberror', (error) => complaints.push(error.error().message))
      await use(undefined)
      expect(strangers).toEqual([])
      expect(complaints.filter((text) => !expected.some((pattern) => pattern.test(text)))).toEqual([])
    },
    { auto: true },
  ],
  plansPage: async ({ page }, use) => use(new PlansPage(page)),
  planPage: async ({ page }, use) => use(new PlanPage(page)),
  hands: async ({ page }, use) => use(new Hands(page)),
  expectAccessible: async ({ page }, use) =>
    use(async (what, look = {}) => expect(await violations(page, look), what).toEqual([])),
  expectAccessibleLightAndDark: async ({ page }, use) =>
    use(async (what, look = {}) => {
      expect(await violations(page, look), `${what}, light`).toEqual([])
      await page.emulateMedia({ colorScheme: 'dark' })
      await expect(page.locator('.monaco-editor:visible:not(.vs-dark)')).toHaveCount(0)
      expect(await violations(page, look, colourRules), `${what}, dark`).toEqual([])
      await page.emulateMedia({ colorScheme: 'light' })
    }),
})

export { expect } from '@playwright/test'
