import type { ChosenTarget } from '../targets/bundle-part'
import { findTarget, targets } from '../targets/registry'
import { CliError } from './command'

/** `haproxy` or `haproxy@3.0` → the target and one of its versions. */
export function chooseTarget(text: string): ChosenTarget {
  const at = text.indexOf('@')
  const id = at === -1 ? text : text.slice(0, at)
  const target = findTarget(id)
  if (!target) throw new CliError(`There is no target "${id}". Use ${oneOf(targets.map((other) => other.id))}.`)
  const version = at === -1 ? target.defaultVersion : text.slice(at + 1)
  if (!target.versions.includes(version))
    throw new CliError(`${target.title} has no version "${version}" here. Use ${oneOf(target.versions)}.`)
  return { target, version }
}

export function oneOf(choices: readonly string[]): string {
  if (choices.length < 2) return choices.join('')
  return `${choices.slice(0, -1).join(', ')} or ${choices.at(-1)}`
}
