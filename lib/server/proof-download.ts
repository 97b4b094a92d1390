import 'server-only'
import { proofMarkdown } from '../diagnostics/proof-markdown'
import { type Proof, proofSchema } from '../diagnostics/proof-report'
import { getPlan } from '../store/plans'
import { AppError } from './app-error'
import { proofRuns } from './proof-runs'
import { routeHandler } from './route-handler'

const formats = {
  json: {
    type: 'application/json; charset=utf-8',
    extension: 'json',
    print: (_: string, proof: Proof) => `${JSON.stringify(proofSchema.parse(proof), null, 2)}\n`,
  },
  markdown: { type: 'text/markdown; charset=utf-8', extension: 'md', print: proofMarkdown },
} as const

/** `GET …/preview/report?format=json|markdown`: the last finished proof of a plan; the JSON is what `signalbox verify --json` prints. */
export const downloadProof = routeHandler(
  'downloadProof',
  async (request: Request, { params }: { params: Promise<{ id: string }> }) => {
    const { id } = await params
    const asked = new URL(request.url).searchParams.get('format') ?? 'json'
    const format = asked === 'json' || asked === 'markdown' ? formats[asked] : null
    if (!format)
      throw refused('bad-input', `There is no format ${asked.slice(0, 20)}.`, 'Use format=json or format=markdown.')
    const record = await getPlan(id)
    const run = proofRuns().run(id)
    if (!record || !run?.proof)
      throw refused(
        'not-found',
        'There is no finished proof of this plan.',
        'Prove it on its preview page; reports are kept until the studio ends.',
      )
    const { engines, disagreements } = run.proof
    return new Response(format.print(record.name, { engines, probes: run.probes, disagreements }), {
      headers: {
        'content-type': format.type,
        // A plan's name holds letters, digits, dots, dashes and underscores only; a broken plan may be called anything.
        'content-disposition': `attachment; filename="${record.name.replace(/[^\w.-]/g, '-')}-proof.${format.extension}"`,
        'cache-control': 'no-store',
      },
    })
  },
)

const refused = (code: 'not-found' | 'bad-input', publicMessage: string, wayOut: string) =>
  new AppError({ code, publicMessage, wayOut, owner: 'client' })
