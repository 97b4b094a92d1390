import { expect, type Page } from '@playwright/test'

/** A plan's preview: live, and its proof. */
export class PreviewPage {
  readonly state
  readonly traffic
  readonly proofState
  readonly probes
  readonly proveIt

  constructor(readonly page: Page) {
    this.state = page.getByRole('status', { name: 'Preview state' })
    this.traffic = page.getByRole('group', { name: /^Traffic of / })
    this.proofState = page.getByRole('status', { name: 'Proof state' })
    this.probes = page.getByRole('region', { name: 'Probes, side by side' })
    this.proveIt = page.getByRole('button', { name: 'Prove it' })
  }

  engine(title: 'Worker' | 'HAProxy' | 'NGINX') {
    return this.page.getByRole('checkbox', { name: title })
  }

  /** Leaves these engines chosen, of those that are installed. */
  async choose(...titles: ('Worker' | 'HAProxy' | 'NGINX')[]) {
    for (const title of ['Worker', 'HAProxy', 'NGINX'] as const) {
      const box = this.engine(title)
      if (await box.isEnabled()) await box.setChecked(titles.includes(title))
    }
  }

  progress(title: string) {
    return this.page.getByRole('progressbar', { name: `Progress of ${title}` })
  }

  async openProbe(title: string | RegExp) {
    await this.probes.getByRole('button', { name: title }).first().click()
    return this.page.getByRole('region', { name: /^Details of / }).first()
  }

  async report(title: 'JSON' | 'Markdown'): Promise<string> {
    const download = this.page.waitForEvent('download')
    await this.page.getByRole('link', { name: `Report as ${title}` }).click()
    const stream = await (await download).createReadStream()
    const chunks: Buffer[] = []
    for await (const chunk of stream) chunks.push(chunk as Buffer)
    return Buffer.concat(chunks).toString('utf8')
  }

  async expectNarrow() {
    await this.page.setViewportSize({ width: 390, height: 844 })
    await expect.poll(() => this.page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390)
  }
}
