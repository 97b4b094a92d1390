import { connect } from 'node:tls'
import { helloReportSchema } from '@/lib/diagnostics/hello-report'
import { smallHello } from '@/lib/preview/hello-fixtures'
import { expect, test } from './studio-test'

test('a ClientHello is read from a paste, a file and a client that comes by', async ({ page, expectAccessible }) => {
  await page.goto('/')
  await page.getByRole('link', { name: 'Hello', exact: true }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'Hello inspector' })).toBeVisible()
  const answer = page.getByRole('region', { name: 'Answer' })
  const paste = page.getByRole('textbox', { name: 'Paste' })
  const read = page.getByRole('button', { name: 'Read it' })
  await expect(read).toBeDisabled()
  await expectAccessible('the empty inspector')

  const hello = smallHello('api.example.com')
  await paste.fill(hello.toString('hex'))
  await read.click()
  await expect(answer).toContainText('A ClientHello.')
  await expect(answer).toContainText('api.example.com')
  await answer.getByText(/^The same as JSON/).click()
  const report = helloReportSchema.parse(JSON.parse((await answer.locator('pre').textContent()) ?? ''))
  expect(report).toMatchObject({ outcome: 'ok', sni: 'api.example.com', bytes: hello.length })
  await expectAccessible('an answer')
  await page.emulateMedia({ colorScheme: 'dark' })
  await expectAccessible('an answer in the dark')

  await paste.fill(`-----BEGIN TLS HELLO-----\n${hello.toString('base64')}\n-----END TLS HELLO-----`)
  await read.click()
  await expect(answer).toContainText('base64')
  await paste.fill(hello.subarray(0, 40).toString('hex'))
  await read.click()
  await expect(answer).toContainText('An incomplete ClientHello.')
  await paste.fill('GET / HTTP/1.1')
  await read.click()
  await expect(answer).toContainText('Not TLS.')
  await expect(answer).toContainText('this looks like plain HTTP')

  const file = page.getByLabel('Or upload')
  await file.setInputFiles({
    name: 'hello.bin',
    mimeType: 'application/octet-stream',
    buffer: smallHello('file.example.com'),
  })
  await expect(answer).toContainText('file.example.com')
  await file.setInputFiles({
    name: 'huge.pcap',
    mimeType: 'application/octet-stream',
    buffer: Buffer.alloc(17 * 1024 * 1024),
  })
  await expect(answer).toContainText('huge.pcap has 17 MiB')

  const state = page.getByRole('status', { name: 'Capture state' })
  await page.getByRole('button', { name: 'Wait for a client' }).click()
  await expect(state).toHaveText(/^Waits for a client at 127\.0\.0\.1:\d+/)
  await expectAccessible('waiting for a client')
  const port = Number(/:(\d+),/.exec((await state.textContent()) ?? '')?.[1])
  const client = connect({ host: '127.0.0.1', port, servername: 'captured.example.com', ALPNProtocols: ['h2'] })
  client.on('error', () => undefined)
  await expect(answer).toContainText('captured.example.com')
  await expect(state).toHaveText(/^Captured/)
  await expect(paste).toHaveValue(/^16030/)
  await page.getByRole('button', { name: 'Wait for a client' }).click()
  await page.getByRole('button', { name: 'Cancel' }).click()
  await expect(state).toHaveText('Cancelled.')

  await page.setViewportSize({ width: 390, height: 844 })
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390)
})
