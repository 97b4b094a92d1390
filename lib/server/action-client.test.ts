import { beforeEach, describe, expect, it, vi } from 'vitest'
import { z } from 'zod'
import { action } from './action-client'
import { AppError } from './app-error'
import { contentSecurityPolicy } from './content-security-policy'
import { routeHandler } from './route-handler'

vi.mock('next/headers', () => ({ headers: async () => new Headers({ host: 'localhost:4430' }) }))

const logged = vi.spyOn(console, 'error').mockImplementation(() => {})
beforeEach(() => logged.mockClear())

const doing = (run: () => Promise<unknown>) => action({ name: 'doIt', input: z.strictObject({}), run })({})
const missing = new AppError({
  code: 'not-found',
  publicMessage: 'It is not there.',
  wayOut: 'Look elsewhere.',
  owner: 'client',
  innerMessage: 'row 7',
})

describe('an action', () => {
  it('answers with data', async () => {
    expect(await doing(async () => 7)).toEqual({ ok: true, data: 7 })
  })

  it('answers our own errors in public words only', async () => {
    expect(
      await doing(async () => {
        throw missing
      }),
    ).toEqual({
      ok: false,
      error: { code: 'not-found', message: 'It is not there.', wayOut: 'Look elsewhere.', fields: {}, reference: null },
    })
    expect(logged).not.toHaveBeenCalled()
  })

  it('answers a bug with a reference under which the log has the rest', async () => {
    const answer = await doing(async () => {
      throw new Error('SELECT secret FROM somewhere')
    })
    if (answer.ok) throw new Error('it should have failed')
    expect(answer.error).toMatchObject({ code: 'unexpected', reference: expect.stringMatching(/^[0-9a-f]{10}$/) })
    expect(JSON.stringify(answer)).not.toContain('secret')
    expect(JSON.parse(logged.mock.calls[0]?.[0])).toMatchObject({
      reference: answer.error.reference,
      door: 'doIt',
      message: 'SELECT secret FROM somewhere',
    })
  })

  it('lets the navigation of Next through', async () => {
    const { notFound } = await import('next/navigation')
    await expect(doing(async () => notFound())).rejects.toThrow('NEXT_HTTP_ERROR_FALLBACK;404')
  })
})

describe('a route handler', () => {
  const call = (run: () => Promise<Response>, host = 'localhost:4430') =>
    routeHandler('get', run)(new Request('http://localhost:4430/x', { headers: { host } }), {})

  it('passes the answer on', async () => {
    expect((await call(async () => new Response('here'))).status).toBe(200)
  })

  it('turns errors into JSON with a status', async () => {
    const notThere = await call(async () => {
      throw missing
    })
    expect([notThere.status, await notThere.json()]).toMatchObject([404, { error: { code: 'not-found' } }])
    const bug = await call(async () => {
      throw new Error('boom')
    })
    expect([bug.status, await bug.json()]).toMatchObject([500, { error: { code: 'unexpected' } }])
  })

  it('refuses strange hosts before it runs', async () => {
    const run = vi.fn(async () => new Response('here'))
    expect((await call(run, 'evil.example')).status).toBe(403)
    expect(run).not.toHaveBeenCalled()
  })
})

describe('the content security policy', () => {
  it('allows scripts by nonce only, and nothing from elsewhere', () => {
    const policy = contentSecurityPolicy('abc', false)
    expect(policy).toContain("script-src 'self' 'nonce-abc' 'strict-dynamic';")
    expect(policy).not.toMatch(/unsafe-eval|https?:|\*/)
    expect(contentSecurityPolicy('abc', true)).toContain("'unsafe-eval'")
  })
})
