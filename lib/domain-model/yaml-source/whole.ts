import { Composer, isMap } from 'yaml'
import { fromPointer } from '../json-pointer'
import { composeOptions, inspect } from './compose'
import { offsetIn } from './places'
import { scan } from './scan'
import type { SourceProblem, SourceReading } from './source'

/** What is out of the ordinary, in one piece: here alone it is decided what is an error. */
export function readWhole(text: string): SourceReading {
  const scanned = scan(text)
  if ('problem' in scanned) return { ok: false, problems: [scanned.problem] }
  const [document, second] = new Composer(composeOptions()).compose(scanned.tokens)
  if (second)
    return refuse({
      code: 'many-documents',
      message: 'This text holds more than one YAML document; a plan is one.',
      fix: 'Keep one document and save the others as plans of their own.',
      offset: second.range[0],
    })
  const errors = document?.errors ?? []
  if (errors.length > 0)
    return {
      ok: false,
      problems: errors.slice(0, 20).map((error) => syntaxProblem(error.code, error.message, error.pos[0])),
    }
  const root = document?.contents
  if (!document || !isMap(root))
    return refuse({
      code: 'not-a-mapping',
      message: 'A plan is a mapping that starts with apiVersion and kind.',
      fix: 'Start with "apiVersion: signalbox/v1" and "kind: Plan", or take an example.',
      offset: 0,
    })
  const problems: SourceProblem[] = []
  inspect(root, [], problems)
  if (problems.length > 0) return { ok: false, problems: problems.slice(0, 20) }
  return {
    ok: true,
    source: {
      data: document.toJS() as Record<string, unknown>,
      offsetOf: (pointer) => offsetIn(root, fromPointer(pointer)) ?? 0,
      sections: null,
    },
  }
}

const refuse = (problem: SourceProblem): SourceReading => ({ ok: false, problems: [problem] })

const waysOut: Record<string, string> = {
  TAB_AS_INDENT: 'Indent with spaces.',
  NON_STRING_KEY: 'Write a plain word before the colon.',
  BLOCK_AS_IMPLICIT_KEY: 'Quote a value that holds ": ", or put it on a line of its own.',
  MULTILINE_IMPLICIT_KEY: 'Close the quote, or put the key on one line.',
  BAD_INDENT: 'Align the line with its neighbours.',
}

function syntaxProblem(code: string, message: string, offset: number): SourceProblem {
  return {
    code: 'syntax',
    message: `This is not valid YAML or JSON: ${message.split('\n')[0]?.slice(0, 200).replace(/[.:]$/, '')}.`,
    fix:
      waysOut[code] ??
      'Correct this line or the one above: quotes and brackets come in pairs, indentation is made of spaces.',
    offset,
  }
}
