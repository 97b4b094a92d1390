import { expect, test } from './studio-test'

/** Headers included. What it is when you read this is less: a page that grows should be looked into before it gets here. */
const budgetBytes = 250_000

test('the page of a plan names no more script than before, as it comes over the wire', async ({ plansPage, page }) => {
  await plansPage.openExample('finance-saas')
  const address = page.url()
  // The browser's own cache would make everything free.
  const session = await page.context().newCDPSession(page)
  await session.send('Network.setCacheDisabled', { cacheDisabled: true })
  await session.send('Network.enable')
  const paths = new Map<string, string>()
  const loaded: { path: string; bytes: number }[] = []
  session.on('Network.responseReceived', ({ requestId, response }) => {
    const { pathname } = new URL(response.url)
    if (pathname.endsWith('.js')) paths.set(requestId, pathname)
  })
  session.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    const path = paths.get(requestId)
    if (path) loaded.push({ path, bytes: encodedDataLength })
  })
  const html = (await (await page.goto(address))?.text()) ?? ''
  await page.waitForLoadState('networkidle')
  const inPage = loaded.filter(({ path }) => html.includes(path))
  const total = inPage.reduce((sum, { bytes }) => sum + bytes, 0)
  // The framework alone is 130 kB: less would mean that nothing was counted.
  expect(total).toBeGreaterThan(100_000)
  expect(total, inPage.map(({ path, bytes }) => `${bytes} ${path}`).join('\n')).toBeLessThan(budgetBytes)
})
