import { bundle } from './bundle'
import { check } from './check'
import type { Command } from './command'
import { example } from './example'
import { explain } from './explain'
import { hello } from './hello'
import { preview } from './preview'
import { render } from './render'
import { rules } from './rules'
import { targets } from './targets'
import { verify } from './verify'

/** THE list. The order is that of help and documentation. */
export const commands: readonly Command[] = [
  check,
  render,
  explain,
  bundle,
  targets,
  rules,
  example,
  preview,
  verify,
  hello,
]
