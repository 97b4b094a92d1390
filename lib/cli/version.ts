import { readFileSync } from 'node:fs'

/** The package.json beside or above us: beside the bundle, above dist/, or above lib/cli/. */
const places = ['./package.json', '../package.json', '../../package.json']

/** Our version, or "unknown" for a bundle that was copied out of its package. */
export function packageVersion(): string {
  for (const place of places) {
    try {
      const { name, version } = JSON.parse(readFileSync(new URL(place, import.meta.url), 'utf8')) as Record<
        string,
        unknown
      >
      if (name === 'signalbox' && typeof version === 'string') return version
    } catch {
      // Not there: the next place.
    }
  }
  return 'unknown'
}
