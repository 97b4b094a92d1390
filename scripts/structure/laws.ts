// The law of docs/architecture.md as data and small predicates. Each law says which file it judges, what it found and the way out.
import { builtinModules } from 'node:module'
import type { Import, Source } from './source-tree'

export interface Violation {
  law: string
  path: string
  line: number
  /** What is there. */
  found: string
  /** The allowed forms, and what to do instead. */
  wayOut: string
}

type Law = (source: Source) => Violation[]

/** Which rooms of lib each room may import. Whatever is not listed is above it or beside it. */
const mayImport: Record<string, readonly string[]> = {
  'domain-model': [],
  diagnostics: ['domain-model'],
  review: ['domain-model'],
  rules: ['diagnostics', 'domain-model'],
  targets: ['diagnostics', 'domain-model'],
  preview: ['diagnostics', 'domain-model'],
  store: ['review', 'diagnostics', 'domain-model'],
  server: ['store', 'rules', 'targets', 'preview', 'review', 'diagnostics', 'domain-model'],
  cli: ['store', 'rules', 'targets', 'preview', 'review', 'diagnostics', 'domain-model'],
}
const rooms = Object.keys(mayImport)
const pureRooms = ['domain-model', 'diagnostics', 'rules', 'targets', 'review']
const serverOnlyRooms = ['store', 'server']

/** Top to bottom; code may import its own floor and the floors below. */
const floors = ['app', 'components', 'lib']

export const laws: readonly Law[] = [
  judgeImports('floors', (source, target) => {
    const from = floors.indexOf(floorOf(source.path))
    const to = floorOf(target.file ?? '')
    if (from === -1 || !target.file) return null
    if (floors.includes(to) && floors.indexOf(to) >= from) return null
    return `Arrows point down: ${floors.join(' → ')}. Move the shared part down to lib/, or pass it in as a parameter or a prop.`
  }),

  judgeImports('rooms', (source, target) => {
    const from = roomOf(source.path)
    const to = roomOf(target.file ?? '')
    if (!from || !to || from === to || !rooms.includes(to) || mayImport[from]?.includes(to)) return null
    const allowed = mayImport[from]?.join(', ') || 'nothing else in lib'
    return `lib/${from} may import: ${allowed}. Move the shared part down, or let lib/server or lib/cli bring the two together.`
  }),

  judgeImports('siblings', (source, target) => {
    const from = memberOf(source.path)
    const to = memberOf(target.file ?? '')
    if (!to || from?.name === to.name) return null
    if (from) return `A ${from.kind} never imports another ${to.kind}: move what both need to lib/${to.room}/shared/.`
    if (source.path.startsWith(`lib/${to.room}/shared/`)) {
      return `Shared code never knows a member: let the ${to.kind} declare a property or pass a value instead.`
    }
    return null
  }),

  judgeImports('components', (source, target) => {
    if (floorOf(source.path) !== 'components') return null
    const room = roomOf(target.file ?? '')
    if (!room || pureRooms.includes(room)) return null
    return `Components import only pure rooms (${pureRooms.join(', ')}); actions and data come as props from app/.`
  }),

  judgeImports('purity', (source, target) => {
    if (!isPure(source.path)) return null
    const name = target.specifier.replace(/^node:/, '').split('/')[0] ?? ''
    if (!target.specifier.startsWith('node:') && !builtinModules.includes(name)) return null
    return `${pureRooms.join(', ')} run in the browser as well: no Node built-ins. Do the reading and writing in lib/server, lib/cli or lib/store and pass the result in.`
  }),

  (source) =>
    isPure(source.path)
      ? source.worldly.map(({ use, line }) => ({
          law: 'purity',
          path: source.path,
          line,
          found: `uses ${use}`,
          wayOut: `${pureRooms.join(', ')} know no clock, no chance and no environment: take the value as a parameter.`,
        }))
      : [],

  judgeImports('prisma', (source, target) => {
    const isDatabase =
      /^(@prisma\/|@libsql\/|libsql$|pg$)/.test(target.specifier) || target.file?.startsWith('lib/generated/')
    if (!isDatabase || !floors.includes(floorOf(source.path)) || roomOf(source.path) === 'store') return null
    return 'Only lib/store imports the database: add a get…/list… or a mutation there and call that.'
  }),

  judgeImports('request', (source, target) => {
    const floor = floorOf(source.path)
    const isRequest =
      target.specifier === 'next/headers' || (target.specifier === 'next/server' && floor !== 'app' && floor !== '')
    if (!isRequest || !floors.includes(floor) || roomOf(source.path) === 'server') return null
    return 'Only lib/server reads the request: put the question into a loader or an action there (app/ may use next/server in route handlers).'
  }),

  judgeImports('alias', (source, target) => {
    const floor = floorOf(source.path)
    if (target.specifier.startsWith('@/')) {
      if (['app', 'components', 'e2e'].includes(floor)) return null
      return 'The alias "@/" is for app/, components/ and e2e/ only: write a relative path, so that plain scripts and workers can load this file.'
    }
    if (['app', 'components'].includes(floor) && target.file && floorOf(target.file) !== floor) {
      return `Across floors write the alias: '@/${target.file.replace(/\.tsx?$/, '')}'.`
    }
    return null
  }),

  judgeImports('re-export', (source, target) => {
    if (!target.isReExport || !target.file || !floors.includes(floorOf(source.path))) return null
    return 'No re-exports: import each thing from the file that defines it.'
  }),

  (source) => {
    const name = source.path.split('/').at(-1) ?? ''
    const isBanned = /^(index|utils?|helpers?)\.(ts|tsx|mjs)$/.test(name)
    if (!isBanned || !source.path.includes('/')) return []
    return [
      {
        law: 'file-name',
        path: source.path,
        line: 1,
        found: 'is a barrel or a drawer for everything',
        wayOut: 'Name the file after its main export; put it beside its first user, or in shared/ with its second.',
      },
    ]
  },

  (source) => {
    const name = source.path.split('/').at(-1) ?? ''
    const isKebab = /^[a-z0-9]+(-[a-z0-9]+)*(\.[a-z0-9-]+)*\.(ts|tsx|mjs)$/.test(name)
    if (isKebab || !['lib', 'components'].includes(floorOf(source.path))) return []
    return [
      {
        law: 'file-name',
        path: source.path,
        line: 1,
        found: 'is not kebab-case',
        wayOut: 'File names are kebab-case: match-route.ts, plan-card.tsx, match-route.test.ts.',
      },
    ]
  },

  (source) => {
    const parts = source.path.split('/')
    const room = roomOf(source.path)
    if (parts[0] !== 'lib' || rooms.includes(room)) return []
    return [
      {
        law: 'layout',
        path: source.path,
        line: 1,
        found: parts.length === 2 ? 'lies loose in lib/' : `lib/${room} is not a room of this house`,
        wayOut: `The rooms of lib are ${rooms.join(', ')}. A new room is a decision: docs/decisions/ and scripts/structure/laws.ts.`,
      },
    ]
  },

  (source) => {
    const isMarked = source.imports.some((target) => target.specifier === 'server-only')
    if (!serverOnlyRooms.includes(roomOf(source.path)) || isMarked) return []
    return [
      {
        law: 'server-only',
        path: source.path,
        line: 1,
        found: "does not import 'server-only'",
        wayOut:
          "Files of lib/store and lib/server begin with import 'server-only', so that no bundle for the browser can hold them.",
      },
    ]
  },
]

/** Tests may look at everything; what they may not do is hide behind an alias. */
export const isTest = (path: string) => /\.test\.tsx?$|\.test-support\.tsx?$|\/test-support\//.test(path)

export const lawsForTests = new Set(['alias', 'file-name', 'layout'])

const floorOf = (path: string) => (path.includes('/') ? (path.split('/')[0] ?? '') : '')

function roomOf(path: string): string {
  const parts = path.split('/')
  return parts[0] === 'lib' && parts.length > 2 ? (parts[1] ?? '') : ''
}

const isPure = (path: string) => pureRooms.includes(roomOf(path))

interface Member {
  kind: 'target' | 'rule'
  room: string
  name: string
}

/** A target's folder, or a rule's file. */
function memberOf(path: string): Member | null {
  const target = path.match(/^lib\/targets\/([^/]+)\/[^/]/)?.[1]
  if (target && !['shared', 'cases', 'test-support'].includes(target)) {
    return { kind: 'target', room: 'targets', name: target }
  }
  const rule = path.match(/^lib\/rules\/catalogue\/([^/]+)\.ts$/)?.[1]
  return rule && !isTest(path) ? { kind: 'rule', room: 'rules', name: rule } : null
}

function judgeImports(law: string, wayOutOf: (source: Source, target: Import) => string | null): Law {
  return (source) =>
    source.imports.flatMap((target) => {
      const wayOut = wayOutOf(source, target)
      if (wayOut === null) return []
      return [{ law, path: source.path, line: target.line, found: `imports ${target.specifier}`, wayOut }]
    })
}
