import { parseAllDocuments } from 'yaml'

/**
 * Reads YAML back as plain data, one value per document. Version 1.1 is what kubectl and Helm read. Null when the text is no YAML or holds
 * an alias.
 */
export function parseYaml(text: string, version: '1.1' | '1.2' = '1.1'): unknown[] | null {
  const documents = parseAllDocuments(text, { version, uniqueKeys: true })
  if ('empty' in documents) return []
  if (documents.some((document) => document.errors.length > 0)) return null
  // Without aliases, a small file cannot grow; `maxAliasCount: 0` refuses the first one.
  try {
    return documents.map((document) => document.toJS({ maxAliasCount: 0 }) as unknown)
  } catch {
    return null
  }
}
