import 'server-only'
import type { NativeCheckMessage, NativeCheckReport, NativeCheckResult } from '../diagnostics/native-check-report'
import type { Plan } from '../domain-model/plan'
import { compareVersions } from '../targets/capabilities'
import type { CheckerMessage, NativeCheck } from '../targets/native-check'
import { filesToCheck } from '../targets/shared/files-to-check'
import type { Target } from '../targets/target'
import { AppError } from './app-error'
import { onStage, type Ran, runProgram, writeOnStage } from './run-checker'
import { throwAwayCertificate } from './throw-away-certificate'

const waitingMax = 8

/** One check at a time on a machine that has other work. Several bundles of the server share the queue. */
const shared = globalThis as { nativeCheckQueue?: { waiting: number; last: Promise<unknown> } }
shared.nativeCheckQueue ??= { waiting: 0, last: Promise.resolve() }
const queue = shared.nativeCheckQueue

/** Asks the installed program whether it takes the files that the plan makes. The plan and its target are all that counts: files are made here. */
export async function checkNatively(plan: Plan, target: Target, version: string): Promise<NativeCheckReport> {
  const check = target.nativeCheck
  if (!check)
    throw new AppError({
      code: 'bad-input',
      publicMessage: `No program on this machine can judge the files of ${target.title} by itself.`,
      wayOut: `Its own check: ${target.commands(plan, { version }).check.join(' && ') || 'none is known'}.`,
      owner: 'client',
    })
  if (queue.waiting >= waitingMax)
    throw new AppError({
      code: 'busy',
      publicMessage: `${waitingMax} checks are waiting already, and they run one at a time.`,
      wayOut: 'Try again in a moment.',
      owner: 'client',
    })
  queue.waiting++
  const turn = queue.last.then(() => runCheck(plan, target, version, check))
  queue.last = turn.catch(() => undefined).finally(() => queue.waiting--)
  return turn
}

async function runCheck(plan: Plan, target: Target, version: string, check: NativeCheck): Promise<NativeCheckReport> {
  return onStage(async (folders) => {
    const { program } = check
    const asked = await runProgram(program, check.version.arguments, folders.directory)
    const stage = { ...folders, build: asked?.output ?? '' }
    const engineVersion = asked && check.version.pattern.exec(asked.output)?.[1]
    if (!engineVersion)
      return {
        available: false,
        program,
        targetVersion: version,
        install: [`apt-get install ${check.packages.join(' ')}`],
        byHand: target.commands(plan, { version }).check.filter((line) => !line.startsWith('apt-get ')),
      }
    const { files, leftOut, certificateFiles } = filesToCheck(plan, { target, version, check }, stage)
    const certificate = throwAwayCertificate(new Date())
    writeOnStage(stage, files)
    writeOnStage(
      stage,
      [stage.pem, ...certificateFiles].map((file) => ({
        path: file.slice(stage.directory.length + 1),
        text: certificate,
      })),
    )
    const main = `${stage.directory}/${files[0]?.path}`
    const ran = await runProgram(program, check.arguments(main, engineVersion), stage.directory)
    if (!ran) throw new Error(`${program} is gone`)
    const isOlder = compareVersions(release(engineVersion), release(version)) < 0
    const output = ran.output
      .replaceAll(`${stage.directory}/`, '{dir}/')
      .replaceAll(`${stage.runtimeDirectory}/`, '{run}/')
    const result = judgeOutput(ran, check.readOutput(output, files), isOlder)
    return { available: true, program, targetVersion: version, engineVersion, isOlder, output, leftOut, ...result }
  })
}

/** `2.6.12` is of release 2.6. */
const release = (version: string) => version.split('.').slice(0, 2).join('.')

function judgeOutput(
  { code, stopped }: Ran,
  said: readonly CheckerMessage[],
  isOlder: boolean,
): Pick<NativeCheckResult, 'outcome' | 'messages' | 'stopped'> {
  const messages = said.map(({ severity, file, line, message, isUnknownWord }): NativeCheckMessage => {
    return { severity: isOlder && isUnknownWord ? 'hint' : severity, file, line, message }
  })
  if (stopped) return { outcome: 'undecided', messages, stopped }
  if (code === 0) return { outcome: 'accepted', messages, stopped }
  // Where nothing but unknown words is left, the files may be right: this program cannot tell.
  const isFault = messages.length === 0 || messages.some(({ severity }) => severity === 'error')
  return { outcome: isFault ? 'refused' : 'undecided', messages, stopped }
}
