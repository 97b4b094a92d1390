import { z } from 'zod'
import { asciiLowerCase, hostPatternProblem } from './hostname'

/** A host a route or certificate names. Case and one trailing dot carry no meaning on the wire, so both are folded. */
export const hostPatternSchema = z
  .string()
  .overwrite((value) => asciiLowerCase(value).replace(/(?<=[^.])\.$/, ''))
  .check((context) => {
    const problem = hostPatternProblem(context.value)
    if (problem) context.issues.push({ code: 'custom', message: problem, input: context.value })
  })
  .describe(
    'A DNS name, a wildcard such as *.example.com (one label unless wildcardDepth says any), or "*" for any name and for clients that send none.',
  )
