import { expect, test } from './studio-test'

const budgetBytes = 250_000

test('the page of a plan names less than 250 kB of script, as it comes over the wire', async ({ plansPage, page }) => {
  await plansPage.openExample('finance-saas')
  const address = page.url()
  // The browser's own cache would make everything free.
  const session = await page.context().newCDPSession(page)
  await session.send('Network.setCacheDisabled', { cacheDisabled: true })
  const sizes: Promise<{ path: string; bytes: number }>[] = []
  page.on('requestfinished', (request) => {
    const path = new URL(request.url()).pathname
    if (path.endsWith('.js')) sizes.push(request.sizes().then((size) => ({ path, bytes: size.responseBodySize })))
  })
  const html = (await (await page.goto(address))?.text()) ?? ''
  await page.waitForLoadState('networkidle')
  const named = (await Promise.all(sizes)).filter(({ path }) => html.includes(path))
  const total = named.reduce((sum, { bytes }) => sum + bytes, 0)
  // The framework alone is 130 kB: less would mean that nothing was counted.
  expect(total).toBeGreaterThan(100_000)
  expect(total, named.map(({ path, bytes }) => `${bytes} ${path}`).join('\n')).toBeLessThan(budgetBytes)
})
