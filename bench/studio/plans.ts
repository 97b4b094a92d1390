import type { Page } from '@playwright/test'
import { manyTenants } from '../../lib/domain-model/examples/many-tenants'

/** Makes a plan the way a person does, and answers with its address. */
export async function makePlan(page: Page, base: string, routes: number): Promise<string> {
  await page.goto(base)
  await page.getByRole('button', { name: /From YAML or JSON/ }).click()
  const file = { name: `${routes}.yaml`, mimeType: 'text/yaml', buffer: Buffer.from(manyTenants(routes)) }
  await page.getByLabel('File').setInputFiles(file)
  await page.getByRole('button', { name: 'Make the plan' }).click()
  await page.waitForURL('**/plans/*', { timeout: 120_000 })
  return page.url()
}
