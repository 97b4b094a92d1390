import type { Browser, BrowserContext } from '@playwright/test'
import { PlanPage } from './pages/plan-page'
import { expect, test } from './studio-test'

test.use({ permissions: ['clipboard-read', 'clipboard-write'] })

/** Everybody else learns of a save within seconds; a busy machine is given more. */
const soon = { timeout: 30_000 }

/** What the browser says of a server that does not answer. */
const noAnswer = /Failed to load resource|Failed to fetch/

const hostField = (of: PlanPage) => of.inspector.getByRole('textbox', { name: 'Host 1' })

async function setHost(of: PlanPage, route: string, host: string) {
  await of.select(route)
  await hostField(of).fill(host)
}

/** Another person: a browser of their own, which shares nothing with this one but the server. */
async function anotherPerson(browser: Browser, url: string): Promise<PlanPage & { context: BrowserContext }> {
  const context = await browser.newContext({ permissions: ['clipboard-read', 'clipboard-write'] })
  const other = new PlanPage(await context.newPage())
  await other.page.goto(url)
  return Object.assign(other, { context })
}

test('edits of two people that do not touch are merged, and both see both', async ({
  plansPage,
  planPage,
  page,
  browser,
  expectComplaint,
}) => {
  test.slow()
  expectComplaint(noAnswer)
  await plansPage.openExample('finance-saas')
  const other = await anotherPerson(browser, page.url())
  // So that this page really is behind when it saves.
  const connect = await planPage.cutOff()
  await setHost(planPage, 'payments', 'mine.example.com')
  await setHost(other, 'api', 'theirs.example.com')
  await other.untilSaved()
  await connect()
  await expect(planPage.mergeNotice).toContainText('Merged version 2', soon)
  await expect(planPage.mergeNotice).toContainText('route api changed (hosts)')
  await expect(planPage.card('api')).toContainText('theirs.example.com')
  await expect(planPage.card('payments')).toContainText('mine.example.com')
  await planPage.untilSaved()

  await expect(other.card('payments')).toContainText('mine.example.com', soon)
  await expect(other.mergeNotice).toContainText('Version 3 came in')
  await page.reload()
  await expect(planPage.card('api')).toContainText('theirs.example.com')
  await expect(planPage.card('payments')).toContainText('mine.example.com')
  await other.context.close()
})

test('edits of one field stand side by side, and each choice is taken', async ({
  plansPage,
  planPage,
  page,
  browser,
  expectAccessible,
  expectComplaint,
}) => {
  test.slow()
  expectComplaint(noAnswer)
  await plansPage.openExample('finance-saas')
  const other = await anotherPerson(browser, page.url())
  const dialog = planPage.conflictDialog
  for (const [round, choice] of (['Take theirs', 'Keep mine'] as const).entries()) {
    const connect = await planPage.cutOff()
    await setHost(planPage, 'api', `mine-${round}.example.com`)
    await setHost(planPage, 'payments', `also-mine-${round}.example.com`)
    await setHost(other, 'api', `theirs-${round}.example.com`)
    await other.untilSaved()
    await connect()

    const place = dialog.getByRole('group', { name: /^route api › hosts/ })
    await expect(place).toContainText('You both changed', soon)
    await expect(place).toContainText(`mine-${round}.example.com`)
    await expect(place).toContainText(`theirs-${round}.example.com`)
    await expect(dialog.getByRole('button', { name: '1 still to choose' })).toBeDisabled()
    if (round === 0) await expectAccessible('the conflict dialog, place by place')

    // By keyboard alone: from place to place with Tab, from side to side with arrows.
    const radio = place.getByRole('radio', { name: choice })
    await radio.focus()
    await page.keyboard.press('Space')
    await expect(radio).toBeChecked()
    await dialog.getByRole('button', { name: 'Merge and save' }).press('Enter')
    await expect(dialog).toBeHidden()

    const host = choice === 'Keep mine' ? `mine-${round}.example.com` : `theirs-${round}.example.com`
    await expect(planPage.card('api')).toContainText(host)
    await expect(planPage.card('payments')).toContainText(`also-mine-${round}.example.com`)
    await planPage.untilSaved()
    await expect(other.card('api')).toContainText(host, soon)
    await expect(other.card('payments')).toContainText(`also-mine-${round}.example.com`)
  }
  await other.context.close()
})

test('a page on which nothing was typed follows, and keeps its selection and its history', async ({
  plansPage,
  planPage,
  page,
  context,
}) => {
  test.slow()
  await plansPage.openExample('finance-saas')
  await setHost(planPage, 'payments', 'before.example.com')
  await planPage.untilSaved()
  // A tab of the same browser tells at once, without anybody asking the server in between.
  const other = new PlanPage(await context.newPage())
  await other.page.goto(page.url())
  await other.pasteYaml(
    (await other.wholeText()).replace(
      'routes:\n',
      'routes:\n  - { name: first, listener: https, hosts: [first.example.com], mode: passthrough, upstream: payment-service }\n',
    ),
  )
  await other.untilSaved()

  await expect(planPage.card('first')).toBeVisible(soon)
  await expect(planPage.mergeNotice).toContainText('by another tab: route first added')
  await expect(planPage.inspector.getByRole('textbox', { name: 'Name', exact: true })).toHaveValue('payments')
  await planPage.mergeNotice.getByRole('button', { name: 'route first: show it' }).click()
  await expect(planPage.inspector.getByRole('textbox', { name: 'Name', exact: true })).toHaveValue('first')

  // Read and dismissed, it still says so when an undo takes out what others saved.
  await expect(planPage.mergeNotice).toContainText('It is one step of undo.')
  await planPage.mergeNotice.getByRole('button', { name: 'Dismiss' }).click()
  await expect(planPage.mergeNotice).toBeHidden()
  await page.getByRole('button', { name: 'Undo', exact: true }).click()
  await expect(planPage.card('first')).toBeHidden()
  await expect(planPage.mergeNotice).toContainText('was taken out again')
  await page.getByRole('button', { name: 'Undo', exact: true }).click()
  await expect(planPage.card('payments')).not.toContainText('before.example.com')
  await planPage.untilSaved()
  // The other side is told, too: nothing goes in silence.
  await expect(other.mergeNotice).toContainText(/route (first removed|payments changed)/, soon)
  // One more step back is about one's own edits.
  await expect(planPage.mergeNotice).toBeHidden()
})

test('two edits that are fine alone and break the plan together are shown first', async ({
  plansPage,
  planPage,
  page,
  browser,
  expectComplaint,
}) => {
  test.slow()
  expectComplaint(noAnswer)
  await plansPage.openExample('finance-saas')
  const other = await anotherPerson(browser, page.url())
  const connect = await planPage.cutOff()
  await setHost(planPage, 'api', 'same.example.com')
  await setHost(other, 'payments', 'same.example.com')
  await other.untilSaved()
  await connect()
  await expect(planPage.conflictDialog).toContainText('Together the plan gets errors that neither had', soon)
  await expect(planPage.conflictDialog).toContainText('same.example.com')
  await planPage.conflictDialog.getByRole('button', { name: 'Merge and save' }).click()
  await expect(planPage.problem('same.example.com').first()).toBeVisible()
  await planPage.untilSaved()
  await other.context.close()
})

test('without a connection work goes on, also over a reload, and is merged afterwards', async ({
  plansPage,
  planPage,
  page,
  browser,
  expectComplaint,
}) => {
  test.slow()
  expectComplaint(noAnswer)
  await plansPage.openExample('finance-saas')
  const other = await anotherPerson(browser, page.url())
  const connect = await planPage.cutOff()
  await setHost(planPage, 'payments', 'offline.example.com')
  await expect(planPage.saveState).toContainText('server unreachable')
  await setHost(other, 'api', 'meanwhile.example.com')
  await other.untilSaved()

  await page.reload()
  await expect(planPage.card('payments')).toContainText('offline.example.com')
  await connect()
  await expect(planPage.mergeNotice).toContainText('Merged version 2', soon)
  await planPage.untilSaved()
  await expect(planPage.card('api')).toContainText('meanwhile.example.com')
  await expect(other.card('payments')).toContainText('offline.example.com', soon)
  expect(await page.evaluate(() => Object.keys(localStorage))).toEqual([])
  await other.context.close()
})

test('a plan that is deleted elsewhere says so, and its text becomes a plan again', async ({
  plansPage,
  planPage,
  page,
  browser,
  expectComplaint,
}) => {
  test.slow()
  expectComplaint(/404/)
  await plansPage.openExample('finance-saas')
  await setHost(planPage, 'payments', 'precious.example.com')
  await planPage.untilSaved()
  const other = await anotherPerson(browser, page.url())
  const id = new URL(page.url()).pathname.split('/').at(-1) ?? ''
  await other.page.goto('/')
  const row = other.page.getByRole('row').filter({ has: other.page.locator(`a[href="/plans/${id}"]`) })
  await row.getByRole('button', { name: 'Delete plan finance-saas' }).click()
  await other.page.getByRole('button', { name: 'Delete finance-saas' }).click()
  await expect(row).toBeHidden()

  await expect(planPage.saveState).toContainText('the plan was deleted', soon)
  await expect(page.getByText('This plan was deleted elsewhere')).toBeVisible()
  await setHost(planPage, 'payments', 'typed-after.example.com')
  await page.reload()
  await expect(page.getByRole('heading', { name: 'There is nothing here' })).toBeVisible()
  await page.getByRole('button', { name: 'Make a new plan from this text' }).click()
  await page.waitForURL((url) => url.pathname.startsWith('/plans/') && !url.pathname.endsWith(id))
  await expect(planPage.card('payments')).toContainText('typed-after.example.com')
  expect(await page.evaluate(() => Object.keys(localStorage))).toEqual([])
  await other.context.close()
})

test('who types on while versions come in loses no letter, and no version', async ({
  plansPage,
  planPage,
  page,
  browser,
}) => {
  test.slow()
  await plansPage.openExample('finance-saas')
  const other = await anotherPerson(browser, page.url())
  await other.select('api')
  await planPage.tab('plan.yaml').click()
  await planPage.yaml.focus()
  await page.keyboard.press('ControlOrMeta+End')
  const remark = `# ${'all work and no play '.repeat(6)}`
  await Promise.all([
    page.keyboard.type(remark, { delay: 60 }),
    (async () => {
      for (const round of [1, 2, 3]) {
        await hostField(other).fill(`round-${round}.example.com`)
        await other.untilSaved()
      }
    })(),
  ])
  await expect(planPage.card('api')).toContainText('round-3.example.com', soon)
  await planPage.untilSaved()
  expect(await planPage.wholeText()).toContain(remark.trimEnd())
  await expect(other.card('api')).toContainText('round-3.example.com')
  await other.context.close()
})
