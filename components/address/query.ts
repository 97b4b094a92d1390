/** Parts of an address's query; null takes one out. */
export type QueryChanges = Readonly<Record<string, string | null>>

/**
 * The query with these parts changed; what else it says stays. Empty when nothing is left. One view has one address: the parts stand in
 * the order of their names, whichever came first.
 */
export function writeQuery(search: string, changes: QueryChanges): string {
  const parameters = new URLSearchParams(search)
  for (const [name, value] of Object.entries(changes))
    if (value === null) parameters.delete(name)
    else parameters.set(name, value)
  parameters.sort()
  // "@", ":" and "/" mean nothing in a query, and links are read by people.
  const query = parameters.toString().replaceAll('%40', '@').replaceAll('%2F', '/').replaceAll('%3A', ':')
  return query && `?${query}`
}
