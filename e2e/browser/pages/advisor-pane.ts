import type { Page } from '@playwright/test'

/** The advisor, on its own page or over a plan. */
export class AdvisorPane {
  readonly answer

  constructor(readonly page: Page) {
    this.answer = page.getByRole('region', { name: 'Answer' })
  }

  async openPage(query = '') {
    await this.page.goto(`/advisor${query}`)
    await this.answer.waitFor()
  }

  question(text: string) {
    return this.page.getByRole('group', { name: new RegExp(text) })
  }

  choose(question: string, option: string | RegExp) {
    return this.question(question).getByRole('radio', { name: option }).check()
  }

  async wish(host: string, backend: string, port: string) {
    await this.answer.getByRole('textbox', { name: 'Host name' }).fill(host)
    await this.answer.getByRole('textbox', { name: 'Backend host or address' }).fill(backend)
    await this.answer.getByRole('textbox', { name: 'Backend port' }).fill(port)
  }
}
