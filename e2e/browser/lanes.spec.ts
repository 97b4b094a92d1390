import type { Locator, Page } from '@playwright/test'
import { manyTenants } from '@/lib/domain-model/examples/many-tenants'
import { parsePlanText } from '@/lib/domain-model/plan-document'
import { expect, test } from './studio-test'

async function drag(page: Page, from: Locator, to: Locator) {
  const start = await from.boundingBox()
  const end = await to.boundingBox()
  if (!start || !end) throw new Error('nothing to drag')
  await page.mouse.move(start.x + 40, start.y + 12)
  await page.mouse.down()
  await page.mouse.move(start.x + 60, start.y + 20)
  await page.mouse.move(end.x + end.width / 2, end.y + 20, { steps: 5 })
  await page.mouse.up()
}

test('a card dragged across shows its price first; undo brings everything back', async ({
  plansPage,
  planPage,
  page,
}) => {
  await plansPage.openExample('finance-saas')
  const before = await planPage.card('api').innerText()
  await drag(page, planPage.card('api'), planPage.lane('Passthrough'))
  const sheet = page.getByRole('dialog')
  await expect(sheet).toContainText('rate limit')
  await sheet.getByRole('button', { name: 'Keep terminate' }).click()
  await expect(planPage.lane('Terminate').getByText('api.example.com')).toBeVisible()

  await drag(page, planPage.card('api'), planPage.lane('Passthrough'))
  await sheet.getByRole('button', { name: 'Change to passthrough' }).click()
  await expect(planPage.lane('Passthrough').getByText('api.example.com')).toBeVisible()
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect(planPage.lane('Terminate').getByText('api.example.com')).toBeVisible()
  await expect.poll(() => planPage.card('api').innerText()).toBe(before)
})

test('a card moves by keyboard, and the focus goes with it', async ({
  plansPage,
  planPage,
  page,
  expectAccessible,
}) => {
  await plansPage.openExample('finance-saas')
  await planPage.card('payments').focus()
  await page.keyboard.press('m')
  const sheet = page.getByRole('dialog')
  await expect(sheet).toContainText('end-to-end encryption')
  await page.keyboard.press('Escape')
  await expect(planPage.card('payments')).toBeFocused()

  await page.getByRole('button', { name: 'Move payments to terminate' }).press('Enter')
  await expectAccessible('the price of a move')
  await sheet.getByRole('button', { name: 'Change to terminate' }).press('Enter')
  await expect(planPage.lane('Terminate').getByText('payments.example.com')).toBeVisible()
  await expect(planPage.card('payments')).toBeFocused()
  await page.keyboard.press('ControlOrMeta+z')
  await expect(planPage.lane('Passthrough').getByText('payments.example.com')).toBeVisible()
})

test('routes are filtered and grouped, and the arrows go from card to card', async ({ plansPage, planPage, page }) => {
  await plansPage.openExample('finance-saas')
  const filter = page.getByRole('searchbox', { name: 'Filter routes by name, host or upstream' })
  await filter.fill('payment-service')
  await expect(planPage.card('api')).toBeHidden()
  await expect(planPage.card('payments')).toBeVisible()
  await expect(page.getByText('1 of 2 shown')).toBeVisible()
  await filter.fill('')
  await expect(planPage.card('api')).toBeVisible()

  await planPage.lane('Terminate').getByRole('button', { name: 'Add a terminate route' }).click()
  await expect(planPage.card('route')).toBeVisible()
  await planPage.card('api').focus()
  await page.keyboard.press('ArrowDown')
  await expect(planPage.card('route')).toBeFocused()
  await page.keyboard.press('Home')
  await expect(planPage.card('api')).toBeFocused()
  await page.getByRole('checkbox', { name: 'Group by domain' }).check()
  await expect(planPage.lane('Passthrough').getByRole('heading', { name: 'example.com (1)' })).toBeVisible()
})

test('of many routes only those in view are drawn, and the keyboard reaches the last', async ({
  plansPage,
  planPage,
  page,
  expectAccessible,
}) => {
  await plansPage.open()
  await page.getByRole('button', { name: /From YAML or JSON/ }).click()
  const file = { name: 'many.yaml', mimeType: 'text/yaml', buffer: Buffer.from(manyTenants(100)) }
  await page.getByLabel('File').setInputFiles(file)
  await page.getByRole('button', { name: 'Make the plan' }).click()
  await page.waitForURL('**/plans/*')
  const lane = planPage.lane('Terminate')
  const drawn = lane.getByRole('listitem')
  await lane.getByRole('button', { name: /route tenant-00001$/ }).focus()
  await page.keyboard.press('End')
  const last = lane.locator('[data-card]:focus')
  await expect(last).toBeInViewport()
  await expect(last).not.toHaveAccessibleName(/tenant-00001$/)
  expect(await drawn.count()).toBeLessThan(60)
  await page.keyboard.press('ArrowUp')
  await expect(lane.locator('[data-card]:focus')).toBeInViewport()
  await expectAccessible('a long lane')

  // The answer of the explain bar comes into view wherever its card is.
  const first = lane.getByRole('button', { name: /route tenant-00001$/ })
  await expect(first).not.toBeInViewport()
  await planPage.explain
    .getByRole('textbox', { name: 'Explain a URL, a host, or none' })
    .fill(parsePlanText(manyTenants(100)).plan?.routes[0]?.hosts[0] ?? '')
  await expect(page.locator('[data-card="/routes/0"]')).toContainText('taken')
  await expect(page.locator('[data-card="/routes/0"]')).toBeInViewport()
})
