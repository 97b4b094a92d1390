import type { Page } from '@playwright/test'

export class ComparePane {
  readonly dialog
  readonly table

  constructor(readonly page: Page) {
    this.dialog = page.getByRole('dialog', { name: /^Compare modes of / })
    this.table = this.dialog.getByRole('table')
  }

  async open() {
    await this.page.getByRole('button', { name: 'Compare modes…' }).click()
    await this.dialog.waitFor()
  }

  /** One cell: the question's row, the mode's column (terminate, passthrough, re-encrypt). */
  cell(question: string, column: 0 | 1 | 2) {
    return this.table
      .getByRole('row')
      .filter({ has: this.page.getByRole('rowheader', { name: question, exact: true }) })
      .getByRole('cell')
      .nth(column)
  }

  diff(path: string) {
    return this.dialog.getByRole('region', { name: `Changes in ${path}` })
  }
}
