import type { Page } from '@playwright/test'

/** The bar above the plan that says where a connection goes. */
export class ExplainBar {
  readonly region
  readonly address
  readonly sni
  readonly certificate
  readonly method
  readonly from
  /** The sentences, without the lines to try. */
  readonly answer

  constructor(readonly page: Page) {
    this.region = page.getByRole('region', { name: 'Explain' })
    this.address = this.region.getByRole('textbox', { name: 'Explain a URL, a host, or none' })
    this.sni = this.region.getByRole('textbox', { name: 'SNI' })
    this.certificate = this.region.getByRole('combobox', { name: 'Client certificate' })
    this.method = this.region.getByRole('textbox', { name: 'Method' })
    this.from = this.region.getByRole('textbox', { name: 'From' })
    this.answer = this.region.getByRole('status')
  }

  copy(program: 'openssl' | 'curl') {
    return this.region.getByRole('button', { name: `Copy the ${program} line` })
  }

  clipboard(): Promise<string> {
    return this.page.evaluate(() => navigator.clipboard.readText())
  }
}
