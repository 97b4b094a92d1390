import { expect, type Page } from '@playwright/test'

/** Palette, sheet of keys, and what is done to several routes. */
export class Hands {
  readonly palette
  readonly query
  readonly answer
  readonly sheet
  readonly ticked
  readonly filter

  constructor(readonly page: Page) {
    this.palette = page.getByRole('dialog', { name: 'Command palette' })
    this.query = this.palette.getByRole('combobox', { name: 'Command palette' })
    this.answer = this.palette.getByRole('status')
    this.sheet = page.getByRole('dialog', { name: 'Keys' })
    this.ticked = page.getByRole('region', { name: 'Ticked routes' })
    this.filter = page.getByRole('searchbox', { name: 'Filter routes by name, host or upstream' })
  }

  async openPalette() {
    // A key that comes before the page is alive is lost, for a person as for a test: press again.
    await expect(async () => {
      if (!(await this.query.isVisible())) await this.page.keyboard.press('ControlOrMeta+k')
      await expect(this.query).toBeFocused({ timeout: 4000 })
    }).toPass()
  }

  /** By keyboard alone: opens the palette, types, and takes what comes first once it is what was meant. */
  async run(query: string, first: string | RegExp = new RegExp(query, 'i')) {
    await this.openPalette()
    await this.page.keyboard.type(query)
    await expect(this.palette.getByRole('option', { selected: true })).toHaveText(first)
    await this.page.keyboard.press('Enter')
  }

  option(name: string | RegExp) {
    return this.palette.getByRole('option', { name })
  }

  tick(route: string) {
    return this.page.getByRole('checkbox', { name: `Tick ${route}`, exact: true })
  }

  act(name: string | RegExp) {
    return this.ticked.getByRole('button', { name }).click()
  }
}
