import { proofSchema } from '@/lib/diagnostics/proof-report'
import { engineVersion } from '@/lib/preview/proof/engine-process'
import { PreviewPage } from './pages/preview-page'
import { expect, test } from './studio-test'

const hasHaproxy = engineVersion('haproxy') !== null
const hasNginx = engineVersion('nginx') !== null

/** HAProxy is told something that the plan does not say; nobody else is. */
const disobedient = `apiVersion: signalbox/v1
kind: Plan
name: disobedient
listeners:
  - { name: https, port: 443, protocol: tls }
certificates:
  - { name: shop, hosts: [shop.example.com], file: /etc/ssl/shop.pem }
upstreams:
  - name: shop
    servers: [{ host: 10.0.0.1, port: 8080 }]
routes:
  - name: shop
    listener: https
    hosts: [shop.example.com]
    mode: terminate
    certificate: shop
    paths:
      - { path: /, match: prefix, upstream: shop }
extras:
  - { target: haproxy, place: backend/shop, lines: [http-request deny deny_status 410] }
  - { target: haproxy, place: global, lines: [lua-load /etc/passwd] }
`

test('a plan is proved in the worker: rows come, a reload finds the run, and the report can be taken along', async ({
  plansPage,
  planPage,
  page,
  expectAccessible,
}) => {
  test.slow()
  await plansPage.openExample('passthrough-pool')
  await planPage.untilSaved()
  await page.getByRole('link', { name: 'Prove it' }).click()
  await page.waitForURL('**/preview?view=proof')
  const preview = new PreviewPage(page)
  await expect(preview.proofState).toHaveText('Not proved since the studio started.')
  await preview.choose()
  await expect(preview.proveIt).toBeDisabled()
  await expect(preview.proofState).toHaveText('Choose at least one engine.')
  await expect(preview.engine('HAProxy')).toBeEnabled({ enabled: hasHaproxy })
  await preview.choose('Worker')
  await expectAccessible('before a proof')
  await preview.proveIt.click()
  await expect(preview.proofState).toHaveText('Proving…')
  await page.reload()
  await expect(preview.progress('Worker')).toBeVisible()
  await expect(preview.proofState).toHaveText(/^All agree with the plan in \d+ probes\.$/, { timeout: 90_000 })
  await expectAccessible('a finished proof')

  const proof = proofSchema.parse(JSON.parse(await preview.report('JSON')))
  expect(proof.engines.map(({ id, reason }) => [id, reason])).toEqual([['embedded', null]])
  expect(proof.disagreements).toBe(0)
  const all = `${proof.probes.length} of ${proof.probes.length}`
  await expect(page.getByRole('region', { name: 'Probes', exact: true })).toContainText(all)
  expect(await preview.report('Markdown')).toContain(`All agree with the plan in ${proof.probes.length} probes.`)

  await page.getByRole('searchbox', { name: 'Filter probes' }).fill('no such probe')
  await expect(page.getByText('No probe fits the filter.')).toBeVisible()
  await page.getByRole('searchbox', { name: 'Filter probes' }).fill('')
  await page.getByRole('combobox', { name: 'Which kind' }).selectOption('hello-shape')
  const details = await preview.openProbe(/hello in single-bytes/)
  await expect(details).toContainText("certificate: the backend's")
  await expect(details).toContainText('openssl s_client')
  await expectAccessible('the details of a probe')
  await preview.expectNarrow()
  await page.screenshot({ path: test.info().outputPath('proof-390.png'), fullPage: true })
})

test('an engine that does otherwise is named, with the way to its lines', async ({
  plansPage,
  page,
  expectAccessible,
}) => {
  test.skip(!hasHaproxy, 'haproxy is not installed')
  test.slow()
  await plansPage.open()
  await page.getByRole('button', { name: /From YAML or JSON/ }).click()
  await page.getByRole('textbox', { name: 'Or paste the text' }).fill(disobedient)
  await page.getByRole('button', { name: 'Make the plan' }).click()
  await page.waitForURL('**/plans/*')
  await page.goto(`${new URL(page.url()).pathname}/preview?view=proof`)
  const preview = new PreviewPage(page)
  await preview.choose('Worker', 'HAProxy', 'NGINX')
  await preview.proveIt.click()
  await expect(preview.proofState).toHaveText(/^\d+ of \d+ probes found an engine that does otherwise\.$/, {
    timeout: 150_000,
  })
  await expect(page.getByText('Own lines that no engine was given')).toBeVisible()
  await expect(page.getByText('/extras/1', { exact: false })).toBeVisible()
  await page.getByRole('combobox', { name: 'Which verdicts' }).selectOption('disagrees')
  const details = await preview.openProbe('SNI shop.example.com')
  await expect(details).toContainText('410 by the edge')
  await expect(details).toContainText('✗ disagrees')
  await expectAccessible('a disagreement')
  await page.emulateMedia({ colorScheme: 'dark' })
  await expectAccessible('a disagreement in the dark')
  await page.screenshot({ path: test.info().outputPath('disagreement.png'), fullPage: true })
  const proof = proofSchema.parse(JSON.parse(await preview.report('JSON')))
  expect(proof.disagreements).toBeGreaterThan(0)
  for (const { seen, agree } of proof.probes) {
    expect(seen.embedded?.agrees).toBe(true)
    if (hasNginx) expect(seen.nginx?.agrees).toBe(true)
    expect(seen.haproxy?.agrees).toBe(agree)
  }

  await expect(details.getByRole('link', { name: /^plan\.yaml, line \d+$/ })).toBeVisible()
  await details.getByRole('link', { name: /^HAProxy: haproxy\.cfg, line \d+$/ }).click()
  await page.waitForURL(/\/plans\/[^/]+\?tab=haproxy@[\d.]+&file=haproxy\.cfg&line=\d+$/)
  const files = page.getByRole('region', { name: 'Files' })
  await expect(files.getByRole('tab', { name: 'HAProxy', exact: true })).toHaveAttribute('aria-selected', 'true')
  await expect(files.getByRole('status', { name: 'Where the line comes from' })).toContainText('shop')
})

test('a proof in every engine can be cancelled, and started again', async ({ plansPage, planPage, page }) => {
  test.slow()
  await plansPage.openExample('finance-saas')
  await planPage.untilSaved()
  await page.getByRole('link', { name: 'Prove it' }).click()
  const preview = new PreviewPage(page)
  await preview.choose('Worker', 'HAProxy', 'NGINX')
  await preview.proveIt.click()
  await expect(preview.probes).toBeVisible({ timeout: 60_000 })
  await page.getByRole('button', { name: 'Cancel' }).click()
  await expect(preview.proofState).toHaveText('Cancelled.')
  await expect(page.getByRole('link', { name: 'Report as JSON' })).toBeHidden()
  await preview.proveIt.click()
  await expect(preview.proofState).toHaveText('Proving…')
  await page.getByRole('button', { name: 'Cancel' }).click()
  await expect(preview.proofState).toHaveText('Cancelled.')
})
