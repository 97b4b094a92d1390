// Reads the sources as a graph: which file imports which, and which names from the outside world each one touches.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join, posix, relative, sep } from 'node:path'
import { type ESTree, parseSync, Visitor } from 'vite'

export interface Import {
  /** As written. */
  specifier: string
  /** The file it leads to, relative to the root; null for a package, a built-in or a file that does not exist. */
  file: string | null
  line: number
  isReExport: boolean
}

export interface Source {
  path: string
  imports: Import[]
  /** Uses of the clock, of chance and of the process, as written: `Date.now`, `new Date`, `process.env`. */
  worldly: Array<{ use: string; line: number }>
}

const folders = ['app', 'components', 'lib', 'scripts', 'e2e', 'bench']
const skipped = new Set(['node_modules', 'generated', 'golden', 'fixtures', '.results'])

export function readSourceTree(root: string): Source[] {
  const atTheTop = existsSync(root) ? readdirSync(root).filter((name) => /\.tsx?$/.test(name)) : []
  const files = [...atTheTop, ...folders.flatMap((folder) => filesUnder(root, folder))]
  return files.filter((file) => !file.endsWith('.d.ts')).map((path) => readSource(root, path))
}

function filesUnder(root: string, folder: string): string[] {
  if (!existsSync(join(root, folder))) return []
  return readdirSync(join(root, folder), { withFileTypes: true })
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const path = `${folder}/${entry.name}`
      if (entry.isDirectory()) return skipped.has(entry.name) ? [] : filesUnder(root, path)
      return /\.(ts|tsx|mjs)$/.test(entry.name) ? [path] : []
    })
}

function readSource(root: string, path: string): Source {
  const text = readFileSync(join(root, path), 'utf8')
  const { program, errors } = parseSync(path, text)
  const source: Source = { path, imports: [], worldly: [] }
  // A file that does not parse is the type checker's business; it has no imports that anyone could judge.
  if (errors.length > 0) return source

  const lineOf = (offset: number) => text.slice(0, offset).split('\n').length
  const addImport = (node: { start: number }, from: unknown, isReExport = false) => {
    const specifier = (from as { value?: unknown } | null)?.value
    if (typeof specifier !== 'string') return
    source.imports.push({ specifier, file: resolveImport(root, path, specifier), line: lineOf(node.start), isReExport })
  }
  const addUse = (node: { start: number }, use: string) => source.worldly.push({ use, line: lineOf(node.start) })

  new Visitor({
    ImportDeclaration: (node) => addImport(node, node.source),
    ExportNamedDeclaration: (node) => addImport(node, node.source, true),
    ExportAllDeclaration: (node) => addImport(node, node.source, true),
    ImportExpression: (node) => addImport(node, node.source),
    TSImportType: (node) => addImport(node, node.source),
    MemberExpression: (node) => {
      const use = `${nameOf(node.object)}.${nameOf(node.property)}`
      if (isWorldlyMember(use)) addUse(node, use)
    },
    NewExpression: (node) => {
      if (nameOf(node.callee) === 'Date') addUse(node, 'new Date')
    },
    CallExpression: (node) => {
      const name = nameOf(node.callee)
      if (name === 'Date' || name === 'fetch' || name === 'require') addUse(node, `${name}()`)
    },
  }).visit(program)
  return source
}

const nameOf = (node: ESTree.Node) => (node.type === 'Identifier' ? node.name : '')

const isWorldlyMember = (use: string) =>
  /^(Date|process|performance|Buffer)\.|^Math\.random$|^crypto\.(randomUUID|getRandomValues)$|^globalThis\.(process|Date)$/.test(
    use,
  )

const endings = ['', '.ts', '.tsx', '.mjs', '.json', '/index.ts', '/index.tsx']

function resolveImport(root: string, from: string, specifier: string): string | null {
  const base = specifier.startsWith('@/')
    ? specifier.slice(2)
    : specifier.startsWith('.')
      ? posix.join(dirname(from), specifier)
      : null
  if (base === null) return null
  const outside = relative(root, join(root, base)).split(sep)[0] === '..'
  if (outside) return null
  const found = endings
    .map((ending) => base + ending)
    .find((path) => /\.\w+$/.test(path) && existsSync(join(root, path)))
  // A generated file may not exist yet; its folder still says whose it is.
  return found ?? (base.startsWith('lib/generated/') ? base : null)
}
