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

  row(name: string) {
    return this.page.getByRole('row').filter({ has: this.page.getByRole('link', { name, exact: true }) })
  }
}
