import { findExample } from '@/lib/domain-model/examples/catalogue'
import type { PlanPage } from './pages/plan-page'
import { expect, test } from './studio-test'

test.use({ permissions: ['clipboard-read', 'clipboard-write'] })

const nameField = (planPage: PlanPage) => planPage.inspector.getByRole('textbox', { name: 'Name', exact: true }).first()

test('what the open target makes of a route stands on its card, and with every reason in its form, by keyboard', async ({
  plansPage,
  planPage,
  page,
}) => {
  await plansPage.openExample('finance-saas')
  await planPage.tab('HAProxy').click()
  await expect(planPage.card('payments')).toContainText('HAProxy: carries all of it')
  await planPage.tab('ingress-nginx').click()
  await expect(planPage.card('api')).toContainText(/ingress-nginx: \d lost, \d need a switch/)
  await expect(planPage.card('api')).toHaveAccessibleDescription(/ingress-nginx: \d lost/)
  await planPage.card('api').focus()
  await page.keyboard.press('Enter')
  const verdict = planPage.inspector.getByText(/^ingress-nginx [\d.]+:/)
  await expect(verdict).toBeVisible()
  await page.getByRole('region', { name: 'Fields of api' }).focus()
  await page.keyboard.press('Tab')
  await page.keyboard.press('Enter')
  await expect(planPage.inspector.getByRole('heading', { name: 'Lost' })).toBeVisible()
  await expect(planPage.inspector).toContainText('Endpoints of a service are equal.')
})

test('a choice of another mode is disabled, with the reason beside it', async ({
  plansPage,
  planPage,
  expectAccessible,
}) => {
  await plansPage.openExample('finance-saas')
  await planPage.select('payments')
  const limit = planPage.inspector.getByRole('checkbox', { name: /rate limit/i })
  await expect(limit).toBeDisabled()
  await expect(limit).toHaveAccessibleDescription(/cannot count requests: it sees connections only/)
  await expect(
    planPage.inspector
      .getByRole('combobox', { name: 'Plain HTTP' })
      .getByRole('option', { name: 'serve (only with mode terminate or reencrypt)' }),
  ).toBeDisabled()
  await expect(
    planPage.inspector
      .getByRole('combobox', { name: 'Listener' })
      .getByRole('option', { name: /^http \(speaks plain/ }),
  ).toBeDisabled()
  await expectAccessible('a form with disabled choices')
})

for (const [strip, old, seenIn] of [
  ['Listeners', 'https', 'listener: renamed'],
  ['Upstreams', 'payment-service', 'upstream: renamed'],
  ['Certificates', 'api', 'certificate: renamed'],
  ['Trust bundles', 'partners', 'trust: renamed'],
] as const)
  test(`${strip}: renaming follows references, and deleting says first what it touches`, async ({
    plansPage,
    planPage,
    page,
  }) => {
    await plansPage.openExample('finance-saas')
    await planPage.part(strip, old).click()
    await expect(planPage.inspector).toContainText(/Used in \d places?; renaming follows\./)
    await nameField(planPage).fill('renamed')
    await nameField(planPage).press('Enter')
    await expect(planPage.part(strip, 'renamed')).toBeVisible()
    const file = await (await planPage.downloadOpenFile()).createReadStream()
    let text = ''
    for await (const chunk of file) text += chunk
    expect(text).toContain(seenIn)

    await planPage.inspector.getByRole('button', { name: /^Delete this / }).click()
    const sheet = page.getByRole('dialog', { name: /^Delete .* renamed\?$/ })
    await expect(sheet).toContainText('would point to nothing')
    await expect(sheet.getByRole('listitem').first()).toContainText(/^route (api|payments) › /)
    await sheet.getByRole('button', { name: 'Delete it' }).click()
    await expect(planPage.part(strip, 'renamed')).toHaveCount(0)
    await page.getByRole('button', { name: 'Undo' }).click()
    await expect(planPage.part(strip, 'renamed')).toBeVisible()
  })

test('deleting a route says who gets its names, and what nobody uses any more', async ({
  plansPage,
  planPage,
  page,
  expectAccessible,
}) => {
  await plansPage.openExample('wildcard-exception')
  await planPage.select('vault')
  await planPage.inspector.getByRole('button', { name: 'Delete this route' }).click()
  const sheet = page.getByRole('dialog', { name: 'Delete route vault?' })
  await expect(sheet).toContainText('vault.shops.example.com goes to route shops (terminate)')
  await expect(sheet).toContainText('upstream vault')
  await expectAccessible('what a deletion touches')
  await page.keyboard.press('Escape')
  await expect(planPage.card('vault')).toBeVisible()
})

test('a new route that takes a name from a wildcard says so first; one that takes nothing is there at once', async ({
  plansPage,
  planPage,
  page,
}) => {
  await plansPage.openExample('wildcard-exception')
  await planPage.pasteYaml(
    (findExample('wildcard-exception')?.text() ?? '').replace(
      'hosts: ["*.shops.example.com", shops.example.com]\n    mode',
      'hosts: ["*.example.com"]\n    mode',
    ),
  )
  await expect(planPage.card('shops')).toContainText('*.example.com')
  await planPage.lane('Passthrough').getByRole('button', { name: 'Add a passthrough route' }).click()
  const sheet = page.getByRole('dialog', { name: 'Add route route?' })
  await expect(sheet).toContainText('route.example.com, which route shops answers now')
  await sheet.getByRole('button', { name: 'Add it' }).click()
  await expect(planPage.card('route')).toBeVisible()

  await page.getByRole('button', { name: 'Add a trust bundle' }).click()
  await expect(planPage.part('Trust bundles', 'trust')).toBeVisible()
})

test.describe('narrow and dark', () => {
  test.use({ viewport: { width: 390, height: 844 }, colorScheme: 'dark' })
  test('every form fits and is accessible', async ({ plansPage, planPage, page, expectAccessible }) => {
    test.slow()
    await plansPage.openExample('finance-saas')
    const back = page.getByRole('navigation', { name: 'Panes' }).getByRole('button', { name: 'Lanes' })
    for (const [strip, name] of [
      ['Listeners', 'https'],
      ['Listeners', 'http'],
      ['Upstreams', 'api-gateway'],
      ['Certificates', 'api'],
      ['Trust bundles', 'partners'],
    ] as const) {
      await planPage.part(strip, name).click()
      await expect(nameField(planPage)).toHaveValue(name)
      expect(await page.evaluate(() => document.documentElement.scrollWidth > innerWidth)).toBe(false)
      await expectAccessible(`the form of ${name}`)
      await back.click()
    }
    for (const route of ['api', 'payments']) {
      await planPage.card(route).click()
      await expect(nameField(planPage)).toHaveValue(route)
      expect(await page.evaluate(() => document.documentElement.scrollWidth > innerWidth)).toBe(false)
      await expectAccessible(`the form of ${route}`)
      await back.click()
    }
  })
})
