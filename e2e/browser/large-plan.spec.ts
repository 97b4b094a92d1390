// A plan above the size that the server judges for the first page: it comes as text, and everything else follows.
import type { Page } from '@playwright/test'
import { manyTenants } from '@/lib/domain-model/examples/many-tenants'
import { expect, test } from './studio-test'

const routes = 600

/** From the next page on the workers that judge and print are asked nothing, until the answer is called. */
async function holdQuestions(page: Page): Promise<() => Promise<void>> {
  await page.addInitScript(() => {
    const held: (() => void)[] = []
    let isOpen = false
    const send = Worker.prototype.postMessage
    Worker.prototype.postMessage = function (this: Worker, ...message: Parameters<typeof send>) {
      const ask = () => send.apply(this, message)
      const [first] = message as unknown[]
      const isQuestion = typeof first === 'object' && first !== null && 'question' in first
      if (isQuestion && !isOpen) held.push(ask)
      else ask()
    } as typeof send
    Object.assign(window, {
      askNow: () => {
        isOpen = true
        for (const ask of held.splice(0)) ask()
      },
    })
  })
  return () => page.evaluate(() => (window as unknown as { askNow(): void }).askNow())
}

test('while it is being read, everything says so and nothing claims to know', async ({
  plansPage,
  planPage,
  page,
  hands,
  expectAccessible,
}) => {
  test.slow()
  await plansPage.open()
  await page.getByRole('button', { name: /From YAML or JSON/ }).click()
  const file = { name: 'many.yaml', mimeType: 'text/yaml', buffer: Buffer.from(manyTenants(routes)) }
  await page.getByLabel('File').setInputFiles(file)
  await expect(page.getByText(/^many: 0\.3 million characters, too long to be shown here/)).toBeVisible()
  await expectAccessible('a long file in the import dialog')
  await page.getByRole('button', { name: 'Make the plan' }).click()
  await expect(planPage.card('tenant-00001')).toBeVisible()
  const release = await holdQuestions(page)
  await page.goto(`${page.url().split('?')[0]}?route=tenant-00300&tab=haproxy`)
  const reading = 'The plan is still being read.'
  await expect(page.getByRole('region', { name: 'Lanes and parts' })).toContainText(reading)
  await expect(planPage.problems).toContainText(reading)
  await expect(planPage.problems).not.toContainText('every rule passes')
  await expect(planPage.inspector).toContainText(reading)
  await expect(planPage.inspector.getByRole('textbox')).toHaveCount(0)
  await expect(planPage.files).toContainText(reading)
  await planPage.explain.getByRole('textbox', { name: /^Explain a URL/ }).fill('tenant-00300.example.com')
  await expect(planPage.explain).toContainText(reading)
  await expectAccessible('a plan that is still being read')
  // What is added now would take the place of lists that nobody has read.
  await expect(page.getByRole('button', { name: 'Advisor…' })).toBeDisabled()
  await hands.openPalette()
  await page.keyboard.type('add a terminate route')
  await page.keyboard.press('Enter')
  await expect(hands.answer).toContainText('The plan is still being read.')
  await page.keyboard.press('Escape')

  await release()
  await expect(planPage.explain).toContainText('route tenant-00300 decides')
  await expect(planPage.inspector.getByRole('textbox', { name: 'Name', exact: true })).toHaveValue('tenant-00300')
  await expect(planPage.problems).not.toContainText(reading)
  await expect(planPage.generated).toBeAttached()
  await expect(planPage.lane('Terminate')).toContainText('(480)')
})
