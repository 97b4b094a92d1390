import { type AnyCommand, type CommandGroup, commandGroups } from './command'

export interface FoundGroup {
  group: CommandGroup
  commands: AnyCommand[]
  /** More match than are listed. */
  leftCount: number
}

/** A palette of thousands helps nobody: the rest comes with another letter. */
const shownMax = 8

/** Commands with their searched text made once, so that a plan of 10,000 routes is searched between two keys. */
export interface CommandIndex {
  entries: { command: AnyCommand; title: string; text: string }[]
}

export function indexCommands(commands: readonly AnyCommand[]): CommandIndex {
  return {
    entries: commands.map((command) => {
      const title = command.title.toLowerCase()
      return { command, title, text: `${title} ${command.note ?? ''} ${command.words ?? ''}`.toLowerCase() }
    }),
  }
}

/** What holds every word of the query, best first within its group; without a query, what is not rare, as it was given. */
export function findCommands({ entries }: CommandIndex, query: string): FoundGroup[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean)
  const found = new Map<CommandGroup, { command: AnyCommand; rank: number }[]>()
  for (const { command, title, text } of entries) {
    if (words.length === 0 ? command.isRare : !words.every((word) => text.includes(word))) continue
    const list = found.get(command.group)
    const entry = { command, rank: rankOf(title, words) }
    if (list) list.push(entry)
    else found.set(command.group, [entry])
  }
  const groups = commandGroups.flatMap((group) => {
    const list = found.get(group)
    if (!list) return []
    // Stable: what ranks alike stays in the order it was given.
    list.sort((a, b) => a.rank - b.rank)
    const commands = list.slice(0, shownMax).map(({ command }) => command)
    return [{ group, commands, leftCount: list.length - commands.length, rank: list[0]?.rank ?? 0 }]
  })
  return groups.sort((a, b) => a.rank - b.rank).map(({ rank, ...group }) => group)
}

/** The title itself, its beginning, the beginning of a word in it, any part of it, something else: lower is better. */
function rankOf(title: string, words: readonly string[]): number {
  if (words.length === 0) return 0
  const query = words.join(' ')
  if (title === query) return 0
  if (title.startsWith(query)) return 1
  if (words.every((word) => startsWord(title, word))) return 2
  return words.every((word) => title.includes(word)) ? 3 : 4
}

function startsWord(title: string, word: string): boolean {
  for (let at = title.indexOf(word); at !== -1; at = title.indexOf(word, at + 1))
    if (at === 0 || !/[a-z0-9]/.test(title[at - 1] ?? '')) return true
  return false
}
