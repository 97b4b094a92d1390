import { manyTenants } from '@/lib/domain-model/examples/many-tenants'
import { PreviewPage } from './pages/preview-page'
import { expect, test } from './studio-test'

test('a plan runs on loopback, answers a test connection and shows it live', async ({
  plansPage,
  planPage,
  page,
  expectAccessible,
}) => {
  // The longest journey of all: previews, stand-ins and handshakes take what a busy machine leaves them.
  test.slow()
  await plansPage.openExample('finance-saas')
  await planPage.untilSaved()
  await page.getByRole('link', { name: 'Preview', exact: true }).click()
  await page.waitForURL('**/preview')
  const state = page.getByRole('status', { name: 'Preview state' })
  await expect(state).toHaveText('Stopped')
  await expect(page.getByText('Start the preview to see connections')).toBeVisible()
  await expectAccessible('a stopped preview')

  await page.getByRole('button', { name: 'Start preview' }).click()
  await expect(state).toHaveText('Running', { timeout: 30_000 })
  await expect(page.getByRole('region', { name: 'Listeners of the preview' })).toContainText('127.0.0.1:')
  const asks = page.getByRole('button', { name: /^Send a test connection to/ })
  const count = await asks.count()
  for (let index = 0; index < count; index++) await asks.nth(index).click()
  await expect(page.getByText('✓ As the plan says')).toHaveCount(count, { timeout: 30_000 })
  const connections = page.getByRole('region', { name: 'Connections of the preview' })
  await expect(connections.getByText('Passthrough:').first()).toBeAttached()
  await expect(connections.getByText('Terminate:').first()).toBeAttached()
  const traffic = page.getByRole('group', { name: 'Traffic of finance-saas' })
  const node = (name: RegExp) => traffic.getByRole('button', { name })
  await expect(node(/route payments;/)).toHaveAttribute('aria-current', 'step')
  await expect(node(/^Upstream payment-service;/)).toHaveAttribute('aria-current', 'step')
  await expect(node(/^Plain HTTP: /).first()).not.toHaveAttribute('aria-current')
  await page
    .getByText(/^Lines to type for/)
    .first()
    .click()
  await expect(page.getByText(/openssl s_client -connect "127/).first()).toBeVisible()
  await expectAccessible('a running preview')
  await page.emulateMedia({ colorScheme: 'dark' })
  await expectAccessible('a running preview in the dark')

  await page.getByRole('searchbox', { name: 'Filter connections' }).fill('no such thing')
  await expect(page.getByText('No connection fits the filter.')).toBeVisible()
  await page.getByRole('searchbox', { name: 'Filter connections' }).fill('')
  await page.getByRole('button', { name: 'Pause' }).click()
  await asks.first().click()
  await expect(page.getByText(/^Paused, \d+ newer$/)).toBeVisible()
  await page.getByRole('button', { name: 'Go on' }).click()
  await expect(page.getByText(/^Paused/)).toBeHidden()

  await connections
    .getByRole('button', { name: /^Inspect the ClientHello of connection/ })
    .last()
    .click()
  const hello = page.getByRole('dialog', { name: /^ClientHello of connection/ })
  await expect(hello).toContainText('A ClientHello.')
  await expect(hello.getByText(/^t1[23]d/)).toBeVisible()
  await hello.getByText(/^Its bytes in hex/).click()
  await expect(hello.getByText(/^160301/)).toBeVisible()
  await expectAccessible('the hello of a connection')
  await page.screenshot({ path: test.info().outputPath('seen-hello.png') })
  await page.keyboard.press('Escape')
  await expect(hello).toBeHidden()

  const place = await page
    .getByRole('cell', { name: /^127\.0\.0\.1:\d+$/ })
    .first()
    .textContent()
  await page.getByRole('button', { name: 'Apply the saved plan' }).click()
  await expect(page.getByText('The saved plan is the one that runs.')).toBeVisible()
  await expect(page.getByRole('cell', { name: place ?? '', exact: true })).toBeVisible()
  await page.setViewportSize({ width: 390, height: 800 })
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390)
  await page.screenshot({ path: test.info().outputPath('preview-390.png') })
  await page.setViewportSize({ width: 1440, height: 900 })
  await page.screenshot({ path: test.info().outputPath('preview.png') })

  await page.getByRole('button', { name: 'Stop preview' }).click()
  await expect(state).toHaveText('Stopped', { timeout: 30_000 })
})

test('a plan that is too large to be drawn runs, answers for its last route, and is proved step by step', async ({
  plansPage,
  planPage,
  page,
}) => {
  test.slow()
  const preview = new PreviewPage(page)
  await plansPage.importText(manyTenants(2001))
  await planPage.untilSaved()
  await page.goto(`${page.url()}/preview`)
  await page.getByRole('button', { name: 'Start preview' }).click()
  await expect(preview.state).toHaveText('Running', { timeout: 60_000 })
  await expect(page.getByText('this plan has 2,001 routes, and drawings end at 2,000')).toBeVisible()
  await expect(page.getByText(/^the plan asks for more than 100 health checks a second/)).toBeVisible()
  await expect(page.getByText('1901 more: filter to see them.')).toBeVisible()
  await page.getByRole('searchbox', { name: 'Filter routes' }).fill('tenant-02001')
  await page.getByRole('button', { name: 'Send a test connection to tenant-02001' }).click()
  await expect(page.getByText('✓ As the plan says')).toBeVisible({ timeout: 30_000 })
  await expect(page.getByRole('region', { name: 'Connections of the preview' })).toContainText('tenant-02001')

  await page.getByRole('button', { name: 'Proof', exact: true }).click()
  await preview.choose('Worker')
  await preview.proveIt.click()
  await expect(preview.progress('Worker')).toHaveAttribute('value', /^[1-9]/, { timeout: 90_000 })
  await page.getByRole('button', { name: 'Cancel' }).click()
  await expect(preview.proofState).toContainText('Cancelled', { timeout: 30_000 })
  await page.getByRole('button', { name: 'Live', exact: true }).click()
  await page.getByRole('button', { name: 'Stop preview' }).click()
  await expect(preview.state).toHaveText('Stopped', { timeout: 30_000 })
})
