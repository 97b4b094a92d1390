import type { JsonPointer } from '../../domain-model/json-pointer'
import type { Plan } from '../../domain-model/plan'
import type { CheckedFile, CheckStage, NativeCheck } from '../native-check'
import type { Artifact, Target } from '../target'

export interface FilesToCheck {
  /** What the checker reads: line for line what the target writes. */
  files: CheckedFile[]
  /** The author's own lines that are comments in these files, since running them would not be safe. */
  leftOut: JsonPointer[]
  /** Where certificates have to be, absolute. */
  certificateFiles: string[]
}

/**
 * A plan's files for a check on this machine. Line numbers are those of the real files: certificates, addresses and names change within
 * their lines, and own lines that must not run become comments.
 */
export function filesToCheck(
  plan: Plan,
  { target, version, check }: { target: Target; version: string; check: NativeCheck },
  stage: CheckStage,
): FilesToCheck {
  const { moved, certificateFiles } = movedFiles(plan, stage)
  // In the customary folder, since another one can add lines (nginx has a limit for the length of a path).
  const { artifacts } = target.emit(moved, { version })
  const localize = check.localizer(stage)
  const blocked = plan.extras.map((extra) => extra.target === target.id && !check.mayRun(extra.lines))
  const leftOut = new Set<JsonPointer>()
  const localLine = (line: string, from: readonly JsonPointer[]) => {
    const own = from.find((pointer) => pointer.startsWith('/extras/'))
    if (own === undefined) return localize(line)
    if (!blocked[Number(own.split('/')[2])]) return line
    if (line.trim() !== '') leftOut.add(own)
    return '#'
  }
  const files = artifacts.map(({ path, text, provenance }: Artifact): CheckedFile => {
    const lines = text.split('\n')
    return { path, text: lines.map((line, index) => localLine(line, provenance[index] ?? [])).join('\n') }
  })
  return { files, leftOut: [...leftOut], certificateFiles }
}

/** Certificates and bundles lie in the stage. Equal files stay equal and different ones different, so that the output keeps its shape. */
function movedFiles(plan: Plan, { directory }: CheckStage): { moved: Plan; certificateFiles: string[] } {
  const places = new Map<string, string>()
  const move = <Thing extends { name: string; file?: string | undefined }>(thing: Thing): Thing => {
    const file = thing.file ?? thing.name
    const place = places.get(file) ?? `${directory}/pem/${places.size}.pem`
    places.set(file, place)
    return { ...thing, file: place }
  }
  return {
    moved: { ...plan, certificates: plan.certificates.map(move), trust: plan.trust.map(move) },
    certificateFiles: [...places.values()],
  }
}
