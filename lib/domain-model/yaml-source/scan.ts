import { type CST, Lexer, Parser } from 'yaml'
import type { SourceProblem } from './source'

/** Plans nest eight deep. Deeper text is a mistake or an attack on the stack. */
const depthMax = 64

/** The concrete syntax, unless it is nested too deep to be walked, or holds what a plan never holds. */
export function scan(text: string): { tokens: CST.Token[] } | { problem: SourceProblem } {
  const parser = new Parser()
  const tokens: CST.Token[] = []
  let isScalarNext = false
  let documents = 0
  for (const lexeme of new Lexer().lex(text)) {
    const problem = isScalarNext ? null : lexemeProblem(lexeme, parser.offset)
    if (problem) return { problem }
    isScalarNext = lexeme === '\u001f'
    for (const token of parser.next(lexeme)) {
      tokens.push(token)
      if (token.type === 'document') documents++
    }
    if (documents > 2) break
    if (parser.stack.length > depthMax)
      return {
        problem: {
          code: 'syntax',
          message: `Lists and mappings are nested more than ${depthMax} deep here; a plan nests less than ten.`,
          fix: 'Close the brackets, or correct the indentation.',
          offset: parser.offset,
        },
      }
  }
  for (const token of parser.end()) tokens.push(token)
  return { tokens }
}

const plainTags = new Set(['!!str', '!!int', '!!float', '!!bool', '!!null', '!!map', '!!seq'])

function lexemeProblem(lexeme: string, offset: number): SourceProblem | null {
  const [sign] = lexeme
  if (sign === '*' && /^\*(?:\.|$)/.test(lexeme))
    return {
      code: 'aliases',
      message: `${lexeme.slice(0, 80)} without quotes is a YAML alias.`,
      fix: `Quote it: "${lexeme.slice(0, 80)}".`,
      offset,
    }
  if (sign === '*' || sign === '&')
    return {
      code: 'aliases',
      message: 'A plan holds no YAML anchors and aliases: they can grow a small file without bound.',
      fix: 'Write the value out where it is used; quote it if it is text.',
      offset,
    }
  if (sign === '!' && !plainTags.has(lexeme))
    return {
      code: 'syntax',
      message: `The YAML tag ${lexeme.slice(0, 80)} means nothing in a plan.`,
      fix: 'Write the plain value; quote it if it is text.',
      offset,
    }
  if (sign === '%' && !/^%YAML\s+1\.2\s*(?:#.*)?$/.test(lexeme))
    return {
      code: 'syntax',
      message: `A plan is YAML 1.2 without directives, and this is ${JSON.stringify(lexeme.slice(0, 80))}.`,
      fix: 'Remove the line; quote words such as "yes" and "no" that older YAML reads otherwise.',
      offset,
    }
  return null
}
