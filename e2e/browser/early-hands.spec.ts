// Hands that are faster than the network: what is typed or pressed before its code has come is done once it has.
import type { Page, Route } from '@playwright/test'
import type { PlansPage } from './pages/plans-page'
import { expect, test } from './studio-test'

const scripts = /\/_next\/static\/.*\.js/

/** From now on no script of the studio arrives, until the answer is called. */
async function holdScripts(page: Page): Promise<() => Promise<void>> {
  const held: Route[] = []
  let isOpen = false
  await page.route(scripts, async (route) => {
    if (isOpen) await route.continue()
    else held.push(route)
  })
  return async () => {
    isOpen = true
    await Promise.all(held.splice(0).map((route) => route.continue()))
  }
}

const themeOf = (page: Page) => page.locator('html')

test('letters, arrows and Enter go into the palette while its list is on the way', async ({ page, hands }) => {
  await page.goto('/reference/targets')
  await hands.openPalette()
  await page.keyboard.press('Escape')
  await page.reload({ waitUntil: 'networkidle' })
  const release = await holdScripts(page)
  await page.getByRole('button', { name: /^Commands/ }).click()
  await expect(hands.query).toBeFocused()
  await page.keyboard.type('theme: ')
  await expect(hands.query).toHaveValue('theme: ')
  await expect(hands.answer).toHaveText('Loading the commands…')
  const top = (await hands.query.boundingBox())?.y
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  await expect(hands.answer).toContainText('what you entered is done')
  expect((await hands.query.boundingBox())?.y).toBe(top)
  await release()
  await expect(themeOf(page)).toHaveAttribute('data-theme', 'dark')
  await expect(hands.palette).toBeHidden()
  await expect(page.getByRole('button', { name: /^Commands/ })).toBeFocused()
})

test('a palette that cannot be loaded says so, closes, and is asked for again', async ({
  page,
  hands,
  expectComplaint,
  expectAccessible,
}) => {
  expectComplaint(/Failed to load resource|ERR_CONNECTION_REFUSED/)
  await page.goto('/reference/targets', { waitUntil: 'networkidle' })
  await page.route(scripts, (route) => route.abort('connectionrefused'))
  await page.getByRole('button', { name: /^Commands/ }).click()
  await page.keyboard.type('help')
  await expect(hands.palette.getByRole('alert')).toContainText('could not be loaded')
  await expectAccessible('the palette without its list')
  await page.keyboard.press('Escape')
  await expect(hands.palette).toBeHidden()
  await page.unroute(scripts)
  await hands.run('density: compact')
  await expect(themeOf(page)).toHaveAttribute('data-density', 'compact')
})

/** The example with route api open, and none of its scripts yet. */
async function openHeld(plansPage: PlansPage) {
  const { page } = plansPage
  await plansPage.openExample('finance-saas')
  const address = new URL(page.url()).pathname
  const release = await holdScripts(page)
  await page.goto(`${address}?route=api`, { waitUntil: 'commit' })
  return release
}

test('what is typed and chosen in the fields of a plan before it is alive stays and counts', async ({
  plansPage,
  planPage,
  hands,
  page,
}) => {
  const release = await openHeld(plansPage)
  await planPage.explain.getByRole('textbox', { name: /^Explain a URL/ }).fill('api.example.com')
  await page.getByRole('combobox', { name: 'Sort routes' }).selectOption('By host')
  await page.getByRole('checkbox', { name: 'Group by domain' }).check()
  await hands.filter.focus()
  await page.keyboard.type('pay')
  await release()
  await expect(planPage.lane('Passthrough').getByRole('heading', { name: 'example.com (1)' })).toBeVisible()
  await page.keyboard.type('ment')
  await expect(hands.filter).toHaveValue('payment')
  await expect(planPage.card('api')).toBeHidden()
  await expect(page).toHaveURL(/filter=payment&group=domain&route=api&sort=host/)
  await expect(page.getByRole('combobox', { name: 'Sort routes' })).toHaveValue('host')
  await expect(planPage.explain.getByRole('status')).toContainText('api')
})

test('what is typed into the form of a route before it is alive gets into the plan', async ({
  plansPage,
  planPage,
  page,
}) => {
  const release = await openHeld(plansPage)
  await planPage.inspector.getByRole('textbox', { name: 'Host 1' }).click()
  await page.keyboard.press('ControlOrMeta+a')
  await page.keyboard.type('public.example.com')
  await release()
  await expect(planPage.card('api')).toContainText('public.example.com')
  await planPage.untilSaved()
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect(planPage.card('api')).toContainText('api.example.com')
})

test('answers given to the advisor before it is alive are all taken', async ({ page }) => {
  const release = await holdScripts(page)
  await page.goto('/advisor', { waitUntil: 'commit' })
  const questions = page.getByRole('main').getByRole('group')
  await questions.nth(0).getByRole('radio').first().check()
  await questions.nth(1).getByRole('radio').first().check()
  await release()
  await expect(page.getByText(/^2 of \d+ answered/)).toBeVisible()
})

test('a key and what is typed after it, pressed before the page is alive, reach the palette', async ({
  plansPage,
  planPage,
  page,
}) => {
  await plansPage.openExample('finance-saas')
  const release = await holdScripts(page)
  await page.reload({ waitUntil: 'commit' })
  await expect(planPage.card('api')).toBeVisible()
  await page.keyboard.press('ControlOrMeta+k')
  await page.keyboard.type('theme: darj')
  await page.keyboard.press('Backspace')
  await page.keyboard.type('k')
  await page.keyboard.press('Enter')
  await release()
  await expect(themeOf(page)).toHaveAttribute('data-theme', 'dark')
})

test('a button pressed before the page is alive is pressed once it is, and once only', async ({ page }) => {
  const release = await holdScripts(page)
  await page.goto('/help', { waitUntil: 'commit' })
  const density = page.getByRole('button', { name: /^Density: comfortable/ })
  await density.click()
  await density.click()
  await release()
  await expect(themeOf(page)).toHaveAttribute('data-density', 'compact')
})
