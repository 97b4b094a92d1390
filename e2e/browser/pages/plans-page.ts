import type { Page } from '@playwright/test'

export class PlansPage {
  constructor(readonly page: Page) {}

  async open() {
    await this.page.goto('/')
  }

  async openExample(id: string) {
    await this.open()
    await this.page.getByRole('button', { name: `Open example ${id}` }).click()
    await this.#alive()
  }

  /** Makes a plan of a text. */
  async importText(text: string) {
    await this.open()
    await this.page.getByRole('button', { name: /From YAML or JSON/ }).click()
    const file = { name: 'plan.yaml', mimeType: 'text/yaml', buffer: Buffer.from(text) }
    await this.page.getByLabel('File').setInputFiles(file)
    await this.page.getByRole('button', { name: 'Make the plan' }).click()
    await this.#alive()
  }

  row(name: string) {
    return this.page.getByRole('row').filter({ has: this.page.getByRole('link', { name, exact: true }) })
  }

  /** The studio is on screen and listens: keys pressed before that are lost. */
  async #alive() {
    await this.page.waitForURL('**/plans/*')
    await this.page.waitForFunction(() =>
      Object.keys(document.querySelector('main[aria-label^="Plan "]') ?? {}).some((key) => key.startsWith('__react')),
    )
  }
}
