import type { Locator, Page } from '@playwright/test'
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
