import type { Loss } from '../diagnostics/loss'
import type { JsonPointer } from '../domain-model/json-pointer'
import type { Plan } from '../domain-model/plan'
import type { CapabilityTable } from './capabilities'
import type { NativeCheck } from './native-check'

/** One generated file. */
export interface Artifact {
  /** Relative path inside the target's folder, such as `haproxy.cfg` or `maps/sni.map`. */
  path: string
  language: 'haproxy' | 'nginx' | 'yaml' | 'text'
  /** LF line ends, one final newline, no dates. */
  text: string
  /** For each line of `text` (0-based), the pointers of the plan it came from; an empty list for lines that every plan gets. */
  provenance: JsonPointer[][]
}

export interface EmitOptions {
  /** One of the target's known versions. */
  version: string
  /** The folder on the edge that holds the artifacts, absolute; left out, the target's customary one (`/etc/haproxy`). */
  directory?: string
  /** The folder for sockets and pid files, absolute; left out, the target's customary one (`/run/haproxy`). */
  runtimeDirectory?: string
}

export interface TargetOutput {
  /** The main artifact first. */
  artifacts: Artifact[]
  /** What only the lowering can know (a missing server list, a name it had to change). Losses by capability are computed by `emit`. */
  losses: Loss[]
}

/** Commands that a person copies, in order; `{dir}` stands for the folder that holds the artifacts. */
export interface TargetCommands {
  check: string[]
  apply: string[]
  reload: string[]
  verify: string[]
  rollback: string[]
}

/**
 * A family of output as one plain value. Add one with `npm run new:target <id>` and one line in `registry.ts`; shared code never asks
 * which target it has.
 */
export interface Target {
  id: string
  title: string
  /** One sentence for lists and pages. Says so when the product is retired. */
  summary: string
  family: 'proxy' | 'kubernetes'
  /** Known versions in ascending order. */
  versions: readonly string[]
  defaultVersion: string
  capabilities: CapabilityTable
  /** The places that `extras` may name, for documentation: pattern → meaning. */
  extraPlaces: Record<string, string>
  /** Pure and deterministic. Never throws for a plan that the schema accepts, whatever rules say of it. */
  emit(plan: Plan, options: EmitOptions): TargetOutput
  commands(plan: Plan, options: EmitOptions): TargetCommands
  /** Left out where no program on a machine can judge the files by itself. */
  nativeCheck?: NativeCheck
}
