import 'server-only'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/** Our version, which is that of the embedded edge; read when it is first asked for. */
export function studioVersion(): string {
  const root = process.env.SIGNALBOX_ROOT ?? process.cwd()
  known ??= (
    JSON.parse(readFileSync(join(/* turbopackIgnore: true */ root, 'package.json'), 'utf8')) as { version: string }
  ).version
  return known
}

let known: string | undefined
