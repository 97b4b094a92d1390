import { expect, type Page } from '@playwright/test'

export class PlanPage {
  readonly saveState
  readonly inspector
  readonly problems
  readonly files
  readonly explain
  readonly yaml
  readonly version
  readonly file
  /** The text of the generated file that is open. */
  readonly generated
  /** Where the line of the cursor comes from. */
  readonly lineSource
  readonly changes
  readonly checkResult
  /** What came in from others while the page was open. */
  readonly mergeNotice
  readonly conflictDialog

  constructor(readonly page: Page) {
    this.saveState = page.getByRole('status', { name: 'Save state' })
    this.inspector = page.getByRole('region', { name: 'Inspector' })
    this.problems = page.getByRole('region', { name: 'Problems' })
    this.files = page.getByRole('region', { name: 'Files' })
    this.explain = page.getByRole('region', { name: 'Explain' })
    this.yaml = page.getByRole('textbox', { name: 'plan.yaml, the plan as text' })
    this.version = this.files.getByRole('combobox', { name: 'Version' })
    this.file = this.files.getByRole('combobox', { name: 'File' })
    this.generated = this.files.getByRole('textbox', { name: /, read-only$/ })
    this.lineSource = this.files.getByRole('status', { name: 'Where the line comes from' })
    this.changes = this.files.getByRole('group', { name: 'Changed lines' })
    this.mergeNotice = page.getByRole('status').filter({ has: page.getByRole('button', { name: 'Dismiss' }) })
    this.conflictDialog = page.getByRole('dialog', { name: 'This plan was changed elsewhere' })
    this.checkResult = this.files.getByRole('region', { name: /^Result of / })
  }

  lane(title: 'Terminate' | 'Passthrough') {
    return this.page.getByRole('region', { name: `${title} lane` })
  }

  card(name: string) {
    return this.page.getByRole('button', { name: new RegExp(`route ${name}$`) })
  }

  /** One of the parts that routes stand on. */
  part(strip: 'Listeners' | 'Upstreams' | 'Certificates' | 'Trust bundles', name: string) {
    return this.page
      .getByRole('region', { name: strip })
      .getByRole('listitem')
      .filter({ has: this.page.getByText(name, { exact: true }) })
      .getByRole('button')
  }

  tab(title: string) {
    return this.files.getByRole('tab', { name: title, exact: true })
  }

  check(button: string) {
    return this.files.getByRole('button', { name: button })
  }

  problem(text: string | RegExp) {
    return this.problems.getByRole('listitem').filter({ hasText: text })
  }

  async select(route: string) {
    await this.card(route).click()
    await expect(this.inspector.getByRole('textbox', { name: 'Name', exact: true })).toHaveValue(route)
  }

  async untilSaved() {
    await expect(this.saveState).toHaveText('Saved')
  }

  /** The lines that Monaco shows now; its spaces are no ordinary ones. */
  async visibleText() {
    const lines = await this.files.locator('.view-line:visible').allInnerTexts()
    return lines.join('\n').replaceAll('\u00a0', ' ')
  }

  /** Lets neither saves nor news of others through, until the answer is called. The browser complains of each in the console. */
  async cutOff(): Promise<() => Promise<void>> {
    const isCut = (url: URL) => /^\/plans\/[^/]+(\/news)?$/.test(url.pathname)
    await this.page.route(isCut, (route) =>
      route.request().method() === 'POST' || route.request().url().includes('/news?')
        ? route.abort('connectionrefused')
        : route.continue(),
    )
    return () => this.page.unroute(isCut)
  }

  /** The plan's text as a person would copy it. */
  async wholeText() {
    await this.tab('plan.yaml').click()
    await this.yaml.focus()
    await this.page.keyboard.press('ControlOrMeta+a')
    await this.page.keyboard.press('ControlOrMeta+c')
    return this.page.evaluate(() => navigator.clipboard.readText())
  }

  /** Replaces the whole text as a person does: select all, paste. */
  async pasteYaml(text: string) {
    await this.tab('plan.yaml').click()
    await this.yaml.focus()
    await this.page.evaluate((content) => navigator.clipboard.writeText(content), text)
    await this.page.keyboard.press('ControlOrMeta+a')
    await this.page.keyboard.press('ControlOrMeta+v')
  }

  async downloadOpenFile() {
    const download = this.page.waitForEvent('download')
    await this.page.getByRole('button', { name: 'Download', exact: true }).click()
    await this.page.getByRole('menuitem', { name: /The open file/ }).click()
    return download
  }
}
