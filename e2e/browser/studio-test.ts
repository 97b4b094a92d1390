import { test as base, expect } from '@playwright/test'
import { accessibilityViolations, type Look } from '../accessibility'
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
  expectAccessible: (what: string, look?: Pick<Look, 'editors'>) => Promise<void>
  /** The same, and what colours decide also in the other colour scheme. Leaves the page in light. */
  expectAccessibleLightAndDark: (what: string, look?: Pick<Look, 'editors'>) => Promise<void>
}

/** What the colour scheme decides; all other rules find the same in both. */
const colourRules = ['color-contrast', 'link-in-text-block']

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
    use(async (what, look = {}) => expect(await accessibilityViolations(page, look), what).toEqual([])),
  expectAccessibleLightAndDark: async ({ page }, use) =>
    use(async (what, look = {}) => {
      expect(await accessibilityViolations(page, look), `${what}, light`).toEqual([])
      await page.emulateMedia({ colorScheme: 'dark' })
      await expect(page.locator('.monaco-editor:visible:not(.vs-dark)')).toHaveCount(0)
      expect(await accessibilityViolations(page, { ...look, rules: colourRules }), `${what}, dark`).toEqual([])
      await page.emulateMedia({ colorScheme: 'light' })
    }),
})

export { expect } from '@playwright/test'
