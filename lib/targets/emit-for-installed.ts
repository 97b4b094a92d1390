import type { Plan } from '../domain-model/plan'
import { compareVersions } from './capabilities'
import { type Emission, emitTarget } from './emit'
import { findTarget } from './registry'
import type { Target } from './target'

/** The artifacts for a program as it is installed: for the target's newest version that is not newer. */
export function emitForInstalled(
  plan: Plan,
  program: { id: string; version: string },
  places: { directory: string; runtimeDirectory: string },
): Emission {
  const target = findTarget(program.id)
  if (!target) throw new Error(`there is no target ${program.id}`)
  const { directory, runtimeDirectory } = places
  return emitTarget(plan, target, {
    version: versionForInstalled(target, program.version),
    directory,
    runtimeDirectory,
  })
}

/** What is written for a program of this version. */
export function versionForInstalled(target: Target, installed: string): string {
  return target.versions.filter((version) => compareVersions(version, installed) <= 0).at(-1) ?? target.defaultVersion
}
