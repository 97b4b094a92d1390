import type { editor } from 'monaco-editor/editor'

export const editorOptions: editor.IStandaloneEditorConstructionOptions = {
  automaticLayout: true,
  fontFamily: '"IBM Plex Mono", ui-monospace, Menlo, Consolas, monospace',
  fontSize: 12.5,
  lineHeight: 19,
  minimap: { enabled: false },
  // Rainbow brackets would borrow the colours of the two tracks.
  bracketPairColorization: { enabled: false },
  scrollBeyondLastLine: false,
  renderLineHighlight: 'all',
  lineNumbersMinChars: 3,
  glyphMargin: false,
  // Generated text has marks, too.
  renderValidationDecorations: 'on',
  folding: true,
  // What looks like a colour in a plan is none; looking for them reads the whole text after every key.
  colorDecorators: false,
  defaultColorDecorators: 'never',
  wordWrap: 'off',
  tabSize: 2,
  insertSpaces: true,
  padding: { top: 6, bottom: 6 },
  overviewRulerBorder: false,
  stickyScroll: { enabled: false },
  scrollbar: { alwaysConsumeMouseWheel: false },
  fixedOverflowWidgets: true,
  unicodeHighlight: { ambiguousCharacters: false },
  // Words are offered once the typing rests for a moment: looking for them after every key costs more than the key.
  quickSuggestionsDelay: 150,
  // Tab leaves the editor, as it leaves every other field; Ctrl+M changes that.
  tabFocusMode: true,
}
