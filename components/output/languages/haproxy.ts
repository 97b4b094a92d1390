import type { languages } from 'monaco-editor/editor'

/** haproxy.cfg: a section or a directive, then words to the end of the line. */
export const haproxyLanguage: languages.IMonarchLanguage = {
  defaultToken: '',
  includeLF: true,
  sections: [
    'global',
    'defaults',
    'frontend',
    'backend',
    'listen',
    'peers',
    'resolvers',
    'userlist',
    'mailers',
    'cache',
    'program',
    'ring',
    'crt-store',
    'traces',
  ],
  logic: ['if', 'unless', 'or', 'and', 'not', '||', '!'],
  tokenizer: {
    root: [
      [/[ \t]+/, ''],
      [/\n/, ''],
      [/#[^\n]*/, 'comment'],
      [
        /[a-z][\w.-]*/i,
        {
          cases: { '@sections': { token: 'keyword', next: '@section' }, '@default': { token: 'type', next: '@words' } },
        },
      ],
      [/[^\s]+/, { token: '', next: '@words' }],
    ],
    section: [[/[^\s#]+/, 'tag'], { include: '@rest' }],
    words: [
      [/(?:if|unless|or|and)(?=[ \t])/, 'keyword'],
      [/%\[/, { token: 'delimiter', next: '@expression' }],
      [/%[{+]?[\w.,(){}+-]+/, 'variable'],
      [/"/, { token: 'string', next: '@quoted' }],
      [/'[^'\n]*'/, 'string'],
      [/\$\{?\w+\}?/, 'variable'],
      [/(?:\d{1,3}\.){3}\d{1,3}(?:\/\d+)?(?::\d+)?/, 'number'],
      [/\d+(?:us|ms|s|m|h|d|k|g)?(?![\w.-])/, 'number'],
      [/-[mi]\b/, 'keyword'],
      [/[^\s#"'%$]+/, ''],
      { include: '@rest' },
      [/[%$]/, ''],
    ],
    expression: [
      [/\]/, { token: 'delimiter', next: '@pop' }],
      [/[\w.]+(?=\()/, 'type'],
      [/\n/, { token: '', next: '@popall' }],
      [/[^\]\n]/, 'variable'],
    ],
    quoted: [
      [/[^"\\\n]+/, 'string'],
      [/\\./, 'string'],
      [/"/, { token: 'string', next: '@pop' }],
      [/\n/, { token: '', next: '@popall' }],
    ],
    // Every line starts anew; without includeLF a state would leak into the next line.
    rest: [
      [/[ \t]+/, ''],
      [/#[^\n]*/, 'comment'],
      [/\n/, { token: '', next: '@popall' }],
    ],
  },
}

export const haproxyConfiguration: languages.LanguageConfiguration = {
  comments: { lineComment: '#' },
  brackets: [
    ['{', '}'],
    ['[', ']'],
    ['(', ')'],
  ],
}
