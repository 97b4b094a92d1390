import { findExample } from '@/lib/domain-model/examples/catalogue'
import { ExplainBar } from './pages/explain-bar'
import { TopologyPane } from './pages/topology-pane'
import { expect, test } from './studio-test'

test.use({ permissions: ['clipboard-read', 'clipboard-write'] })

test('a connection is decided in one sentence, and its path is lit in the lanes', async ({
  plansPage,
  planPage,
  page,
}) => {
  await plansPage.openExample('finance-saas')
  const explain = new ExplainBar(page)
  await page.keyboard.press('/')
  await expect(explain.address).toBeFocused()
  await page.keyboard.type('https://payments.example.com/anything')
  await expect(explain.answer).toContainText('Passed through untouched to payment-service.')
  await expect(explain.answer).toContainText("The client sees the backend's certificate, from payment-service.")
  await expect(planPage.card('payments')).toContainText('taken')
  await expect(planPage.part('Listeners', 'https')).toContainText('taken')
  await expect(planPage.part('Upstreams', 'payment-service')).toContainText('taken')
  await expect(planPage.card('api')).not.toContainText('taken')
  await expect(planPage.part('Upstreams', 'api-gateway')).not.toContainText('taken')

  await explain.address.fill('API.example.com/v1/x')
  await expect(explain.answer).toContainText('Forwarded to api-gateway.')
  await expect(explain.answer).toContainText('The client sees the edge certificate api.')
  await expect(planPage.part('Certificates', 'api')).toContainText('taken')

  await explain.address.fill('none')
  await expect(explain.answer).toContainText('Refused: the connection ends.')
  await expect(planPage.part('Listeners', 'https')).toContainText('taken')
  await expect(planPage.card('api')).not.toContainText('taken')

  await page.keyboard.press('Escape')
  await expect(explain.answer).toBeEmpty()
  await expect(page.getByText('taken', { exact: true })).toHaveCount(0)
})

test('who asks decides, too: certificate, method, address, another SNI', async ({ plansPage, planPage, page }) => {
  await plansPage.openExample('finance-saas')
  await planPage.pasteYaml(
    (findExample('finance-saas')?.text() ?? '')
      .replace('mode: optional', 'mode: required')
      .replace('match: prefix, upstream: api-gateway', 'match: prefix, methods: [GET], upstream: api-gateway'),
  )
  const explain = new ExplainBar(page)
  await explain.address.fill('https://api.example.com/v1/')
  await expect(explain.answer).toContainText('the client showed none')
  await explain.certificate.selectOption('of partners')
  await expect(explain.answer).toContainText('Forwarded to api-gateway.')
  await explain.method.fill('DELETE')
  await expect(explain.answer).toContainText('Refused with 405.')
  await explain.method.fill('GET')
  await explain.sni.fill('payments.example.com')
  await expect(explain.answer).toContainText('Passed through untouched')
  await explain.from.fill('somewhere')
  await expect(explain.answer).toContainText('There is no answer to this: somewhere is no address of a client')
})

test('the runner-up is named with its reason, and leads to its route', async ({ plansPage, planPage, page }) => {
  await plansPage.openExample('wildcard-exception')
  const explain = new ExplainBar(page)
  await explain.address.fill('https://vault.shops.example.com/')
  await expect(explain.answer).toContainText(/Runner-up: \S+ by \*\.shops\.example\.com, since /)
  const runnerUp = explain.answer.getByRole('button').last()
  const name = await runnerUp.innerText()
  await runnerUp.click()
  await expect(planPage.inspector.getByRole('textbox', { name: 'Name', exact: true })).toHaveValue(name)
})

test('the lines to try are copied as they stand', async ({ plansPage, page }) => {
  await plansPage.openExample('finance-saas')
  const explain = new ExplainBar(page)
  await explain.address.fill('https://api.example.com:443/v1/it?a=b')
  await explain.copy('openssl').click()
  expect(await explain.clipboard()).toContain('openssl s_client -connect "$EDGE:443" -servername api.example.com')
  await explain.copy('curl').click()
  const line = await explain.clipboard()
  expect(line).toContain('--resolve api.example.com:443:"$EDGE"')
  expect(line).toContain("'https://api.example.com/v1/it?a=b'")

  await explain.address.fill('none')
  await expect(explain.copy('curl')).toBeHidden()
  await explain.copy('openssl').click()
  expect(await explain.clipboard()).toContain('-noservername')
})

test('a shared link opens with its question answered and lit, in lanes and topology', async ({
  plansPage,
  planPage,
  page,
  context,
}) => {
  await plansPage.openExample('finance-saas')
  const explain = new ExplainBar(page)
  await explain.address.fill('https://payments.example.com/x')
  await explain.certificate.selectOption('of partners')
  await expect(page).toHaveURL(/\?explain=https:\/\/payments\.example\.com\/x&explain-certificate=trust:partners/)

  const other = await context.newPage()
  await other.goto(page.url())
  const shared = new ExplainBar(other)
  await expect(shared.address).toHaveValue('https://payments.example.com/x')
  await expect(shared.certificate).toHaveValue('trust:partners')
  await expect(shared.answer).toContainText('Passed through untouched to payment-service.')
  await expect(other.getByRole('button', { name: /route payments$/ })).toContainText('taken')
  const topology = new TopologyPane(other)
  await topology.open()
  await expect(topology.node(/^Upstream payment-service/)).toHaveAttribute('aria-current', 'step')
  await expect(other).toHaveURL(/view=topology/)
  await expect(other).toHaveURL(/explain=https/)
  await other.close()

  await page.getByRole('button', { name: 'Clear the question' }).click()
  await expect(page).not.toHaveURL(/explain/)
  await expect(planPage.card('payments')).not.toContainText('taken')
})

test('a password in a pasted address reaches neither the answer nor the link', async ({ plansPage, page }) => {
  await plansPage.openExample('finance-saas')
  const explain = new ExplainBar(page)
  await explain.address.fill('api.example.com')
  await expect(page).toHaveURL(/explain=api/)
  await explain.address.fill('https://me:secret@api.example.com/')
  await expect(explain.answer).toContainText('leave out the name or password before the @')
  await expect(page).not.toHaveURL(/explain/)
})

for (const [colorScheme, width] of [
  ['light', 1440],
  ['dark', 390],
] as const)
  test.describe(`${colorScheme}, ${width} wide`, () => {
    test.use({ colorScheme, viewport: { width, height: 844 } })
    test('an answer fits and is accessible', async ({ plansPage, page, expectAccessible }) => {
      await plansPage.openExample('finance-saas')
      const explain = new ExplainBar(page)
      await explain.address.fill('https://api.example.com/v1/')
      if (width < 640) {
        // The answer alone, until one asks for more: the files keep most of the screen.
        await expect(explain.answer.getByText('Forwarded to api-gateway.')).toBeVisible()
        await expect(explain.answer.getByText(/^Why:/)).toBeHidden()
        await expect(explain.sni).toBeHidden()
        expect((await explain.region.boundingBox())?.height).toBeLessThan(110)
        await expectAccessible('an answer without its reasons')
        await explain.region.getByRole('button', { name: 'More of the question' }).press('Enter')
        await expect(explain.answer.getByText(/^Why:/)).toBeVisible()
        await explain.region.getByText('Try it').click()
      }
      await expect(explain.copy('curl')).toBeVisible()
      expect(await page.evaluate(() => document.documentElement.scrollWidth > innerWidth)).toBe(false)
      await expectAccessible('an explained connection')
    })
  })
