import type { languages } from 'monaco-editor/editor'

/** nginx.conf: a directive, arguments, then `;` or a block. */
export const nginxLanguage: languages.IMonarchLanguage = {
  defaultToken: '',
  blocks: [
    'http',
    'stream',
    'events',
    'server',
    'location',
    'upstream',
    'map',
    'geo',
    'if',
    'split_clients',
    'limit_except',
    'types',
  ],
  tokenizer: {
    root: [
      { include: '@space' },
      [/[{}]/, '@brackets'],
      [
        /[^\s;{}#"']+/,
        {
          cases: {
            '@blocks': { token: 'keyword', next: '@arguments' },
            '@default': { token: 'type', next: '@arguments' },
          },
        },
      ],
      // A quoted first word is a key of a map: hosts, patterns.
      [/(?=["'])/, { token: '', next: '@arguments' }],
      [/;/, 'delimiter'],
    ],
    arguments: [
      { include: '@space' },
      [/;/, { token: 'delimiter', next: '@pop' }],
      [/(?=[{}])/, { token: '', next: '@pop' }],
      [/"/, { token: 'string', next: '@double' }],
      [/'[^']*'/, 'string'],
      [/\$\{?\w+\}?/, 'variable'],
      [/(?:\d{1,3}\.){3}\d{1,3}(?:\/\d+)?(?::\d+)?/, 'number'],
      [/\d+(?:ms|s|m|h|d|k|g|r\/[sm])?(?![\w.-])/i, 'number'],
      [/(?:on|off|default|reject)(?=[\s;])/, 'keyword'],
      [/~\*?|=(?=\s)|\^~/, 'keyword'],
      [/[^\s;{}"'$]+/, ''],
      [/[$]/, ''],
    ],
    double: [
      [/\$\{?\w+\}?/, 'variable'],
      [/[^"\\$]+/, 'string'],
      [/\\./, 'string'],
      [/\$/, 'string'],
      [/"/, { token: 'string', next: '@pop' }],
    ],
    space: [
      [/\s+/, ''],
      [/#.*$/, 'comment'],
    ],
  },
}

export const nginxConfiguration: languages.LanguageConfiguration = {
  comments: { lineComment: '#' },
  brackets: [['{', '}']],
  autoClosingPairs: [{ open: '{', close: '}' }],
}
