import { type EngineName, type ProbeReport, type Verdict, verdictOf } from '@/lib/diagnostics/proof-report'
import type { ProofRun } from '@/lib/diagnostics/proof-run'

export const engineTitles: Record<EngineName, { title: string; says: string }> = {
  embedded: { title: 'Worker', says: 'the edge of this studio' },
  haproxy: { title: 'HAProxy', says: 'with the generated files' },
  nginx: { title: 'NGINX', says: 'with the generated files' },
}

export const verdictSigns: Record<Verdict, { sign: string; words: string }> = {
  agrees: { sign: '✓', words: 'agrees' },
  known: { sign: '✓*', words: 'known difference' },
  disagrees: { sign: '✗', words: 'disagrees' },
  'not-asked': { sign: '–', words: 'not asked' },
}

/** How a run stands, in a sentence. */
export function runWords(run: ProofRun | null): string {
  if (!run) return 'Not proved since the studio started.'
  switch (run.state) {
    case 'running':
      return 'Proving…'
    case 'cancelled':
      return `Cancelled. ${run.message ?? ''}`.trim()
    case 'failed':
      return `It failed. ${run.message ?? ''}`.trim()
    case 'done': {
      const asked = run.proof?.engines.some(({ reason }) => reason === null)
      if (!asked) return 'No engine could be asked.'
      const wrong = run.proof?.disagreements ?? 0
      return wrong === 0
        ? `All agree with the plan in ${run.probes.length} probes.`
        : `${wrong} of ${run.probes.length} probes found an engine that does otherwise.`
    }
  }
}

export interface ProofFilter {
  text: string
  /** A route's name; empty for all, a dash for what no route takes. */
  route: string
  kind: string
  verdict: 'all' | 'disagrees' | 'known'
}

export const noFilter: ProofFilter = { text: '', route: '', kind: '', verdict: 'all' }
export const noRoute = '–'

export function fitsFilter(probe: ProbeReport, { text, route, kind, verdict }: ProofFilter): boolean {
  if (route !== '' && (probe.route ?? noRoute) !== route) return false
  if (kind !== '' && probe.kind !== kind) return false
  if (verdict !== 'all' && !Object.values(probe.seen).some((seen) => verdictOf(seen) === verdict)) return false
  const all = [
    probe.id,
    probe.title,
    probe.route,
    probe.expected,
    ...Object.values(probe.seen).map((seen) => seen.text),
  ]
    .join(' ')
    .toLowerCase()
  return text
    .toLowerCase()
    .split(/\s+/)
    .every((word) => all.includes(word))
}

/** Whose certificate came, in words. */
export function certificateWords(owner: 'edge' | 'backend' | null): string {
  return owner === 'edge' ? "the edge's" : owner === 'backend' ? "the backend's" : 'none'
}
