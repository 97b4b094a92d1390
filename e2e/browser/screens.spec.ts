import { expect, test } from './studio-test'

test('no accessibility violation on any screen', async ({
  plansPage,
  planPage,
  page,
  expectAccessibleLightAndDark,
}) => {
  test.slow()
  await plansPage.openExample('reencrypt')
  await planPage.select('records')
  await expect(planPage.yaml).toBeAttached()
  await expectAccessibleLightAndDark('the plan with its text', { editors: true })
  await planPage.tab('HAProxy').click()
  await expect(planPage.files.locator('.line-of-selection:visible').first()).toBeVisible()
  await expectAccessibleLightAndDark('the plan with a generated file', { editors: true })
  await planPage.inspector.getByText('Terminate', { exact: true }).click()
  await expectAccessibleLightAndDark('a change of mode')
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: 'Download', exact: true }).click()
  await page.getByRole('menuitem', { name: /Zip/ }).click()
  await expectAccessibleLightAndDark('the zip dialog')
  for (const [path, heading] of [
    ['/', 'Plans'],
    ['/reference/rules', 'Rules'],
    ['/reference/rules/host-in-two-modes', 'host-in-two-modes'],
    ['/reference/targets', 'Targets'],
    ['/help', 'Help'],
  ]) {
    await page.goto(path ?? '')
    await expect(page.getByRole('heading', { level: 1, name: heading ?? '' })).toBeVisible()
    await expectAccessibleLightAndDark(path ?? '')
  }
})

test('palette, sheet of keys, ticked routes and compact density are accessible', async ({
  plansPage,
  planPage,
  hands,
  page,
  expectAccessibleLightAndDark,
}) => {
  test.slow()
  await plansPage.openExample('finance-saas')
  await planPage.select('api')
  await hands.openPalette()
  await expect(hands.option('Undo')).toBeVisible()
  await expectAccessibleLightAndDark('the palette')
  await page.keyboard.type('nothing is called so')
  await expect(hands.answer).toHaveText('0 results')
  await expectAccessibleLightAndDark('the palette without a result')
  await page.keyboard.press('Escape')
  await planPage.card('api').focus()
  await page.keyboard.press('?')
  await expect(hands.sheet).toBeVisible()
  await expectAccessibleLightAndDark('the sheet of keys')
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: /^Density: comfortable/ }).click()
  await hands.tick('api').check()
  await hands.tick('payments').check()
  await expectAccessibleLightAndDark('ticked routes in compact density')
  await hands.act('Upstream…')
  await page
    .getByRole('dialog')
    .getByRole('radio', { name: /^payment-service/ })
    .check()
  await expectAccessibleLightAndDark('a field of several routes')
  await page.keyboard.press('Escape')
  await hands.act('Delete…')
  await expectAccessibleLightAndDark('the deletion of several routes')
  await page.keyboard.press('Escape')
  await planPage.lane('Passthrough').getByRole('button', { name: 'Add a passthrough route' }).click()
  await hands.tick('route').check()
  await hands.act('2 to terminate…')
  await expect(page.getByRole('dialog', { name: 'Move 2 routes to terminate?' })).toBeVisible()
  await expectAccessibleLightAndDark('the price of moving several routes')
  await page.goto('/reference/targets')
  await hands.openPalette()
  await expectAccessibleLightAndDark('the palette of other pages')
})

test('the theme can be chosen and is remembered', async ({ page }) => {
  await page.emulateMedia({ colorScheme: 'light' })
  await page.goto('/help')
  await page.getByRole('button', { name: 'Theme: system. Switch to light' }).click()
  await page.getByRole('button', { name: 'Theme: light. Switch to dark' }).click()
  await page.reload()
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark')
  expect(await page.evaluate(() => getComputedStyle(document.documentElement).colorScheme)).toBe('dark')
})

test('a plan from a paste, and one that must not come in', async ({ plansPage, planPage, page, expectAccessible }) => {
  await plansPage.open()
  await page.getByRole('button', { name: /From YAML or JSON/ }).click()
  const text = page.getByRole('textbox', { name: 'Or paste the text' })
  await text.fill(`-----BEGIN RSA PRIVATE ${'KEY'}-----\nMIIE\n`)
  await expect(page.getByText('This cannot become a plan')).toBeVisible()
  await expect(page.getByRole('button', { name: 'Make the plan' })).toBeDisabled()
  await text.fill('apiVersion: signalbox/v1\nkind: Plan\nname: [oops')
  await expect(page.getByText(/1 problem in this text/)).toBeVisible()
  await expectAccessible('the import dialog')
  await text.fill('{ "apiVersion": "signalbox/v1", "kind": "Plan", "name": "from-json" }')
  await page.getByRole('button', { name: 'Make the plan' }).click()
  await page.waitForURL('**/plans/*')
  await expect(page.getByRole('heading', { level: 1, name: 'from-json' })).toBeVisible()
  await planPage.lane('Terminate').getByRole('button', { name: 'Add a terminate route' }).click()
  await expect(planPage.card('route')).toBeVisible()
  await planPage.untilSaved()
})

test('a file beyond the limit is refused before it is read', async ({ plansPage, page }) => {
  await plansPage.open()
  await page.getByRole('button', { name: /From YAML or JSON/ }).click()
  await page
    .getByLabel('File')
    .setInputFiles({ name: 'huge.yaml', mimeType: 'text/yaml', buffer: Buffer.alloc(20_000_000, 'a') })
  await expect(page.getByText(/at most 8 MiB are read/)).toBeVisible()
})

test('delete asks first', async ({ plansPage, planPage, page }) => {
  await plansPage.openExample('passthrough-pool')
  await planPage.select('web')
  await page.getByRole('region', { name: 'Inspector' }).getByRole('textbox', { name: 'Description' }).fill('doomed')
  await planPage.untilSaved()
  const id = new URL(page.url()).pathname.split('/').at(-1) ?? ''
  await plansPage.open()
  const row = page.getByRole('row').filter({ has: page.locator(`a[href="/plans/${id}"]`) })
  await row.getByRole('button', { name: 'Delete plan passthrough-pool' }).click()
  await page.getByRole('button', { name: 'Keep it' }).click()
  await expect(row).toBeVisible()
  await row.getByRole('button', { name: 'Delete plan passthrough-pool' }).click()
  await page.getByRole('button', { name: 'Delete passthrough-pool' }).click()
  await expect(row).toBeHidden()
})

test('a plan that is not there says so', async ({ page, expectComplaint }) => {
  expectComplaint(/404/)
  await page.goto('/plans/nobody')
  await expect(page.getByRole('heading', { name: 'There is nothing here' })).toBeVisible()
})

test.describe('narrow', () => {
  test.use({ viewport: { width: 390, height: 844 } })

  test('one pane at a time, nothing wider than the screen', async ({ plansPage, planPage, page, expectAccessible }) => {
    await plansPage.openExample('finance-saas')
    const isTooWide = () => page.evaluate(() => document.documentElement.scrollWidth > innerWidth)
    await planPage.card('payments').click()
    await expect(planPage.inspector).toBeVisible()
    await expectAccessible('the inspector')
    await page.getByRole('button', { name: 'Files', exact: true }).click()
    await expect(planPage.tab('NGINX')).toBeVisible()
    expect(await isTooWide()).toBe(false)
    await page.getByRole('button', { name: /^Problems/ }).click()
    await expect(planPage.problems).toBeVisible()
    await expect(planPage.inspector).toBeHidden()
    await expectAccessible('the problems')
    expect(await isTooWide()).toBe(false)
    await plansPage.open()
    expect(await isTooWide()).toBe(false)
    await expectAccessible('the plans')
    await page.goto('/reference/targets')
    expect(await isTooWide()).toBe(false)
  })
})
