import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { strFromU8, unzipSync } from 'fflate'
import { findExample } from '@/lib/domain-model/examples/catalogue'
import { parsePlanText } from '@/lib/domain-model/plan-document'
import { emitTarget } from '@/lib/targets/emit'
import { targets } from '@/lib/targets/registry'
import { expect, test } from './studio-test'

const hybrid = findExample('finance-saas')?.text() ?? ''

test.use({ permissions: ['clipboard-read', 'clipboard-write'] })

test('the zip holds what the library emits, with checksums that fit', async ({ plansPage, planPage, page }) => {
  await plansPage.openExample('finance-saas')
  await planPage.untilSaved()
  const arrives = page.waitForEvent('download')
  await page.getByRole('button', { name: 'Download', exact: true }).click()
  await page.getByRole('menuitem', { name: /Zip of targets/ }).click()
  await page.getByRole('button', { name: 'Download zip' }).click()
  const download = await arrives
  expect(download.suggestedFilename()).toBe('finance-saas.zip')
  const files = unzipSync(await readFile(await download.path()))
  const text = (path: string) => strFromU8(files[path] ?? new Uint8Array())

  const sums = text('SHA256SUMS').trim().split('\n')
  expect(sums).toHaveLength(Object.keys(files).length - 1)
  for (const line of sums) {
    const [sum, path = ''] = line.split('  ')
    expect(
      createHash('sha256')
        .update(files[path] ?? '')
        .digest('hex'),
      path,
    ).toBe(sum)
  }
  expect(text('plan.yaml')).toBe(hybrid)
  const { plan } = parsePlanText(hybrid)
  for (const target of targets) {
    for (const artifact of plan ? emitTarget(plan, target).artifacts : []) {
      expect(text(`${target.id}/${artifact.path}`), artifact.path).toBe(artifact.text)
    }
  }
})

test('a plan with errors warns before the zip is made', async ({ plansPage, planPage, page }) => {
  await plansPage.openExample('finance-saas')
  await planPage.pasteYaml(hybrid.replace('[payments.example.com]', '[api.example.com]'))
  await expect(planPage.problem('two modes')).toBeVisible()
  await page.getByRole('button', { name: 'Download', exact: true }).click()
  await page.getByRole('menuitem', { name: /Zip of targets/ }).click()
  await expect(page.getByRole('dialog')).toContainText('The plan has 1 error')
})

test('a text that is no plan cannot be made into files, and the server says so itself', async ({
  plansPage,
  planPage,
  page,
}) => {
  await plansPage.openExample('finance-saas')
  await planPage.pasteYaml('routes: [')
  await expect(page.getByText(/plan.yaml is no plan now/)).toBeVisible()
  await planPage.untilSaved()
  await page.getByRole('button', { name: 'Download', exact: true }).click()
  await page.getByRole('menuitem', { name: /Zip of targets/ }).click()
  await expect(page.getByRole('button', { name: 'Download zip' })).toBeDisabled()
  const answer = await page.request.get(`${new URL(page.url()).pathname}/download?target=haproxy`)
  expect(answer.status()).toBe(400)
  expect(await answer.text()).toContain('no plan')
})

test('a target or version that does not exist is refused by name', async ({ plansPage, page }) => {
  await plansPage.openExample('finance-saas')
  for (const [query, words] of [
    ['', 'No target was chosen'],
    ['?target=apache', 'There is no target apache'],
    ['?target=haproxy@0.1', 'has no known version 0.1'],
  ]) {
    const answer = await page.request.get(`${new URL(page.url()).pathname}/download${query}`)
    expect(answer.status()).toBe(400)
    expect(await answer.text()).toContain(words)
  }
})
