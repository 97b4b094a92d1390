import 'server-only'
import { headers } from 'next/headers'

/** What a script of this page must carry to run; `proxy.ts` makes a new one for every request. */
export async function loadNonce(): Promise<string | undefined> {
  return (await headers()).get('x-nonce') ?? undefined
}
