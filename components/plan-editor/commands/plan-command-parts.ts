import { type JsonPointer, valueAt } from '@/lib/domain-model/json-pointer'
import { writeQuery } from '../../address/query'
import type { NativeChecks } from '../../output/use-native-checks'
import { copyText } from '../../ui/copy-text'
import type { Judgement } from '../document/judgement'
import { saveFile } from '../download-menu'
import { focusThing } from '../focus-thing'
import { thingQuery } from '../thing-address'
import type { usePlanDocument } from '../use-plan-document'
import type { usePlanView } from '../use-plan-view'
import type { PlanCommandParts } from './plan-commands'

type OfStudio = Pick<
  PlanCommandParts,
  | 'planId'
  | 'targets'
  | 'openFile'
  | 'studioView'
  | 'lockedBecause'
  | 'save'
  | 'explain'
  | 'add'
  | 'duplicate'
  | 'remove'
  | 'compare'
  | 'askSheet'
  | 'setStudioView'
  | 'advise'
  | 'downloadZip'
>

interface Studio extends OfStudio {
  document: ReturnType<typeof usePlanDocument>
  view: ReturnType<typeof usePlanView>
  /** The last text that was a plan. */
  good: Judgement | null
  checks: NativeChecks
  /** Why nothing is known of the plan, or null. */
  unread: string | null
}

/** What the palette works on, from what the studio has at hand. */
export function planCommandParts({
  document,
  view,
  good,
  checks,
  unread,
  ...studio
}: Studio): Omit<PlanCommandParts, 'goToPage'> {
  const data = document.data ?? good?.data ?? null
  const goTo = (pointer: JsonPointer) => {
    view.inspect(pointer)
    focusThing(pointer)
  }
  const openTab = (tab: string) => {
    studio.setStudioView('lanes')
    view.setTab(tab)
    view.setPane('files')
  }
  return {
    ...studio,
    data,
    selection: view.selection,
    versionOf: view.versionOf,
    openTarget: view.openTarget,
    canUndo: document.canUndo,
    canRedo: document.canRedo,
    noPlanBecause: good?.plan ? null : (unread ?? 'The text is no plan yet.'),
    undo: document.undo,
    redo: document.redo,
    goTo,
    openTab,
    setVersion: view.setVersion,
    filter: () => {
      studio.setStudioView('lanes')
      view.setPane('plan')
      // Once the lanes are shown.
      requestAnimationFrame(() =>
        window.document.querySelector<HTMLElement>('search[aria-label="Routes shown"] input')?.focus(),
      )
    },
    check: (target) => {
      openTab(target.id)
      if (good) checks.check({ text: good.text, target: target.id, version: view.versionOf(target) })
    },
    downloadFile: () => studio.openFile && saveFile(studio.openFile.name, studio.openFile.text),
    copyHosts: async (route) => {
      const hosts = valueAt(data, `/routes/${route}/hosts`)
      const text = Array.isArray(hosts) ? hosts.join('\n') : ''
      return (await copyText(text))
        ? `On the clipboard: ${text.split('\n').length} names.`
        : `The browser refused. ${text}`
    },
    copyLink: async (what) => {
      const search = what === 'view' ? location.search : writeQuery('', thingQuery(what, data))
      const words = what === 'view' ? 'what is shown' : `${String(valueAt(data, `${what}/name`) ?? 'it')}`
      const link = `${location.origin}${location.pathname}${search}`
      return (await copyText(link))
        ? `The link to ${words} is on the clipboard.`
        : `The browser refused. The link: ${link}`
    },
  }
}
