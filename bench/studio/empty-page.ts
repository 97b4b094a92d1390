import { spawnSync } from 'node:child_process'
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Served, serve } from './serve'

const folder = '.cache/bench-empty-page'

const files: Record<string, string> = {
  'package.json': '{ "private": true, "type": "module" }\n',
  'next.config.mjs': `import { resolve } from 'node:path'
export default { turbopack: { root: resolve(import.meta.dirname, '../..') } }
`,
  'app/layout.jsx': `export default function Layout({ children }) {
  return <html lang="en"><body>{children}</body></html>
}
`,
  // Rendered per request, as the studio is: what is compared is the page, not a file.
  'app/page.jsx': `import { connection } from 'next/server'
import { Button } from './button'
export default async function Page() {
  await connection()
  return <Button />
}
`,
  'app/button.jsx': `'use client'
import { useState } from 'react'
export function Button() {
  const [count, setCount] = useState(0)
  return <button data-bench onClick={() => setCount(count + 1)}>{count}</button>
}
`,
}

/** The least that Next.js can be: a layout, a page, one button. Built with the studio's own Next.js and React, in a folder that git ignores. */
export async function serveEmptyPage(): Promise<Served> {
  rmSync(folder, { recursive: true, force: true })
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(join(folder, name, '..'), { recursive: true })
    writeFileSync(join(folder, name), text)
  }
  const next = 'node_modules/next/dist/bin/next'
  const built = spawnSync(process.execPath, [next, 'build', folder], {
    encoding: 'utf8',
    env: { ...process.env, NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1' },
  })
  if (built.status !== 0) throw new Error(`the empty page does not build:\n${built.stdout}${built.stderr}`)
  return serve([next, 'start', folder, '-H', '127.0.0.1'], {}, (port) => ['-p', String(port)])
}
