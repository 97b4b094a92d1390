import 'server-only'
import { judgePlanText } from '../rules/run-rules'
import { getPlan } from '../store/plans'
import { bundleTree, zipBundle } from '../targets/bundle'
import type { ChosenTarget } from '../targets/bundle-part'
import { findTarget, targets } from '../targets/registry'
import { AppError } from './app-error'
import { routeHandler } from './route-handler'

/** `GET …/download?target=haproxy@2.6&target=nginx`: a zip made here and now from the stored plan. Nothing of it comes from the browser. */
export const downloadPlan = routeHandler(
  'downloadPlan',
  async (request, { params }: { params: Promise<{ id: string }> }) => {
    const record = await getPlan((await params).id)
    if (!record)
      throw refused('not-found', 'There is no such plan.', 'Open the list of plans: it may have been deleted.')
    const chosen = new URL(request.url).searchParams.getAll('target').map(chosenTarget)
    if (chosen.length === 0) throw refused('bad-input', 'No target was chosen.', `Add at least one: ${known()}.`)
    const { plan, findings } = judgePlanText(record.text)
    if (!plan) {
      const [first] = findings
      throw refused(
        'bad-input',
        `The saved text is no plan, so nothing can be made from it. ${first?.line ? `Line ${first.line}: ` : ''}${first?.message}`,
        'Mend it in the studio and download again.',
      )
    }
    const zip = zipBundle(await bundleTree({ planText: record.text, plan, findings, targets: chosen }))
    return new Response(new Uint8Array(zip), {
      headers: {
        'content-type': 'application/zip',
        // A plan's name holds letters, digits, dots, dashes and underscores only.
        'content-disposition': `attachment; filename="${plan.name}.zip"`,
        'cache-control': 'no-store',
      },
    })
  },
)

function chosenTarget(text: string): ChosenTarget {
  const [id = '', version] = text.split('@')
  const target = findTarget(id)
  if (!target) throw refused('bad-input', `There is no target ${id.slice(0, 40)}.`, `Choose from: ${known()}.`)
  if (version !== undefined && !target.versions.includes(version))
    throw refused(
      'bad-input',
      `${target.title} has no known version ${version.slice(0, 20)}.`,
      `Choose from: ${target.versions.join(', ')}.`,
    )
  return { target, version: version ?? target.defaultVersion }
}

const known = () => targets.map(({ id }) => id).join(', ')

const refused = (code: 'not-found' | 'bad-input', publicMessage: string, wayOut: string) =>
  new AppError({ code, publicMessage, wayOut, owner: 'client' })
