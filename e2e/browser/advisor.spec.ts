import { AdvisorPane } from './pages/advisor-pane'
import { expect, test } from './studio-test'

test('not sure: the checklist leads from the plans to a plan with the advised route', async ({
  plansPage,
  planPage,
  page,
}) => {
  await plansPage.open()
  await page.getByRole('link', { name: /Not sure\? Answer \w+ questions/ }).click()
  const advisor = new AdvisorPane(page)
  await expect(advisor.answer).toContainText('Not decided yet')
  await advisor.choose('Must the edge see paths', /^Yes/)
  await expect(advisor.answer).toContainText('Terminate')
  await advisor.choose('May the edge decrypt', /encrypted again/)
  await expect(advisor.answer).toContainText('Re-encrypt')
  await expect(advisor.answer).toContainText('Paths and headers are inside the encryption')
  await advisor.choose('firewall or rate limits', 'Rate limits per client')
  await expect(advisor.answer.getByRole('listitem').filter({ hasText: 'HAProxy' }).first()).toBeVisible()
  await advisor.wish('shop.example.com', '10.0.0.5', '8443')
  await expect(advisor.answer).toContainText('Also added: listener https on port 443')
  await advisor.answer.getByRole('button', { name: 'Make a plan with this route' }).click()
  await page.waitForURL('**/plans/*')
  await expect(planPage.lane('Terminate').getByText('shop.example.com')).toBeVisible()
  await expect(planPage.card('shop')).toContainText('50/second')
})

test('answers that cannot go together are said, with ways out', async ({ page, expectAccessible }) => {
  const advisor = new AdvisorPane(page)
  await advisor.openPage('?http=yes&decrypt=never')
  await expect(advisor.answer).toContainText('These answers contradict each other')
  await expect(advisor.question('Must the edge see paths')).toContainText('contradicts another answer')
  await expectAccessible('the contradiction')
  await advisor.answer.getByRole('button', { name: /Take this way: Let the edge decrypt, and encrypt again/ }).click()
  await expect(advisor.answer).toContainText('Re-encrypt')
  await expect(page).toHaveURL(/decrypt=encrypted-behind/)
  await page.reload()
  await expect(advisor.answer).toContainText('Re-encrypt')
})

test('over an open plan the route is one edit, and one step of undo', async ({
  plansPage,
  planPage,
  page,
  expectAccessible,
}) => {
  await plansPage.openExample('finance-saas')
  await page.getByRole('button', { name: 'Advisor…' }).click()
  const advisor = new AdvisorPane(page)
  await advisor.choose('Who checks client certificates', /^The backend itself/)
  await advisor.choose("Does the backend need the client's address", /PROXY/)
  await expect(advisor.answer).toContainText('Passthrough')
  await expectAccessible('the advisor over a plan')
  await advisor.answer.getByRole('button', { name: 'Add the route to this plan' }).click()
  await expect(advisor.answer).toContainText('Fill in what is marked first')
  await advisor.wish('vault.example.com', '10.0.0.7', '8443')
  await advisor.answer.getByRole('button', { name: 'Add the route to this plan' }).click()
  await expect(planPage.card('vault')).toContainText("backend's certificate")
  await expect(planPage.inspector.getByRole('textbox', { name: 'Name' })).toHaveValue('vault')
  await expect(page.getByRole('region', { name: 'Upstreams' })).toContainText('vault')
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect(planPage.card('vault')).toBeHidden()
  await expect(page.getByRole('region', { name: 'Upstreams' })).not.toContainText('vault')
})

test('by keyboard alone: a question, its answer, the next', async ({ page }) => {
  const advisor = new AdvisorPane(page)
  await advisor.openPage()
  await advisor.question('Must the edge see paths').getByRole('radio').first().focus()
  await page.keyboard.press('Space')
  await expect(advisor.answer).toContainText('Terminate')
  await page.keyboard.press('ArrowDown')
  await expect(advisor.answer).toContainText('Not decided yet')
  await page.keyboard.press('Tab')
  await page.keyboard.press('Enter')
  await expect(page).not.toHaveURL(/http=/)
})

for (const [name, options] of [
  ['narrow', { viewport: { width: 390, height: 844 } }],
  ['dark', { colorScheme: 'dark' as const }],
] as const) {
  test.describe(name, () => {
    test.use(options)
    test('no accessibility violation and nothing wider than the screen', async ({ page, expectAccessible }) => {
      const advisor = new AdvisorPane(page)
      await advisor.openPage('?decrypt=never&address=proxy')
      await expect(advisor.answer).toContainText('Passthrough')
      await expectAccessible('the advisor')
      expect(await page.evaluate(() => document.documentElement.scrollWidth > innerWidth)).toBe(false)
    })
  })
}
