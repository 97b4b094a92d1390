import { expect, test } from '@playwright/test'
import { accessibilityViolations } from './accessibility'

test('the first page comes whole, accessible, and from this machine only', async ({ page, baseURL }) => {
  const strangers: string[] = []
  const complaints: string[] = []
  page.on('request', (request) => {
    if (!request.url().startsWith(`${baseURL}/`) && !/^(data|blob):/.test(request.url())) strangers.push(request.url())
  })
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text())
  })
  page.on('pageerror', (error) => complaints.push(error.message))

  await page.goto('/')
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
  await page.waitForLoadState('networkidle')

  expect(strangers).toEqual([])
  expect(complaints).toEqual([])
  expect(await accessibilityViolations(page)).toEqual([])
})

test('a page under a foreign name gets nothing', async ({ request }) => {
  const answer = await request.get('/', { headers: { host: 'evil.example' } })
  expect(answer.status()).toBe(421)
  expect(await answer.text()).toContain('only to loopback names')
})

test('the policy names this request and no other', async ({ request }) => {
  const nonceOf = async () => {
    const answer = await request.get('/')
    const nonce = answer.headers()['content-security-policy']?.match(/'nonce-([^']+)'/)?.[1] ?? ''
    expect(await answer.text()).toContain(`nonce="${nonce}"`)
    return nonce
  }
  const first = await nonceOf()
  expect(first.length).toBeGreaterThan(20)
  expect(await nonceOf()).not.toBe(first)
})
