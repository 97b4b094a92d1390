import type { editor } from 'monaco-editor/editor'

export type ThemeName = 'signalbox-light' | 'signalbox-dark'

/** Own themes: the stock ones fail contrast, and severity colours are reserved for findings. */
export const themes: Record<ThemeName, editor.IStandaloneThemeData> = {
  'signalbox-light': {
    base: 'vs',
    inherit: true,
    rules: [
      { token: '', foreground: '12171d' },
      { token: 'comment', foreground: '5a6672' },
      { token: 'keyword', foreground: '7a2f6b' },
      { token: 'type', foreground: '0a4f8f' },
      { token: 'tag', foreground: '12171d', fontStyle: 'bold' },
      { token: 'string', foreground: '1f5c3f' },
      { token: 'string.yaml', foreground: '1f5c3f' },
      { token: 'number', foreground: '7a4100' },
      { token: 'variable', foreground: '5a3d9c' },
      { token: 'delimiter', foreground: '4a5561' },
    ],
    colors: {
      'editor.background': '#ffffff',
      'editor.foreground': '#12171d',
      'editorLineNumber.foreground': '#596470',
      'editorLineNumber.dimmedForeground': '#596470',
      'diffEditorGutter.insertedLineBackground': '#00000000',
      'diffEditorGutter.removedLineBackground': '#00000000',
      'diffEditor.unchangedRegionForeground': '#12171d',
      'diffEditor.unchangedRegionBackground': '#f1f3f6',
      'editorLineNumber.activeForeground': '#12171d',
      'editor.lineHighlightBackground': '#f1f3f6',
      'editor.lineHighlightBorder': '#00000000',
      'editorError.foreground': '#b01f18',
      'editorWarning.foreground': '#7f4d00',
      'editorInfo.foreground': '#65489a',
      'diffEditor.insertedTextBackground': '#0b6a5022',
      'diffEditor.removedTextBackground': '#b01f181c',
      'diffEditor.insertedLineBackground': '#0b6a5012',
      'diffEditor.removedLineBackground': '#b01f1810',
    },
  },
  'signalbox-dark': {
    base: 'vs-dark',
    inherit: true,
    rules: [
      { token: '', foreground: 'e7ebf0' },
      { token: 'comment', foreground: '93a0ae' },
      { token: 'keyword', foreground: 'e3a1d3' },
      { token: 'type', foreground: '8cc4fb' },
      { token: 'tag', foreground: 'ffffff', fontStyle: 'bold' },
      { token: 'string', foreground: '8fd6ae' },
      { token: 'string.yaml', foreground: '8fd6ae' },
      { token: 'number', foreground: 'e9b982' },
      { token: 'variable', foreground: 'c7b3f5' },
      { token: 'delimiter', foreground: 'a5b0bd' },
    ],
    colors: {
      'editor.background': '#14181e',
      'editor.foreground': '#e7ebf0',
      'editorLineNumber.foreground': '#93a0ae',
      'editorLineNumber.dimmedForeground': '#93a0ae',
      'diffEditorGutter.insertedLineBackground': '#00000000',
      'diffEditorGutter.removedLineBackground': '#00000000',
      'diffEditor.unchangedRegionForeground': '#e7ebf0',
      'diffEditor.unchangedRegionBackground': '#1b2027',
      'editorLineNumber.activeForeground': '#e7ebf0',
      'editor.lineHighlightBackground': '#1b2027',
      'editor.lineHighlightBorder': '#00000000',
      'editorError.foreground': '#ff9086',
      'editorWarning.foreground': '#f3bd57',
      'editorInfo.foreground': '#c2aef2',
      'diffEditor.insertedTextBackground': '#4fcca322',
      'diffEditor.removedTextBackground': '#ff908622',
      'diffEditor.insertedLineBackground': '#4fcca312',
      'diffEditor.removedLineBackground': '#ff908612',
    },
  },
}

/** The theme that the page shows now: by the switch, else by the system. */
export function currentTheme(): ThemeName {
  const chosen = document.documentElement.dataset.theme
  const isDark = chosen ? chosen === 'dark' : matchMedia('(prefers-color-scheme: dark)').matches
  return isDark ? 'signalbox-dark' : 'signalbox-light'
}

/** Calls back whenever the page changes its theme. */
export function watchTheme(onChange: (theme: ThemeName) => void): () => void {
  const tell = () => onChange(currentTheme())
  const system = matchMedia('(prefers-color-scheme: dark)')
  const page = new MutationObserver(tell)
  page.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme'] })
  system.addEventListener('change', tell)
  return () => {
    page.disconnect()
    system.removeEventListener('change', tell)
  }
}
