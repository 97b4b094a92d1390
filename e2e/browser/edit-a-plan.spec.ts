import { findExample } from '@/lib/domain-model/examples/catalogue'
import { expect, test } from './studio-test'

const hybrid = findExample('finance-saas')?.text() ?? ''

test.use({ permissions: ['clipboard-read', 'clipboard-write'] })

test('first minute: one click opens the hybrid example, two lanes side by side', async ({ plansPage, planPage }) => {
  await plansPage.openExample('finance-saas')
  await expect(planPage.lane('Terminate').getByText('api.example.com')).toBeVisible()
  await expect(planPage.lane('Passthrough').getByText('payments.example.com')).toBeVisible()
  await expect(planPage.saveState).toHaveText('Saved')
  await expect(planPage.card('api')).toContainText("edge's certificate api")
  await expect(planPage.card('payments')).toContainText("backend's certificate")
  await expect.poll(() => planPage.visibleText()).toContain('name: finance-saas')
})

test('two routes collide: the finding says so, and one click mends it', async ({ plansPage, planPage }) => {
  await plansPage.openExample('finance-saas')
  await planPage.select('api')
  const host = planPage.inspector.getByRole('textbox', { name: 'Host 1' })
  await host.fill('payments.example.com')
  const finding = planPage.problem('payments.example.com has two modes on listener https')
  await expect(finding).toBeVisible()
  await expect(planPage.card('payments').getByText(/^\d errors?$/)).toBeAttached()
  await expect(planPage.card('api').getByText(/^\d errors?$/)).toBeAttached()
  await finding.getByRole('button', { name: /^Fix/ }).click()
  await expect(finding).toBeHidden()
  await expect(host).toHaveValue('api.example.com')
  await planPage.untilSaved()
})

test('form and text stay in step, comments included', async ({ plansPage, planPage, page }) => {
  await plansPage.openExample('finance-saas')
  await planPage.select('api')
  await planPage.inspector.getByRole('textbox', { name: 'Host 1' }).fill('public.example.com')
  await expect.poll(() => planPage.visibleText()).toContain('public.example.com')
  const file = await (await planPage.downloadOpenFile()).createReadStream()
  let text = ''
  for await (const chunk of file) text += chunk
  expect(text).toContain('# redirect | serve | forward | acme-only | closed')
  expect(text).toContain('# round-robin | least-connections | source')

  await planPage.pasteYaml(text.replace('public.example.com', 'open.example.com'))
  await planPage.select('api')
  await expect(planPage.inspector.getByRole('textbox', { name: 'Host 1' })).toHaveValue('open.example.com')
  await expect(planPage.card('api')).toContainText('open.example.com')

  await planPage.yaml.focus()
  await page.keyboard.press('ControlOrMeta+z')
  await expect(planPage.card('api')).toContainText('public.example.com')
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect(planPage.card('api')).toContainText('api.example.com')
  await page.getByRole('button', { name: 'Redo' }).click()
  await expect(planPage.card('api')).toContainText('public.example.com')
})

test('renaming an upstream follows its references', async ({ plansPage, planPage, page }) => {
  await plansPage.openExample('finance-saas')
  await page
    .getByRole('region', { name: 'Upstreams' })
    .getByRole('button', { name: /api-gateway/ })
    .click()
  const name = planPage.inspector.getByRole('textbox', { name: 'Name', exact: true }).first()
  await name.fill('gateway')
  await name.press('Enter')
  await expect(planPage.card('api')).toContainText('gateway')
  await expect(planPage.card('api')).not.toContainText('api-gateway')
})

test('broken text keeps the last good plan in lanes and files', async ({ plansPage, planPage, page }) => {
  await plansPage.openExample('finance-saas')
  await planPage.tab('HAProxy').click()
  await expect.poll(() => planPage.visibleText()).toContain('frontend https')
  await planPage.pasteYaml(`${hybrid}\nroutes: [\n`)
  await expect(page.getByText(/plan.yaml is no plan now/)).toBeVisible()
  await expect(planPage.card('api')).toBeVisible()
  await planPage.tab('HAProxy').click()
  await expect.poll(() => planPage.visibleText()).toContain('frontend http')
  await planPage.untilSaved()

  // What was broken is kept as typed, and the last good plan survives the reload, too.
  await page.reload()
  await expect(page.getByText(/plan.yaml is no plan now/)).toBeVisible()
  await expect(planPage.card('payments')).toBeVisible()
  await page.getByRole('button', { name: 'Back to the last good version' }).click()
  await expect(page.getByText(/plan.yaml is no plan now/)).toBeHidden()
  await planPage.untilSaved()
})

test('what passthrough cannot see is answered with the reason and a fix', async ({ plansPage, planPage }) => {
  await plansPage.openExample('finance-saas')
  await planPage.pasteYaml(
    hybrid.replace('upstream: payment-service\n', 'upstream: payment-service\n    rateLimit: { requests: 5 }\n'),
  )
  const finding = planPage.problem(/passthrough route cannot count requests/)
  await expect(finding).toBeVisible()
  await finding.getByRole('button', { name: /^Fix/ }).click()
  await expect(finding).toBeHidden()
  await expect(planPage.card('payments')).toBeVisible()
})

test('a field takes what the schema takes and says why it does not', async ({ plansPage, planPage }) => {
  await plansPage.openExample('finance-saas')
  await planPage.select('api')
  const host = planPage.inspector.getByRole('textbox', { name: 'Host 1' })
  await host.fill('https://api.example.com/')
  await expect(planPage.inspector.getByRole('alert')).toContainText('without a scheme')
  await expect(planPage.card('api')).not.toContainText('https://')
  await host.press('Escape')
  await expect(host).toHaveValue('api.example.com')
})

test('a change of mode lists its price first, and undo brings everything back', async ({
  plansPage,
  planPage,
  page,
}) => {
  await plansPage.openExample('finance-saas')
  await planPage.select('api')
  await planPage.inspector.getByText('Passthrough', { exact: true }).click()
  const dialog = page.getByRole('dialog')
  await expect(dialog).toContainText('rate limit')
  await expect(dialog).toContainText('path /v1/')
  await expect(dialog).toContainText('The backend must present a certificate for api.example.com')
  await dialog.getByRole('button', { name: 'Change to passthrough' }).click()
  await expect(planPage.lane('Passthrough').getByText('api.example.com')).toBeVisible()
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect(planPage.lane('Terminate').getByText('api.example.com')).toBeVisible()
  await expect(planPage.card('api')).toContainText('50/second')
})

test('a route is added, copied and deleted; what a deletion touches is shown first', async ({
  plansPage,
  planPage,
  page,
}) => {
  await plansPage.openExample('finance-saas')
  await planPage.lane('Passthrough').getByRole('button', { name: 'Add a passthrough route' }).click()
  await expect(planPage.card('route')).toBeVisible()
  await planPage.inspector.getByRole('button', { name: 'Duplicate this route' }).click()
  await expect(page.getByRole('dialog')).toContainText('route.example.com')
  await page.getByRole('button', { name: 'Duplicate it' }).click()
  await expect(planPage.card('route-2')).toBeVisible()
  await planPage.inspector.getByRole('button', { name: 'Delete this route' }).click()
  await expect(planPage.card('route-2')).toBeHidden()

  await page
    .getByRole('region', { name: 'Upstreams' })
    .getByRole('button', { name: /api-gateway/ })
    .click()
  await planPage.inspector.getByRole('button', { name: 'Delete this upstream' }).click()
  await expect(page.getByRole('dialog')).toContainText('route api › path /v1/ › upstream')
  await page.getByRole('button', { name: 'Leave it as it is' }).click()
  await expect(
    page.getByRole('region', { name: 'Upstreams' }).getByRole('button', { name: /api-gateway/ }),
  ).toBeVisible()
})

test('a route glows in the generated file, and a line leads back to its route', async ({ plansPage, planPage }) => {
  await plansPage.openExample('finance-saas')
  await planPage.tab('NGINX').click()
  await planPage.select('payments')
  await expect(planPage.files.locator('.line-of-selection:visible').first()).toBeVisible()
  await planPage.files.locator('.view-line:visible', { hasText: 'api.example.com' }).first().click()
  await expect(planPage.card('api')).toHaveAttribute('aria-pressed', 'true')
})

test('by keyboard alone: open the example, choose a route, change a host', async ({ plansPage, planPage, page }) => {
  await plansPage.open()
  await page.getByRole('button', { name: 'Open example finance-saas' }).focus()
  await page.keyboard.press('Enter')
  await planPage.card('payments').focus()
  await page.keyboard.press('Enter')
  const host = planPage.inspector.getByRole('textbox', { name: 'Host 1' })
  await host.focus()
  await page.keyboard.press('ControlOrMeta+a')
  await page.keyboard.type('pay.example.com')
  await expect(planPage.card('payments')).toContainText('pay.example.com')
  await page.keyboard.press('ControlOrMeta+z')
  await expect(planPage.card('payments')).toContainText('payments.example.com')

  // Tab leaves the editor like every other field.
  await planPage.yaml.focus()
  await page.keyboard.press('Tab')
  await expect(planPage.yaml).not.toBeFocused()
})
