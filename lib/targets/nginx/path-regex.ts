import { regexProblem } from '../../domain-model/model-path'

/**
 * A path expression of the plan as one that PCRE reads the same way, or a sentence why there is none. The plan's dialect is what
 * JavaScript takes; where the two part, the meaning of JavaScript is spelled out: literal braces, `$` as the very end, and a dash beside
 * `\d` in a class, which PCRE refuses. `(?s)` lets `.` match the line break that a request can encode.
 */
export function pathExpression(source: string): { expression: string } | { problem: string } {
  const problem = regexProblem(source)
  if (problem !== null) return { problem: `it is outside the dialect of path expressions: ${problem}` }
  let output = ''
  for (let at = 0; at < source.length; ) {
    const rest = source.slice(at)
    const quantifier = rest.match(/^\{(\d+)(?:,(\d*))?\}/)
    if (rest[0] === '\\') {
      output += rest[1] === '/' || rest[1] === '-' ? `\\${rest[1]}` : rest.slice(0, 2)
      at += 2
    } else if (rest[0] === '[') {
      const end = classEnd(source, at)
      output += characterClass(source.slice(at + 1, end))
      at = end + 1
    } else if (quantifier) {
      if ([quantifier[1], quantifier[2]].some((count) => Number(count ?? 0) > repeatsMax))
        return {
          problem: `PCRE repeats at most 65535 times, and so long a repetition is too large to compile; at most ${repeatsMax} are written`,
        }
      output += quantifier[0]
      at += quantifier[0].length
    } else {
      output +=
        rest[0] === '{' || rest[0] === '}' || rest[0] === ']' ? `\\${rest[0]}` : rest[0] === '$' ? '\\z' : rest[0]
      at++
    }
  }
  if (nestedRepeats(output) > repeatsMax * 10)
    return { problem: 'its nested repetitions are too large for PCRE to compile' }
  return { expression: `(?s)^(?:${output})\\z` }
}

const repeatsMax = 1000

function classEnd(source: string, start: number): number {
  // In JavaScript the first unescaped bracket closes a class, also right after the opening one.
  for (let at = start + 1; at < source.length; at++) {
    if (source[at] === '\\') at++
    else if (source[at] === ']') return at
  }
  return source.length
}

function characterClass(inner: string): string {
  const negated = inner.startsWith('^')
  const members = (negated ? inner.slice(1) : inner).match(/\\.|[^\\]/g) ?? []
  const isSet = (member: string | undefined) => member !== undefined && /^\\[dDwWsS]$/.test(member)
  const written = members.map((member, index) => {
    if (member === '[') return '\\['
    if (member !== '-') return member
    const inside = index > 0 && index < members.length - 1
    const range = inside && !isSet(members[index - 1]) && !isSet(members[index + 1])
    return range ? '-' : '\\-'
  })
  return `[${negated ? '^' : ''}${written.join('')}]`
}

/** The product of the counted repetitions: a bound for how much PCRE writes out, whatever stands inside which. */
function nestedRepeats(expression: string): number {
  return [...expression.matchAll(/(?<!\\)\{(\d+)(?:,(\d*))?\}/g)].reduce(
    (product, [, least, most]) => product * Math.max(1, Number(most || least)),
    1,
  )
}
