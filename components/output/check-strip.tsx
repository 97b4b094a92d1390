'use client'
import { CircleCheck, CircleHelp, CircleX, LoaderCircle, X } from 'lucide-react'
import type { ReactNode } from 'react'
import type { NativeCheckMessage, NativeCheckReport, NativeCheckResult } from '@/lib/diagnostics/native-check-report'
import type { JsonPointer } from '@/lib/domain-model/json-pointer'
import { SeveritySign } from '../findings/severity-sign'
import { IconButton } from '../ui/button'
import { ScrollRegion } from '../ui/scroll-region'
import { CopyButton } from './copy-button'
import type { NativeCheckState } from './use-native-checks'

interface Props {
  /** Such as `haproxy -c`. */
  title: string
  state: NativeCheckState
  /** The files have changed since. */
  isStale: boolean
  placeWords: (pointer: JsonPointer) => string
  onOpen: (file: string, line: number) => void
  onOpenPlace: (pointer: JsonPointer) => void
  onDismiss: () => void
}

/** What the installed program says of these files: in a sentence, by line, and word for word. */
export function CheckStrip({ title, state, isStale, onDismiss, ...places }: Props) {
  const { isRunning, report, failure } = state
  return (
    <section aria-label={`Result of ${title}`} className="border-line border-b bg-raised text-xs">
      <div className="flex items-start gap-2 px-3 py-1">
        <p role="status" className="flex min-w-0 flex-1 items-start gap-2 py-1">
          {isRunning ? (
            <>
              <LoaderCircle aria-hidden className="size-4 shrink-0 motion-safe:animate-spin" />
              {title} is running…
            </>
          ) : failure !== null ? (
            <>
              <CircleHelp aria-hidden className="size-4 shrink-0" />
              <span>
                <strong>Not checked.</strong> {failure}
              </span>
            </>
          ) : (
            report && <Headline title={title} report={report} isStale={isStale} />
          )}
        </p>
        {!isRunning && (
          <IconButton label={`Close the result of ${title}`} onClick={onDismiss}>
            <X aria-hidden />
          </IconButton>
        )}
      </div>
      {report &&
        !isRunning &&
        (report.available ? <Details report={report} {...places} /> : <Missing report={report} />)}
    </section>
  )
}

const signs = {
  accepted: <CircleCheck aria-hidden className="size-4 shrink-0" />,
  refused: <CircleX aria-hidden className="size-4 shrink-0 text-error" />,
  undecided: <CircleHelp aria-hidden className="size-4 shrink-0" />,
}

function Headline({ title, report, isStale }: { title: string; report: NativeCheckReport; isStale: boolean }) {
  if (!report.available)
    return (
      <>
        {signs.undecided}
        <span>
          <strong>{report.program} is not installed on the machine that serves this page.</strong> Nothing was checked.
        </span>
      </>
    )
  return (
    <>
      {signs[report.outcome]}
      <span>
        <strong>{verdictWords(title, report)}</strong>{' '}
        {report.isOlder &&
          `${report.program} ${report.engineVersion} is older than ${report.targetVersion}, which these files are for: what it does not know is not held against them. `}
        {isStale && <em>Of an earlier text or version: check again.</em>}
      </span>
    </>
  )
}

function verdictWords(title: string, { outcome, program, engineVersion, messages, stopped }: Checked): string {
  if (stopped) return `${title} was stopped, since it ${stopped === 'time' ? 'took too long' : 'said too much'}.`
  const warnings = messages.filter(({ severity }) => severity === 'warning').length
  if (outcome === 'accepted')
    return `${program} ${engineVersion} takes these files${warnings === 0 ? '' : `, with ${warnings} warning${warnings === 1 ? '' : 's'}`}.`
  if (outcome === 'undecided') return `${program} ${engineVersion} cannot tell.`
  return `${program} ${engineVersion} refuses these files.`
}

type Checked = { program: string; targetVersion: string } & NativeCheckResult

function Details({
  report,
  placeWords,
  onOpen,
  onOpenPlace,
}: { report: Checked } & Pick<Props, 'placeWords' | 'onOpen' | 'onOpenPlace'>) {
  const { messages, output, leftOut, program } = report
  return (
    <ScrollRegion
      label={`Messages of ${program}`}
      className="max-h-[min(14rem,26dvh)] space-y-1 overflow-y-auto px-3 pb-2"
    >
      {messages.length > 0 && (
        <ul className="space-y-1">
          {messages.map((message, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a checker may say the same twice, and the list never changes
            <li key={index} className="flex items-start gap-2">
              <SeveritySign severity={message.severity} className="mt-0.5 size-4" />
              <span className="min-w-0 break-words">
                <Place message={message} onOpen={onOpen} /> {message.message}
              </span>
            </li>
          ))}
        </ul>
      )}
      {leftOut.length > 0 && (
        <p>
          Not run here, since they could read files or load code:{' '}
          {leftOut.map((pointer, index) => (
            <span key={pointer}>
              {index > 0 && ', '}
              <LinkButton onClick={() => onOpenPlace(pointer)}>{placeWords(pointer)}</LinkButton>
            </span>
          ))}
          .
        </p>
      )}
      <details>
        <summary className="py-0.5">Everything that {program} printed</summary>
        {output.trim() === '' ? (
          <p className="py-1 text-muted">Nothing: it only ended with success.</p>
        ) : (
          <div className="relative">
            <pre className="whitespace-pre-wrap break-words border border-line bg-surface p-2 pr-9 font-mono text-2xs">
              {output}
            </pre>
            <span className="absolute top-1 right-1">
              <CopyButton text={output} name="the output" />
            </span>
          </div>
        )}
      </details>
    </ScrollRegion>
  )
}

function Place({ message: { file, line }, onOpen }: { message: NativeCheckMessage; onOpen: Props['onOpen'] }) {
  if (file === null) return <span className="font-mono">all files:</span>
  if (line === null) return <span className="font-mono">{file}:</span>
  return (
    <LinkButton onClick={() => onOpen(file, line)}>
      {file}, line {line}
    </LinkButton>
  )
}

function LinkButton({ onClick, children }: { onClick: () => void; children: ReactNode }) {
  return (
    <button
      type="button"
      onClick={onClick}
      className="text-left font-mono underline decoration-edge underline-offset-2 hover:decoration-ink"
    >
      {children}
    </button>
  )
}

function Missing({ report }: { report: Extract<NativeCheckReport, { available: false }> }) {
  return (
    <div className="space-y-1 px-3 pb-2">
      <p>On Debian or Ubuntu, install it on this machine and check again:</p>
      <CommandLines lines={report.install} />
      <p>
        Or download the zip and run this in its folder where {report.program} {report.targetVersion} is:
      </p>
      <CommandLines lines={report.byHand.map((line) => line.replaceAll('{dir}', '.'))} />
    </div>
  )
}

function CommandLines({ lines }: { lines: readonly string[] }) {
  return lines.map((line) => (
    <div key={line} className="flex items-start gap-1">
      <code className="min-w-0 flex-1 break-all border border-line bg-surface px-2 py-1 font-mono text-2xs">
        {line}
      </code>
      <CopyButton text={line} name="the command" />
    </div>
  ))
}
