import { ComparePane } from './pages/compare-pane'
import { expect, test } from './studio-test'

test('three modes side by side, computed from the route, with the files of each', async ({
  plansPage,
  planPage,
  page,
  expectAccessible,
}) => {
  await plansPage.openExample('finance-saas')
  await planPage.select('api')
  const compare = new ComparePane(page)
  await compare.open()
  await expect(compare.cell('Works', 0)).toContainText('rate limit 50 per second, burst 100')
  for (const lost of ['path /v1/', 'rate limit', 'HSTS', 'request header rules'])
    await expect(compare.cell('Stops', 1)).toContainText(lost)
  await expect(compare.cell('Stops', 2)).toContainText('Nothing')
  await expect(compare.cell('Who holds the certificate', 0)).toContainText('The edge: api')
  await expect(compare.cell('Who holds the certificate', 1)).toContainText('The backend')
  await expect(compare.cell('What logs see', 1)).toContainText('Connections only')
  await expect(compare.cell('What health checks see', 1)).toContainText('clear text to a TLS port')
  await expect(compare.cell("The client's address", 0)).toContainText('X-Forwarded-For')
  await expect(compare.cell('Client certificates', 1)).toContainText('reaches api-gateway')
  await expect(compare.cell('Plain HTTP', 1)).toContainText('ACME HTTP-01')
  await expect(compare.cell('Findings, and HAProxy', 1)).toContainText('Upstream api-gateway')
  await expect(compare.diff('haproxy.cfg')).toContainText(/\d+ added, \d+ removed/)
  await expectAccessible('the comparison')

  await compare.dialog.getByRole('combobox').selectOption({ label: 'NGINX' })
  await expect(compare.diff('nginx.conf')).toBeVisible()
  await compare.dialog.getByRole('button', { name: 'Re-encrypt', exact: true }).click()
  await expect(compare.diff('nginx.conf')).toContainText('proxy_ssl')
})

test('a mode is chosen from the comparison, and undo brings everything back', async ({ plansPage, planPage, page }) => {
  await plansPage.openExample('finance-saas')
  await planPage.select('api')
  const compare = new ComparePane(page)
  await compare.open()
  await compare.dialog.getByRole('button', { name: 'Change to passthrough' }).press('Enter')
  await expect(compare.dialog).toBeHidden()
  await expect(planPage.lane('Passthrough').getByText('api.example.com')).toBeVisible()
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect(planPage.lane('Terminate').getByText('api.example.com')).toBeVisible()
  await expect(planPage.card('api')).toContainText('/v1/')
})

test('the open target is the one compared', async ({ plansPage, planPage, page }) => {
  await plansPage.openExample('finance-saas')
  await planPage.tab('NGINX').click()
  await planPage.select('payments')
  const compare = new ComparePane(page)
  await compare.open()
  await expect(compare.dialog.getByRole('combobox')).toHaveValue('nginx')
  await expect(compare.cell('Stops', 0)).toContainText('end-to-end encryption')
  await page.keyboard.press('Escape')
  await expect(compare.dialog).toBeHidden()
})

test.describe('narrow and dark', () => {
  test.use({ viewport: { width: 390, height: 844 }, colorScheme: 'dark' })
  test('one mode below the other, nothing wider than the screen', async ({
    plansPage,
    planPage,
    page,
    expectAccessible,
  }) => {
    await plansPage.openExample('reencrypt')
    await planPage.card('records').click()
    const compare = new ComparePane(page)
    await compare.open()
    await expect(compare.dialog.getByRole('region', { name: 'Passthrough', exact: true })).toContainText(
      'Who holds the certificate',
    )
    await expect(compare.diff('haproxy.cfg')).toBeAttached()
    expect(await page.evaluate(() => document.documentElement.scrollWidth > innerWidth)).toBe(false)
    await expectAccessible('the narrow comparison')
  })
})
