/** Monaco asks for its workers by label; all of them are files of this app. */
export function workerFor(label: string): Worker {
  if (label === 'yaml') return new Worker(new URL('./yaml.worker.ts', import.meta.url), { type: 'module' })
  return new Worker(new URL('monaco-editor/editor/editor.worker.js', import.meta.url), { type: 'module' })
}

Object.assign(globalThis, { MonacoEnvironment: { getWorker: (_: string, label: string) => workerFor(label) } })
