import 'server-only'
import { parsePlanText } from '../domain-model/plan-document'
import { terminatesTls } from '../domain-model/route'
import { loadPlan } from './plans-loaders'
import { previewRooms } from './preview-room'

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
  return { plan: { id, name, contentHash }, routes, snapshot: previewRooms().snapshot(id) }
}
