import 'server-only'
import { drawnRoutesMax } from '../diagnostics/drawn-routes'
import { engineIds } from '../diagnostics/proof-report'
import { parsePlanText } from '../domain-model/plan-document'
import { terminatesTls } from '../domain-model/route'
import { engineReport } from '../preview/proof/prove'
import { loadPlan } from './plans-loaders'
import { previewRooms } from './preview-room'
import { proofRuns } from './proof-runs'
import { studioVersion } from './studio-version'

/** A plan's preview as it stands, with what the page shows of its routes. */
export async function loadPreview(id: string) {
  const { name, validText, contentHash } = await loadPlan(id)
  const { plan } = parsePlanText(validText ?? '')
  const routes = (plan?.routes ?? []).map((route) => ({
    name: route.name,
    mode: route.mode,
    listener: route.listener,
    hosts: [...route.hosts],
    path: ('paths' in route ? route.paths.find(({ match }) => match !== 'regex')?.path : undefined) ?? '/',
    clientCertificate: terminatesTls(route) && route.clientAuth?.mode === 'required',
  }))
  return {
    plan: { id, name, contentHash },
    routes,
    drawn: plan && plan.routes.length <= drawnRoutesMax ? plan : null,
    engines: engineIds.map((engine) => engineReport(engine, studioVersion())),
    initial: { snapshot: previewRooms().snapshot(id), run: proofRuns().run(id) },
  }
}
