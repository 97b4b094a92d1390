import { readFile } from 'node:fs/promises'
import { TopologyPane } from './pages/topology-pane'
import { expect, test } from './studio-test'

test('the topology says where TLS ends, and its link opens it again', async ({ plansPage, planPage, page }) => {
  await plansPage.openExample('finance-saas')
  const topology = new TopologyPane(page)
  await topology.open()
  await expect(page).toHaveURL(/[?&]view=topology/)
  await expect(
    topology.node(/^Passthrough route payments;.*the backend's; TLS runs through; goes to payment-service/),
  ).toBeVisible()
  await expect(
    topology.node(/^Terminate route api;.*TLS ends here, clear from here on; goes to api-gateway/),
  ).toBeVisible()
  await expect(topology.node(/^Upstream payment-service;.*PROXY v2 protocol on the way in/)).toBeVisible()
  await expect(topology.node(/^Plain HTTP: Redirect to HTTPS; api/)).toBeVisible()

  await page.reload()
  await topology.node(/^Terminate route api/).click()
  await expect(planPage.inspector.getByRole('textbox', { name: 'Name' })).toHaveValue('api')
  await expect(topology.node(/^Terminate route api/)).toHaveAttribute('aria-pressed', 'true')
  await page.getByRole('button', { name: 'Lanes', exact: true }).click()
  await expect(planPage.card('api')).toHaveAttribute('aria-pressed', 'true')
  await expect(page).not.toHaveURL(/view=topology/)
})

test('by keyboard alone: arrows follow the lines, Enter selects', async ({ plansPage, planPage, page }) => {
  await plansPage.openExample('finance-saas')
  const topology = new TopologyPane(page)
  await topology.open()
  await page.getByRole('region', { name: 'Drawing' }).focus()
  await page.keyboard.press('Tab')
  await expect(topology.node(/^Clients; https/)).toBeFocused()
  for (const [key, name] of [
    ['ArrowRight', /^Listener https/],
    ['ArrowRight', /^SNI switch/],
    ['ArrowRight', /^Terminate route api/],
    ['ArrowDown', /^Passthrough route payments/],
    ['ArrowRight', /^Upstream payment-service/],
    ['ArrowLeft', /^Passthrough route payments/],
  ] as const) {
    await page.keyboard.press(key)
    await expect(topology.node(name)).toBeFocused()
  }
  await page.keyboard.press('Enter')
  await expect(planPage.inspector.getByRole('textbox', { name: 'Name' })).toHaveValue('payments')
})

test('the explained connection lights its path', async ({ plansPage, planPage, page }) => {
  await plansPage.openExample('finance-saas')
  const topology = new TopologyPane(page)
  await topology.open()
  await expect(topology.lit()).toHaveCount(0)
  const ask = planPage.explain.getByRole('textbox', { name: 'Explain a URL, a host, or none' })
  await ask.fill('https://payments.example.com/')
  await expect(topology.lit()).toHaveCount(5)
  await expect(topology.node(/^Upstream payment-service/)).toHaveAttribute('aria-current', 'step')
  await ask.fill('http://api.example.com/')
  await expect(topology.node(/^Plain HTTP: Redirect/)).toHaveAttribute('aria-current', 'step')
  await expect(topology.node(/^Upstream payment-service/)).not.toHaveAttribute('aria-current', 'step')
})

test('many routes stand in groups that open by keyboard', async ({ plansPage, page }) => {
  await plansPage.openExample('many-tenants')
  const topology = new TopologyPane(page)
  await topology.open()
  const group = topology.node(/^Passthrough group \*\.example\.com; 10 routes/)
  await expect(group).toHaveAttribute('aria-expanded', 'false')
  await group.focus()
  await page.keyboard.press('Enter')
  await expect(group).toHaveAttribute('aria-expanded', 'true')
  await expect(topology.node(/^Passthrough route tenant-/)).toHaveCount(10)
  await topology.region.getByRole('button', { name: 'Close all groups' }).click()
  await expect(topology.node(/^Passthrough route tenant-/)).toHaveCount(0)
})

test('the exported file stands alone', async ({ plansPage, page, context }) => {
  await plansPage.openExample('finance-saas')
  const topology = new TopologyPane(page)
  await topology.open()
  const download = await topology.exportFile()
  expect(download.suggestedFilename()).toBe('finance-saas-topology.svg')
  const text = await readFile(await download.path(), 'utf8')
  expect(text).toContain('payments.example.com')
  expect(text).toContain('data:font/woff2;base64,')
  expect(/var\(|(?:href|src)=|url\((?!data:)|<script/.exec(text)).toBeNull()

  // It is well-formed and has a size; the guard has seen that it asks for nothing.
  const other = await context.newPage()
  await other.setContent(`<main>${text}</main>`)
  const box = await other.locator('svg').boundingBox()
  expect(box?.width).toBeGreaterThan(900)
  expect(
    await other.evaluate(
      (source) => new DOMParser().parseFromString(source, 'image/svg+xml').querySelector('parsererror'),
      text,
    ),
  ).toBeNull()
})

test('no accessibility violation, lit and unlit', async ({
  plansPage,
  planPage,
  page,
  expectAccessibleLightAndDark,
}) => {
  await plansPage.openExample('reencrypt')
  const topology = new TopologyPane(page)
  await topology.open()
  await expectAccessibleLightAndDark('the topology')
  await planPage.explain
    .getByRole('textbox', { name: 'Explain a URL, a host, or none' })
    .fill('https://records.example.com/')
  await expect(topology.lit().first()).toBeVisible()
  await expectAccessibleLightAndDark('the topology with a lit path')
})

test.describe('narrow', () => {
  test.use({ viewport: { width: 390, height: 844 } })
  test('the drawing runs downwards and fits the screen', async ({ plansPage, page, expectAccessible }) => {
    await plansPage.openExample('finance-saas')
    const topology = new TopologyPane(page)
    await topology.open()
    const box = await topology.node(/^Upstream api-gateway/).boundingBox()
    expect((box?.x ?? 0) + (box?.width ?? 999)).toBeLessThanOrEqual(390)
    expect(await page.evaluate(() => document.documentElement.scrollWidth > innerWidth)).toBe(false)
    await expectAccessible('the narrow topology')
  })
})
