import type { Route } from 'next'
import { choose } from '../shell/appearance'
import { appearanceChoices } from '../shell/appearance-choices'
import type { AnyCommand } from './command'

/** Where a page leads, by address. */
export type Go = (href: Route) => void

export interface PlanName {
  id: string
  name: string
  /** ISO 8601. */
  updatedAt: string
}

const pages = [
  { href: '/', title: 'Plans', words: 'home list new import example' },
  { href: '/advisor', title: 'Advisor', words: 'which mode questions' },
  { href: '/reference/rules', title: 'Rules', words: 'reference findings catalogue' },
  { href: '/reference/targets', title: 'Targets', words: 'reference capabilities versions haproxy nginx ingress' },
  { href: '/hello', title: 'ClientHello', words: 'hello read sni decode capture' },
  { href: '/help', title: 'Help', words: 'sni modes how' },
] as const

export function pageCommands(go: Go): AnyCommand[] {
  return pages.map(({ href, title, words }) => ({
    id: `page ${href}`,
    group: 'Pages',
    title,
    note: 'page',
    words,
    run: () => go(href),
  }))
}

/** The list comes newest first; most are found by their names. */
const plansShown = 5

export function planCommands(plans: readonly PlanName[], go: Go): AnyCommand[] {
  return plans.map(({ id, name, updatedAt }, index) => ({
    id: `plan ${id}`,
    group: 'Plans',
    title: name,
    note: `plan · ${updatedAt.slice(0, 16).replace('T', ' ')} UTC`,
    isRare: index >= plansShown,
    run: () => go(`/plans/${id}` as Route),
  }))
}

export function lookCommands(showKeys: () => void): AnyCommand[] {
  return [
    { id: 'keys', group: 'Pages', title: 'Keys', words: 'shortcuts keyboard', shortcut: 'sheet', run: showKeys },
    ...appearanceChoices.theme.map(
      (theme): AnyCommand => ({
        id: `theme ${theme}`,
        group: 'How it looks',
        title: `Theme: ${theme === 'system' ? 'as the system has it' : theme}`,
        words: 'colour color mode night day',
        run: () => choose('theme', theme),
      }),
    ),
    ...appearanceChoices.density.map(
      (density): AnyCommand => ({
        id: `density ${density}`,
        group: 'How it looks',
        title: `Density: ${density}`,
        words: 'spacing size small rows',
        run: () => choose('density', density),
      }),
    ),
  ]
}
