import type { Page } from '@playwright/test'

export class PlansPage {
  constructor(readonly page: Page) {}

  async open() {
    await this.page.goto('/')
  }

  async openExample(id: string) {
    await this.open()
    await this.page.getByRole('button', { name: `Open example ${id}` }).click()
    await this.page.waitForURL('**/plans/*')
  }

  /** Makes a plan of a text. */
  async importText(text: string) {
    await this.open()
    await this.page.getByRole('button', { name: /From YAML or JSON/ }).click()
    const file = { name: 'plan.yaml', mimeType: 'text/yaml', buffer: Buffer.from(text) }
    await this.page.getByLabel('File').setInputFiles(file)
    await this.page.getByRole('button', { name: 'Make the plan' }).click()
    await this.page.waitForURL('**/plans/*')
  }

  row(name: string) {
    return this.page.getByRole('row').filter({ has: this.page.getByRole('link', { name, exact: true }) })
  }
}
