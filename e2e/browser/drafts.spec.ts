import { findExample } from '@/lib/domain-model/examples/catalogue'
import { PlanPage } from './pages/plan-page'
import { expect, test } from './studio-test'

const hybrid = findExample('finance-saas')?.text() ?? ''

/** Tabs tell each other at once; a busy machine is given more. */
const soon = { timeout: 30_000 }

test.use({ permissions: ['clipboard-read', 'clipboard-write'] })

test('a draft saves itself and survives a reload', async ({ plansPage, planPage, page }) => {
  await plansPage.openExample('finance-saas')
  await planPage.select('api')
  await planPage.inspector.getByRole('textbox', { name: 'Host 1' }).fill('kept.example.com')
  await expect(planPage.saveState).not.toHaveText('Saved')
  await planPage.untilSaved()
  await page.reload()
  await expect(planPage.card('api')).toContainText('kept.example.com')
})

test('leaving at once loses nothing', async ({ plansPage, planPage, page }) => {
  await plansPage.openExample('finance-saas')
  await planPage.select('api')
  await planPage.inspector.getByRole('textbox', { name: 'Host 1' }).fill('quick.example.com')
  await page.getByRole('link', { name: 'Plans' }).click()
  await page.waitForURL((url) => url.pathname === '/')
  await page.goBack()
  await expect(planPage.card('api')).toContainText('quick.example.com')
})

test('without an answer the text is kept here and sent again', async ({
  plansPage,
  planPage,
  page,
  expectComplaint,
}) => {
  expectComplaint(/Failed to load resource|Failed to fetch/)
  await plansPage.openExample('finance-saas')
  await page.route('**/plans/*', (route) =>
    route.request().method() === 'POST' ? route.abort('connectionrefused') : route.continue(),
  )
  await planPage.select('api')
  await planPage.inspector.getByRole('textbox', { name: 'Host 1' }).fill('offline.example.com')
  await expect(planPage.saveState).toContainText('server unreachable')
  await expect(page.getByText('Your text is kept in this browser')).toBeVisible()

  await page.reload()
  await expect(planPage.card('api')).toContainText('offline.example.com')
  await page.unroute('**/plans/*')
  await planPage.untilSaved()
  await page.reload()
  await expect(planPage.card('api')).toContainText('offline.example.com')
  expect(await page.evaluate(() => Object.keys(localStorage))).toEqual([])
})

test('two tabs on one plan never overwrite each other in silence', async ({
  plansPage,
  planPage,
  page,
  context,
  expectAccessible,
  expectComplaint,
}) => {
  // Two pages, four saves and an accessibility pass.
  test.slow()
  expectComplaint(/Failed to load resource|Failed to fetch/)
  await plansPage.openExample('finance-saas')
  await expect(planPage.card('api')).toBeVisible()
  const other = new PlanPage(await context.newPage())
  await other.page.goto(page.url())
  const typeUnsaved = async (tab: PlanPage, host: string) => {
    const connect = await tab.cutOff()
    await tab.select('api')
    await tab.inspector.getByRole('textbox', { name: 'Host 1' }).fill(host)
    await expect(tab.saveState).toContainText('server unreachable')
    return connect
  }
  const connect = await typeUnsaved(planPage, 'mine.example.com')
  await other.select('api')
  await other.inspector.getByRole('textbox', { name: 'Host 1' }).fill('theirs.example.com')
  await other.untilSaved()
  await connect()

  const dialog = planPage.conflictDialog
  await expect(dialog).toBeVisible(soon)
  await expect(dialog.getByText('theirs.example.com')).toBeVisible()
  await expect(dialog.getByText('mine.example.com')).toBeVisible()
  await dialog.getByRole('button', { name: 'Whole texts' }).click()
  await expect(dialog.getByText('theirs.example.com')).toBeVisible()
  await expect(dialog.getByText('mine.example.com')).toBeVisible()
  await expectAccessible('the conflict dialog with whole texts')
  // Only the page in front may read the clipboard.
  await page.bringToFront()
  await dialog.getByRole('button', { name: 'Copy mine' }).click()
  await expect(dialog.getByRole('button', { name: 'Copied' })).toBeVisible()
  expect(await page.evaluate(() => navigator.clipboard.readText())).toContain('mine.example.com')
  await page.keyboard.press('Escape')
  await expect(planPage.saveState).toContainText('Conflict')

  // Taking theirs keeps mine one undo away; keeping mine then overwrites knowingly.
  await page.getByRole('button', { name: 'Compare and choose' }).click()
  await dialog.getByRole('button', { name: 'Take their whole text' }).click()
  await expect(planPage.card('api')).toContainText('theirs.example.com')
  await planPage.untilSaved()
  await page.getByRole('button', { name: 'Undo', exact: true }).click()
  await expect(planPage.card('api')).toContainText('mine.example.com')
  await planPage.untilSaved()
  await expect(other.card('api')).toContainText('mine.example.com', soon)

  const reconnect = await typeUnsaved(other, 'again.example.com')
  await planPage.inspector.getByRole('textbox', { name: 'Host 1' }).fill('third.example.com')
  await planPage.untilSaved()
  await reconnect()
  await other.conflictDialog.getByRole('button', { name: 'Whole texts' }).click(soon)
  await other.conflictDialog.getByRole('button', { name: 'Keep my whole text' }).click()
  await other.untilSaved()
  await other.page.reload()
  await expect(other.card('api')).toContainText('again.example.com')
  await expect(planPage.card('api')).toContainText('again.example.com', soon)
})

test('a private key is neither sent nor stored', async ({ plansPage, planPage, page }) => {
  await plansPage.openExample('finance-saas')
  await planPage.untilSaved()
  const sent: string[] = []
  page.on('request', (request) => sent.push(`${request.url()} ${request.postData() ?? ''}`))
  const key = `-----BEGIN PRIVATE ${'KEY'}-----\n  MIIEvQIBADANBgkqhkiG9w0BAQ\n  -----END PRIVATE ${'KEY'}-----`
  await planPage.pasteYaml(hybrid.replace('description: ', `description: |\n  ${key}\n  `))
  await expect(planPage.saveState).toHaveText('Not saved')
  await expect(page.getByText('It is not sent to the server')).toBeVisible()
  await page.evaluate(() => dispatchEvent(new Event('pagehide')))
  expect(await page.evaluate(() => JSON.stringify({ ...localStorage, ...sessionStorage }))).not.toContain('PRIVATE')
  expect(sent.filter((line) => line.includes('PRIVATE'))).toEqual([])

  await page.keyboard.press('ControlOrMeta+z')
  await planPage.untilSaved()
})
