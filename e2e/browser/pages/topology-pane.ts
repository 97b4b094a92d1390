import type { Page } from '@playwright/test'

export class TopologyPane {
  readonly region
  readonly drawing

  constructor(readonly page: Page) {
    this.region = page.getByRole('region', { name: 'Topology' })
    this.drawing = page.getByRole('group', { name: /^Topology of / })
  }

  async open() {
    await this.page.getByRole('button', { name: 'Topology', exact: true }).click()
    await this.drawing.waitFor()
  }

  /** A node by the beginning of what it says of itself. */
  node(name: string | RegExp) {
    return this.drawing.getByRole('button', { name })
  }

  /** The nodes on the path of the explained connection, in their own words. */
  lit() {
    return this.drawing.locator('[aria-current="step"]')
  }

  async exportFile() {
    const download = this.page.waitForEvent('download')
    await this.region.getByRole('button', { name: 'SVG' }).click()
    return download
  }
}
