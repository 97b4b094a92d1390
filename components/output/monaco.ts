import './environment'
import 'monaco-editor/features/register.all'
import 'monaco-editor/languages/definitions/yaml/register'
import * as monaco from 'monaco-editor/editor'
import { configureMonacoYaml } from 'monaco-yaml'
import planSchema from '@/lib/domain-model/plan-schema.json'
import { workerFor } from './environment'
import { haproxyConfiguration, haproxyLanguage } from './languages/haproxy'
import { nginxConfiguration, nginxLanguage } from './languages/nginx'
import { currentTheme, themes, watchTheme } from './theme'

export const planUri = 'inmemory://plan/plan.yaml'

/** Loaded once, by whoever first shows an editor. */
export const editors = monaco.editor
export const { KeyCode, KeyMod, MarkerSeverity, Range, Uri } = monaco
export const { OverviewRulerLane } = monaco.editor

for (const [id, language, configuration] of [
  ['haproxy', haproxyLanguage, haproxyConfiguration],
  ['nginx', nginxLanguage, nginxConfiguration],
] as const) {
  monaco.languages.register({ id })
  monaco.languages.setMonarchTokensProvider(id, language)
  monaco.languages.setLanguageConfiguration(id, configuration)
}

for (const [name, theme] of Object.entries(themes)) monaco.editor.defineTheme(name, theme)
monaco.editor.setTheme(currentTheme())
watchTheme((theme) => monaco.editor.setTheme(theme))

// monaco-yaml still passes a label where Monaco wants the worker itself.
const editorWithWorkers = Object.assign(Object.create(monaco.editor), {
  createWebWorker: ({ label, createData }: { label: string; createData: unknown }) => {
    const worker = workerFor(label)
    worker.postMessage('ignore')
    worker.postMessage(createData)
    return monaco.editor.createWebWorker({ worker })
  },
})

/**
 * Links, folding, symbols and the like would each have the YAML service read the whole plan again after every key, in the form as well: at a
 * thousand routes most of a processor. A plan has nothing for them: Monaco folds by indentation, and finds links by itself.
 */
const registerNothing = () => ({ dispose: () => {} })
const languagesWithoutIdleReading = {
  ...monaco.languages,
  registerCodeActionProvider: registerNothing,
  registerDefinitionProvider: registerNothing,
  registerDocumentSymbolProvider: registerNothing,
  registerFoldingRangeProvider: registerNothing,
  registerLinkProvider: registerNothing,
  registerOnTypeFormattingEditProvider: registerNothing,
  registerRenameProvider: registerNothing,
  registerSelectionRangeProvider: registerNothing,
}

// Completion and hover come from the schema. Judging does not: our own rules say more, and say it once.
configureMonacoYaml({ ...monaco, editor: editorWithWorkers, languages: languagesWithoutIdleReading } as never, {
  enableSchemaRequest: false,
  validate: false,
  format: { enable: false },
  schemas: [
    { uri: 'inmemory://schema/signalbox-v1.json', fileMatch: ['**/plan.yaml'], schema: schemaForEditing() as never },
  ],
})

/** Without its own name and dialect: the service would look the one up under another address, and know too little of the other. */
function schemaForEditing(): Record<string, unknown> {
  const { $id, $schema, ...schema } = planSchema
  return schema
}
