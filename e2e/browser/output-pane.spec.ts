import { findExample } from '@/lib/domain-model/examples/catalogue'
import { expect, test } from './studio-test'

const hybrid = findExample('finance-saas')?.text() ?? ''
const withExtras = (extras: object[]) => hybrid.replace(/extras: \[\].*/, `extras: ${JSON.stringify(extras)}`)

test.use({ permissions: ['clipboard-read', 'clipboard-write'] })

test.describe('check', () => {
  for (const [title, button, line] of [
    ['HAProxy', 'Check with haproxy -c', { target: 'haproxy', place: 'defaults', lines: ['timeout frobnicate 3s'] }],
    ['NGINX', 'Check with nginx -t', { target: 'nginx', place: 'http', lines: ['client_max_body_size many;'] }],
  ] as const) {
    test(`${title} takes the example, and says in which line it does not take another`, async ({
      plansPage,
      planPage,
      expectAccessible,
    }) => {
      await plansPage.openExample('finance-saas')
      await planPage.tab(title).click()
      await planPage.check(button).press('Enter')
      const result = planPage.checkResult
      await expect(result.getByText(/takes these files/)).toBeVisible()

      await planPage.pasteYaml(withExtras([line]))
      await planPage.tab(title).click()
      await expect(result.getByText('Of an earlier text or version: check again.')).toBeVisible()
      await planPage.check(button).click()
      await expect(result.getByText(/refuses these files/)).toBeVisible()
      await result.getByText(/^Everything that \w+ printed$/).click()
      await expect(result.locator('pre')).toContainText('{dir}/')
      await result.getByRole('button', { name: /, line \d+$/ }).click()
      await expect(planPage.lineSource).toContainText('verbatim lines')
      await expect(planPage.files.getByRole('region', { name: 'Said of this line' })).toContainText(', error:')
      await expect(planPage.files.locator('.squiggly-error:visible').first()).toBeAttached()
      await expectAccessible('a failed check', { editors: true })
    })
  }

  test('a target of a later release than the installed program says so', async ({ plansPage, planPage }) => {
    await plansPage.openExample('finance-saas')
    await planPage.tab('HAProxy').click()
    await planPage.version.selectOption('3.4')
    await planPage.check('Check with haproxy -c').click()
    await expect(planPage.checkResult).toContainText(/is older than 3\.4|takes these files/)
  })

  test('own lines that could load code are not run, and said so', async ({ plansPage, planPage }) => {
    await plansPage.openExample('finance-saas')
    await planPage.pasteYaml(withExtras([{ target: 'haproxy', place: 'global', lines: ['lua-load /tmp/x.lua'] }]))
    await planPage.tab('HAProxy').click()
    await planPage.check('Check with haproxy -c').click()
    await expect(planPage.checkResult).toContainText('takes these files')
    await expect(planPage.checkResult).toContainText('Not run here, since they could read files or load code')
  })
})

test('a cursor in a line says which route it came from, and its card is chosen', async ({
  plansPage,
  planPage,
  page,
}) => {
  await plansPage.openExample('finance-saas')
  await planPage.tab('NGINX').click()
  await planPage.select('payments')
  await planPage.files.locator('.view-line:visible', { hasText: 'api.example.com' }).first().click()
  await expect(planPage.lineSource).toContainText('route api')
  await expect(planPage.card('api')).toHaveAttribute('aria-pressed', 'true')
  await expect(planPage.files.locator('.line-of-selection:visible').first()).toBeVisible()
  await expect(page).toHaveURL(/\?line=\d+&route=api&tab=nginx@[\d.]+$/)
})

test('what an edit changed is marked, in whichever file, and can be stepped through', async ({
  plansPage,
  planPage,
  page,
}) => {
  await plansPage.openExample('finance-saas')
  await planPage.tab('HAProxy').click()
  await planPage.select('api')
  await expect(planPage.changes).toContainText('Nothing changed yet')
  await planPage.inspector.getByRole('textbox', { name: 'Host 1' }).fill('public.example.com')
  await expect(planPage.changes).toContainText(/changes?, in other files/)
  await planPage.changes.getByRole('button', { name: /^Next change/ }).click()
  await expect(planPage.changes).toContainText(/1 of \d/)
  await expect.poll(() => planPage.visibleText()).toContain('public.example.com')
  await expect(planPage.files.locator('.mark-of-change:visible').first()).toBeVisible()

  // By keyboard, from inside the text.
  await planPage.generated.focus()
  await page.keyboard.press('Alt+F5')
  await expect(planPage.changes).toContainText(/2 of \d/)
  await page.keyboard.press('Alt+Shift+F5')
  await expect(planPage.changes).toContainText(/1 of \d/)
})

test('changed lines flash, but not for who asked for less motion', async ({ plansPage, planPage, page }) => {
  await plansPage.openExample('finance-saas')
  await planPage.tab('HAProxy').click()
  await planPage.file.selectOption('maps/https.hosts.map')
  await planPage.select('api')
  const host = planPage.inspector.getByRole('textbox', { name: 'Host 1' })
  const flash = planPage.files.locator('.line-of-change:visible').first()
  const animation = () => flash.evaluate((element) => getComputedStyle(element).animationName)
  await host.fill('one.example.com')
  await expect(flash).toBeVisible()
  expect(await animation()).toBe('line-changed')
  await expect(flash).toBeHidden()
  await page.emulateMedia({ reducedMotion: 'reduce' })
  await host.fill('two.example.com')
  await expect(flash).toBeVisible()
  expect(await animation()).toBe('none')
})

test('another version says which verdicts differ and marks the lines that do', async ({ plansPage, planPage }) => {
  await plansPage.openExample('reencrypt')
  await planPage.tab('HAProxy').click()
  await expect.poll(() => planPage.visibleText()).toContain('global')
  await planPage.version.selectOption('2.4')
  await expect(planPage.files.getByText(/^From 2\.6 to 2\.4:/)).toBeVisible()
  await expect(planPage.changes).toContainText(/\d changes?/)
})

for (const [title, keyword] of [
  ['HAProxy', 'frontend https'],
  ['NGINX', 'worker_processes auto'],
] as const)
  test(`${title} is highlighted in its own words, and copied as it stands`, async ({ plansPage, planPage, page }) => {
    await plansPage.openExample('finance-saas')
    await planPage.tab(title).click()
    const tokens = planPage.files.locator('.view-line:visible span[class^="mtk"]')
    await expect(tokens.first()).toBeVisible()
    // A word of the language, a value and a comment look different from each other.
    await expect
      .poll(() => tokens.evaluateAll((spans) => new Set(spans.map((span) => span.className)).size))
      .toBeGreaterThanOrEqual(3)
    await planPage.files.getByRole('button', { name: `Copy ${await planPage.file.inputValue()}` }).click()
    await expect.poll(() => page.evaluate(() => navigator.clipboard.readText())).toContain(keyword)
  })

test('findings stand on generated lines', async ({ plansPage, planPage }) => {
  await plansPage.openExample('finance-saas')
  await planPage.select('api')
  await planPage.inspector.getByRole('textbox', { name: 'Host 1' }).fill('public.example.com')
  await planPage.tab('HAProxy').click()
  await planPage.file.selectOption('maps/https.hosts.map')
  await planPage.files.locator('.view-line:visible', { hasText: 'public.example.com' }).click()
  await expect(planPage.files.getByRole('region', { name: 'Said of this line' })).toContainText(
    'does not cover public.example.com',
  )
  await expect(planPage.files.locator('.squiggly-error:visible').first()).toBeAttached()
})

test('a link opens a target, its version, a file and a line', async ({ plansPage, planPage, page }) => {
  await plansPage.openExample('finance-saas')
  const { pathname } = new URL(page.url())
  await page.goto(`${pathname}?tab=haproxy@3.0&line=12`)
  await expect(planPage.tab('HAProxy')).toHaveAttribute('aria-selected', 'true')
  await expect(planPage.version).toHaveValue('3.0')
  await expect(planPage.files.getByText('Line 12:')).toBeVisible()
  await page.goto(`${pathname}?tab=haproxy@9&file=maps/https.hosts.map`)
  await expect(planPage.version).toHaveValue('2.6')
  await expect.poll(() => planPage.visibleText()).toContain('payments.example.com payments')
  await page.goto(`${pathname}?tab=nothing`)
  await expect(planPage.tab('plan.yaml')).toHaveAttribute('aria-selected', 'true')
})

test.describe('plan.yaml', () => {
  test('completes from the schema, and says in a hover what a field is', async ({ plansPage, planPage, page }) => {
    await plansPage.openExample('finance-saas')
    // The cursor stands at the end of what was pasted.
    await planPage.pasteYaml(
      'apiVersion: signalbox/v1\nkind: Plan\nname: short\nupstreams:\n  - name: a\n    servers: [{ host: 10.0.0.1, port: 80 }]\n    balance: ',
    )
    await page.keyboard.press('ControlOrMeta+Space')
    await expect(page.getByRole('option', { name: /round-robin/ })).toBeVisible()
    await page.keyboard.press('Escape')

    for (let step = 0; step < 5; step++) await page.keyboard.press('ArrowLeft')
    await page.keyboard.press('ControlOrMeta+i')
    await expect(page.locator('.monaco-hover:visible').first()).toContainText('How a server is chosen')
  })

  test('typing faster than the page draws loses no letter', async ({ plansPage, planPage, page }) => {
    await plansPage.openExample('finance-saas')
    await planPage.pasteYaml(`${hybrid}# `)
    const typed = 'the quick brown fox jumps over the lazy dog 0123456789 '.repeat(4).trim()
    await page.keyboard.type(typed)
    await planPage.untilSaved()
    const file = await (await planPage.downloadOpenFile()).createReadStream()
    let text = ''
    for await (const chunk of file) text += chunk
    expect(text).toContain(`# ${typed}`)
  })

  test('one mistake is one mark', async ({ plansPage, planPage }) => {
    await plansPage.openExample('finance-saas')
    await planPage.pasteYaml(hybrid.replace('port: 443, protocol: tls', 'port: 44300000, protocol: tls'))
    await expect(planPage.problem(/port/).first()).toBeVisible()
    await expect(planPage.files.locator('.squiggly-error:visible')).toHaveCount(1)
  })
})

test.describe('narrow', () => {
  test.use({ viewport: { width: 390, height: 844 }, colorScheme: 'dark' })

  test('a check is readable on a telephone', async ({ plansPage, planPage, page, expectAccessible }) => {
    await plansPage.openExample('finance-saas')
    await page.getByRole('button', { name: 'Files', exact: true }).click()
    await planPage.tab('HAProxy').click()
    await planPage.check('Check with haproxy -c').click()
    await expect(planPage.checkResult).toContainText('takes these files')
    expect(await page.evaluate(() => document.documentElement.scrollWidth > innerWidth)).toBe(false)
    await expectAccessible('a check on a narrow screen', { editors: true })
  })
})
