import type { Route } from 'next'
import { type JsonPointer, valueAt } from '@/lib/domain-model/json-pointer'
import type { AnyCommand } from '../../commands/command'
import type { Go } from '../../commands/site-commands'
import { planTab } from '../../output/output-address'
import type { RouteSheet } from '../bulk/route-sheet'
import { aThing, type ThingKind, thingAt } from '../edits/things'
import type { TargetFacts } from '../target-facts'
import type { StudioView } from '../use-studio-view'
import { thingCommands } from './thing-commands'

/** What the palette of a plan works on: how things stand, and what can be done. */
export interface PlanCommandParts {
  planId: string
  /** The document as the form sees it. */
  data: unknown
  selection: JsonPointer | null
  targets: readonly TargetFacts[]
  versionOf: (target: TargetFacts) => string
  openTarget: TargetFacts | null
  openFile: { name: string; text: string } | null
  studioView: StudioView
  canUndo: boolean
  canRedo: boolean
  /** Why nothing can be changed now, or null. */
  lockedBecause: string | null
  /** Why there is nothing to check or compare, or null. */
  noPlanBecause: string | null
  undo: () => void
  redo: () => void
  save: () => void
  explain: () => void
  filter: () => void
  add: (kind: ThingKind, mode?: 'terminate' | 'passthrough') => void
  compare: (route: number) => void
  askSheet: (sheet: RouteSheet) => void
  duplicate: (kind: 'routes', index: number) => void
  remove: (kind: 'routes', index: number) => void
  /** Selects a thing, shows it and gives it the focus. */
  goTo: (pointer: JsonPointer) => void
  setStudioView: (view: StudioView) => void
  openTab: (tab: string) => void
  setVersion: (target: string, version: string) => void
  check: (target: TargetFacts) => void
  advise: () => void
  downloadFile: () => void
  downloadZip: () => void
  /** Copies all host names of a route, one a line, and answers with what to say. */
  copyHosts: (route: number) => Promise<string>
  /** Copies a link and answers with what to say. */
  copyLink: (what: 'view' | JsonPointer) => Promise<string>
  goToPage: Go
}

export function planCommandsOf(parts: PlanCommandParts): AnyCommand[] {
  return [
    ...routeCommands(parts),
    ...thingCommands(parts.data, parts.goTo),
    ...editCommands(parts),
    ...viewCommands(parts),
    ...fileCommands(parts),
  ]
}

function routeCommands(parts: PlanCommandParts): AnyCommand[] {
  const { selection, data, lockedBecause, noPlanBecause } = parts
  const place = selection === null ? null : thingAt(selection)
  const index = place?.kind === 'routes' ? place.index : null
  const name = index === null ? null : String(valueAt(data, `/routes/${index}/name`) ?? index + 1)
  const isThrough = index !== null && valueAt(data, `/routes/${index}/mode`) === 'passthrough'
  const to = isThrough ? 'terminate' : 'passthrough'
  const group = 'Selected route'
  const none = index === null ? 'Choose a route first.' : null
  const common = { group, isRare: index === null, ...(name === null ? {} : { note: name }) } as const
  const onRoute = (act: (route: number) => void) => () => index !== null && act(index)
  return [
    {
      ...common,
      id: 'move',
      title: index === null ? 'Move to the other lane…' : `Move to ${to}…`,
      words: 'lane mode terminate passthrough',
      shortcut: 'cardMove',
      blockedBecause: none ?? lockedBecause,
      run: onRoute((route) => parts.askSheet({ kind: 'move', routes: [route], to })),
    },
    {
      ...common,
      id: 'compare',
      title: 'Compare modes…',
      words: 'terminate passthrough reencrypt',
      blockedBecause: none ?? noPlanBecause,
      run: onRoute(parts.compare),
    },
    {
      ...common,
      id: 'duplicate',
      title: 'Duplicate',
      words: 'copy',
      blockedBecause: none ?? lockedBecause,
      run: onRoute((route) => parts.duplicate('routes', route)),
    },
    {
      ...common,
      id: 'delete',
      title: 'Delete…',
      words: 'remove',
      blockedBecause: none ?? lockedBecause,
      run: onRoute((route) => parts.remove('routes', route)),
    },
    {
      ...common,
      id: 'copy link',
      title: 'Copy link to this route',
      words: 'share address url',
      blockedBecause: none,
      say: () => parts.copyLink(selection ?? 'view'),
    },
    {
      ...common,
      id: 'copy hosts',
      title: 'Copy its host names',
      words: 'clipboard',
      blockedBecause: none,
      say: () => parts.copyHosts(index ?? 0),
    },
  ]
}

function editCommands(parts: PlanCommandParts): AnyCommand[] {
  const { lockedBecause } = parts
  const kinds = ['listeners', 'upstreams', 'certificates', 'trust'] as const
  return [
    {
      id: 'undo',
      group: 'Edit',
      title: 'Undo',
      shortcut: 'undo',
      blockedBecause: parts.canUndo ? null : 'Nothing was changed yet.',
      run: parts.undo,
    },
    {
      id: 'redo',
      group: 'Edit',
      title: 'Redo',
      shortcut: 'redo',
      blockedBecause: parts.canRedo ? null : 'Nothing was taken back.',
      run: parts.redo,
    },
    { id: 'save', group: 'Edit', title: 'Save now', shortcut: 'save', run: parts.save },
    {
      id: 'advisor',
      group: 'Add',
      title: 'Ask the advisor for a route…',
      words: 'mode questions',
      blockedBecause: lockedBecause,
      run: parts.advise,
    },
    ...(['terminate', 'passthrough'] as const).map(
      (mode): AnyCommand => ({
        id: `add ${mode}`,
        group: 'Add',
        title: `Add a ${mode} route`,
        words: 'new',
        mode,
        blockedBecause: lockedBecause,
        run: () => parts.add('routes', mode),
      }),
    ),
    ...kinds.map(
      (kind): AnyCommand => ({
        id: `add ${kind}`,
        group: 'Add',
        title: `Add ${aThing(kind)}`,
        words: 'new',
        blockedBecause: lockedBecause,
        run: () => parts.add(kind),
      }),
    ),
  ]
}

function viewCommands(parts: PlanCommandParts): AnyCommand[] {
  const other = parts.studioView === 'lanes' ? 'topology' : 'lanes'
  return [
    {
      id: 'explain',
      group: 'View',
      title: 'Explain a connection…',
      words: 'url host sni where does it go',
      shortcut: 'explain',
      run: parts.explain,
    },
    { id: 'filter', group: 'View', title: 'Filter the lanes…', words: 'search routes find', run: parts.filter },
    {
      id: `view ${other}`,
      group: 'View',
      title: other === 'topology' ? 'Show the topology' : 'Show the lanes',
      words: 'view diagram graph cards',
      run: () => parts.setStudioView(other),
    },
    {
      id: 'preview',
      group: 'View',
      title: 'Preview this plan',
      words: 'run start try page',
      run: () => parts.goToPage(`/plans/${parts.planId}/preview` as Route),
    },
    {
      id: 'copy view',
      group: 'View',
      title: 'Copy link to what is shown',
      words: 'share address url line filter',
      say: () => parts.copyLink('view'),
    },
  ]
}

function fileCommands(parts: PlanCommandParts): AnyCommand[] {
  const { targets, openTarget, versionOf, noPlanBecause } = parts
  const ordered = [...targets].sort((a, b) => Number(b.id === openTarget?.id) - Number(a.id === openTarget?.id))
  return [
    {
      id: 'download file',
      group: 'Files',
      title: 'Download the open file',
      ...(parts.openFile ? { note: parts.openFile.name } : {}),
      blockedBecause: parts.openFile ? null : 'Open a tab first.',
      run: parts.downloadFile,
    },
    { id: 'download zip', group: 'Files', title: 'Download a zip of targets…', words: 'all', run: parts.downloadZip },
    ...ordered.flatMap((target): AnyCommand[] =>
      target.checkTitle === null
        ? []
        : [
            {
              id: `check ${target.id}`,
              group: 'Files',
              title: `Check with ${target.checkTitle}`,
              note: `${target.title} ${versionOf(target)}`,
              words: 'native validate',
              blockedBecause: noPlanBecause,
              run: () => parts.check(target),
            },
          ],
    ),
    {
      id: `tab ${planTab}`,
      group: 'Files',
      title: `Open ${planTab}`,
      words: 'text source tab',
      run: () => parts.openTab(planTab),
    },
    ...targets.map(
      ({ id, title }): AnyCommand => ({
        id: `tab ${id}`,
        group: 'Files',
        title: `Open ${title}`,
        words: 'tab target files',
        run: () => parts.openTab(id),
      }),
    ),
    ...ordered.flatMap((target) =>
      target.versions.map(
        (version): AnyCommand => ({
          id: `version ${target.id} ${version}`,
          group: 'Files',
          title: `${target.title} ${version}`,
          note: version === versionOf(target) ? 'the version chosen now' : 'switch to this version',
          words: 'version target',
          isRare: true,
          run: () => {
            parts.setVersion(target.id, version)
            parts.openTab(target.id)
          },
        }),
      ),
    ),
  ]
}
