import { z } from 'zod'
import { literalPathProblem } from './model-path'

/** A literal path: RFC 3986 characters, already normalised, so that what is written is what is matched. */
export const literalPathSchema = z
  .string()
  .max(1024)
  .check((context) => {
    const problem = literalPathProblem(context.value)
    if (problem) context.issues.push({ code: 'custom', message: problem, input: context.value })
  })
