import { manyTenants } from '@/lib/domain-model/examples/many-tenants'
import { expect, test } from './studio-test'

test.use({ permissions: ['clipboard-read', 'clipboard-write'] })

test('by palette and keyboard alone: go to a route, move it, take it back, open a target, change the view', async ({
  plansPage,
  planPage,
  hands,
  page,
}) => {
  await plansPage.openExample('finance-saas')
  await expect(planPage.card('api')).toBeVisible()
  await hands.run('payments.example.com', /^payments/)
  await expect(planPage.card('payments')).toBeFocused()
  await expect(planPage.inspector.getByRole('textbox', { name: 'Name', exact: true })).toHaveValue('payments')

  await hands.run('move to', /^Move to terminate…/)
  await expect(page.getByRole('dialog')).toContainText('end-to-end encryption')
  await page.keyboard.press('Tab')
  await page.getByRole('button', { name: 'Change to terminate' }).press('Enter')
  await expect(planPage.lane('Terminate').getByText('payments.example.com')).toBeVisible()
  await hands.run('undo')
  await expect(planPage.lane('Passthrough').getByText('payments.example.com')).toBeVisible()

  await hands.run('haproxy 2.6', /^HAProxy 2.6/)
  await expect(planPage.version).toHaveValue('2.6')
  await hands.run('topology', /^Show the topology/)
  await expect(page.getByRole('group', { name: /^Topology of / })).toBeVisible()
  await hands.run('explain', /^Explain a connection/)
  await expect(planPage.explain.getByRole('textbox', { name: /^Explain a URL/ })).toBeFocused()
})

test('the palette opens from inside the editors and leaves their text alone', async ({
  plansPage,
  planPage,
  hands,
  page,
}) => {
  await plansPage.openExample('finance-saas')
  await planPage.yaml.focus()
  await page.keyboard.press('ControlOrMeta+End')
  await hands.openPalette()
  await page.keyboard.type('c')
  await page.keyboard.press('Escape')
  await expect(planPage.yaml).toBeFocused()
  await expect(page.getByRole('button', { name: 'Undo' })).toBeDisabled()

  // A question mark or a slash is a letter there.
  await page.keyboard.type('# ?/')
  await expect(hands.sheet).toBeHidden()
  await expect.poll(() => planPage.visibleText()).toContain('# ?/')
})

test('what cannot be done now is there and says why', async ({ plansPage, planPage, hands, page }) => {
  await plansPage.openExample('finance-saas')
  await expect(planPage.card('api')).toBeVisible()
  await hands.openPalette()
  await page.keyboard.type('compare modes')
  await expect(hands.option(/Compare modes/)).toContainText('Choose a route first.')
  await page.keyboard.press('Enter')
  await expect(hands.answer).toHaveText('Not now. Choose a route first.')
})

test('outside of a plan the palette goes to plans, pages and themes', async ({ plansPage, planPage, hands, page }) => {
  await plansPage.openExample('finance-saas')
  await expect(planPage.card('api')).toBeVisible()
  const plan = new URL(page.url()).pathname
  await hands.run('targets', /^Targets/)
  await expect(page.getByRole('heading', { level: 1, name: 'Targets' })).toBeVisible()
  await page.getByRole('button', { name: /^Commands/ }).click()
  await page.keyboard.type('theme: dark')
  await page.keyboard.press('Enter')
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark')
  await expect(page.getByRole('button', { name: 'Theme: dark. Switch to system' })).toBeVisible()
  await expect(page.getByRole('button', { name: /^Commands/ })).toBeFocused()
  await hands.openPalette()
  await expect(hands.palette.getByText('Loading the plans…')).toBeHidden()
  await page.keyboard.type('finance-saas')
  await expect(hands.palette.getByRole('option', { selected: true })).toHaveText(/^finance-saas/)
  await page.keyboard.press('Enter')
  await page.waitForURL(/\/plans\//)
  expect(new URL(page.url()).pathname).toMatch(plan.replace(/[^/]+$/, ''))
})

test('the sheet of keys comes by its key, and single keys can be turned off', async ({
  plansPage,
  planPage,
  hands,
  page,
}) => {
  await plansPage.openExample('finance-saas')
  await planPage.card('api').focus()
  await page.keyboard.press('?')
  await expect(hands.sheet.getByRole('table', { name: 'Keys: On a route card' })).toContainText('into the other lane')
  await hands.sheet.getByRole('checkbox', { name: /Keys that are one character/ }).uncheck()
  await page.keyboard.press('Escape')
  await expect(planPage.card('api')).toBeFocused()
  await page.keyboard.press('?')
  await page.keyboard.press('/')
  await expect(hands.sheet).toBeHidden()
  await expect(planPage.card('api')).toBeFocused()
  await hands.run('keys', /^Keys/)
  await hands.sheet.getByRole('checkbox', { name: /Keys that are one character/ }).check()
  await page.keyboard.press('Escape')
  await page.keyboard.press('/')
  await expect(planPage.explain.getByRole('textbox', { name: /^Explain a URL/ })).toBeFocused()
})

test('density is kept over a reload, and the page comes in it', async ({ plansPage, planPage, page }) => {
  await plansPage.openExample('finance-saas')
  const height = async () => (await planPage.card('api').boundingBox())?.height ?? 0
  const before = await height()
  await page.getByRole('button', { name: 'Density: comfortable. Switch to compact' }).click()
  await expect.poll(height).toBeLessThan(before)
  const compact = await height()
  const answer = await page.reload()
  // What the server sends is compact already: nothing jumps when the scripts arrive.
  expect(await answer?.text()).toContain('data-density="compact"')
  await expect(page.getByRole('button', { name: 'Density: compact. Switch to comfortable' })).toBeVisible()
  await expect.poll(height).toBe(compact)
})

test('ticked by keyboard, several routes move after one sheet and come back by one undo', async ({
  plansPage,
  planPage,
  hands,
  page,
}) => {
  await plansPage.importText(manyTenants(12))
  const lane = planPage.lane('Terminate')
  await expect(lane.getByRole('heading', { name: 'Terminate (10)' })).toBeVisible()
  await planPage.card('tenant-00001').focus()
  await page.keyboard.press('Shift+ArrowDown')
  await page.keyboard.press('Shift+ArrowDown')
  await expect(hands.ticked).toContainText('3 ticked')
  await page.keyboard.press('x')
  await expect(hands.tick('tenant-00003')).not.toBeChecked()
  await expect(hands.ticked).toContainText('2 ticked')

  await page.keyboard.press('ArrowUp')
  await page.keyboard.press('m')
  const sheet = page.getByRole('dialog', { name: 'Move 2 routes to passthrough?' })
  await expect(sheet).toContainText('tenant-00001, tenant-00002')
  await expect(sheet).toContainText('edge certificate tenant-00002')
  await expect(sheet).toContainText('all 2 routes')
  await sheet.getByRole('button', { name: 'Keep them' }).click()
  await expect(planPage.card('tenant-00002')).toBeFocused()
  await page.keyboard.press('m')
  await sheet.getByRole('button', { name: 'Move 2 to passthrough' }).press('Enter')
  await expect(lane.getByRole('heading', { name: 'Terminate (8)' })).toBeVisible()
  await expect(planPage.lane('Passthrough').getByText('tenant-00001.example.com')).toBeVisible()
  await page.keyboard.press('ControlOrMeta+z')
  await expect(lane.getByRole('heading', { name: 'Terminate (10)' })).toBeVisible()
  await expect(page.getByRole('button', { name: 'Undo' })).toBeDisabled()
})

test('a lane is ticked at once; what a deletion leaves unused is said first', async ({
  plansPage,
  planPage,
  hands,
  page,
}) => {
  await plansPage.importText(manyTenants(12))
  await planPage.card('tenant-00005').focus()
  await page.keyboard.press('ControlOrMeta+a')
  await expect(hands.ticked).toContainText('2 ticked')
  await hands.act('Delete…')
  const sheet = page.getByRole('dialog', { name: 'Delete 2 routes?' })
  await expect(sheet).toContainText('tenant-00005.example.com is refused')
  await expect(sheet).toContainText('Nothing would use these any more')
  await expect(sheet.getByRole('listitem').filter({ hasText: 'upstream tenant-0' })).toHaveText([
    'upstream tenant-00005',
    'upstream tenant-00010',
  ])
  await sheet.getByRole('button', { name: 'Delete 2 routes' }).click()
  await expect(planPage.lane('Passthrough').getByRole('heading', { name: 'Passthrough (0)' })).toBeVisible()
  await expect(hands.ticked).toBeHidden()
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect(planPage.lane('Passthrough').getByRole('heading', { name: 'Passthrough (2)' })).toBeVisible()
})

test('by mouse: Ctrl ticks one, Shift up to there, Escape none; a field of all is set in one edit', async ({
  plansPage,
  planPage,
  hands,
  page,
}) => {
  await plansPage.importText(manyTenants(12))
  await planPage.card('tenant-00001').click({ modifiers: ['ControlOrMeta'] })
  await planPage.card('tenant-00004').click({ modifiers: ['Shift'] })
  await planPage.card('tenant-00005').click({ modifiers: ['ControlOrMeta'] })
  await expect(hands.ticked).toContainText('5 ticked')
  await page.keyboard.press('Escape')
  await expect(hands.ticked).toBeHidden()

  await hands.tick('tenant-00001').check()
  await hands.tick('tenant-00005').check()
  await hands.act('Plain HTTP…')
  const sheet = page.getByRole('dialog', { name: 'Set the plain HTTP of 2 routes' })
  await expect(sheet.getByRole('radio', { name: /^serve/ })).toBeDisabled()
  await expect(sheet).toContainText('Not for tenant-00005: a passthrough route has no paths to serve.')
  await sheet.getByRole('radio', { name: /^closed/ }).check()
  await expect(sheet).toContainText('1 has it already')
  await sheet.getByRole('button', { name: 'Change 1 route' }).click()
  await expect(planPage.card('tenant-00001')).toContainText(':80 closed')

  await hands.act('Duplicate…')
  const copies = page.getByRole('dialog', { name: 'Duplicate 2 routes?' })
  await expect(copies).toContainText('These names stay with the originals')
  await copies.getByRole('button', { name: 'Duplicate 2 routes' }).click()
  await expect(planPage.lane('Passthrough').getByRole('heading', { name: 'Passthrough (3)' })).toBeVisible()
  await expect(hands.ticked).toContainText('2 ticked')
  await expect(hands.tick('tenant-00001')).not.toBeChecked()
})

test('the arrows go across the lanes and along the parts', async ({ plansPage, planPage, page }) => {
  await plansPage.openExample('finance-saas')
  await planPage.card('api').focus()
  await page.keyboard.press('ArrowRight')
  await expect(planPage.card('payments')).toBeFocused()
  await page.keyboard.press('ArrowLeft')
  await expect(planPage.card('api')).toBeFocused()
  const listeners = page.getByRole('region', { name: 'Listeners' })
  await listeners.getByRole('button', { name: /^https/ }).focus()
  await page.keyboard.press('ArrowRight')
  await expect(listeners.getByRole('button', { name: /^http :80/ })).toBeFocused()
  await page.keyboard.press('Home')
  await expect(listeners.getByRole('button', { name: /^https/ })).toBeFocused()
})

test('filter, order and groups stand in the address and come back with it', async ({
  plansPage,
  planPage,
  hands,
  page,
}) => {
  await plansPage.openExample('finance-saas')
  const entries = await page.evaluate(() => history.length)
  await hands.run('filter', /^Filter the lanes/)
  await page.keyboard.type('payment')
  await page.getByRole('combobox', { name: 'Sort routes' }).selectOption('By host')
  await page.getByRole('checkbox', { name: 'Group by domain' }).check()
  await expect(page).toHaveURL(/\?filter=payment&group=domain&sort=host/)
  // Not one step of "back" for each letter.
  expect(await page.evaluate(() => history.length)).toBe(entries)
  await page.reload()
  await expect(hands.filter).toHaveValue('payment')
  await expect(planPage.card('api')).toBeHidden()
  await expect(planPage.lane('Passthrough').getByRole('heading', { name: 'example.com (1)' })).toBeVisible()
  await expect(page.getByRole('combobox', { name: 'Sort routes' })).toHaveValue('host')
})

test('a link opens route, target and line together; copied links lead back', async ({ plansPage, planPage, page }) => {
  await plansPage.importText(manyTenants(300))
  await expect(planPage.card('tenant-00001')).toBeVisible()
  const plan = new URL(page.url()).pathname
  await page.goto(`${plan}?route=tenant-00200&tab=haproxy@2.6&line=7`)
  await expect(planPage.card('tenant-00200')).toBeInViewport()
  await expect(planPage.card('tenant-00200')).toHaveAttribute('aria-pressed', 'true')
  await expect(planPage.inspector.getByRole('textbox', { name: 'Name', exact: true })).toHaveValue('tenant-00200')
  await expect(planPage.version).toHaveValue('2.6')
  await expect(planPage.files.getByText('Line 7:')).toBeVisible()
  await expect(page).toHaveURL(/line=7&route=tenant-00200&tab=haproxy@2.6/)

  const clipboard = () => page.evaluate(() => navigator.clipboard.readText())
  await planPage.files.getByRole('button', { name: 'Copy the link to line 7' }).click()
  await expect.poll(clipboard).toMatch(/\?file=[^&]+&line=7&tab=haproxy@2\.6$/)
  await planPage.inspector.getByRole('button', { name: 'Copy the link to this route' }).click()
  await expect.poll(clipboard).toBe(`${new URL(page.url()).origin}${plan}?route=tenant-00200`)
  await page.goto(await clipboard())
  await expect(planPage.card('tenant-00200')).toBeInViewport()

  await page.goto(`${plan}?route=tenant-99999`)
  await expect(page.getByText('This plan has no route tenant-99999')).toBeVisible()
})

test('undo belongs to the plan in its form, and to the browser in other fields', async ({
  plansPage,
  planPage,
  hands,
  page,
}) => {
  await plansPage.openExample('finance-saas')
  await planPage.select('api')
  await planPage.inspector.getByRole('textbox', { name: 'Host 1' }).fill('public.example.com')
  await expect(planPage.card('api')).toContainText('public.example.com')
  await hands.filter.focus()
  await page.keyboard.type('api')
  await page.keyboard.press('ControlOrMeta+z')
  await expect(planPage.card('api')).toContainText('public.example.com')
  await planPage.inspector.getByRole('textbox', { name: 'Host 1' }).focus()
  await page.keyboard.press('ControlOrMeta+z')
  await expect(planPage.card('api')).toContainText('api.example.com')
})
