import { defineRule } from '../define-rule'

export const uncheckedExtras = defineRule({
  id: 'unchecked-extras',
  severity: 'hint',
  summary: 'The plan holds verbatim lines that nobody checks.',
  why: 'Extra lines go into the output of one target as they are. They can change what any route does, and no rule, no explanation and no other target knows of them: the plan no longer says all.',
  fix: 'Say it in the plan where the model can; else keep the lines few, and prove the target by its engine.',
  references: [],
  bad: [
    {
      title: 'A line for one target',
      yaml: 'extras:\n  - { target: haproxy, place: global, lines: ["maxconn 20000"] }\n',
    },
  ],
  good: [{ title: 'No extras', yaml: 'extras: []\n' }],
  check(plan, _facts, report) {
    for (const [index, { target, place, lines }] of plan.extras.entries())
      report({
        path: `/extras/${index}`,
        message: `${lines.length === 1 ? 'One line goes' : `${lines.length} lines go`} into ${place} of ${target} as written; only the engine checks ${lines.length === 1 ? 'it' : 'them'}.`,
      })
  },
})
