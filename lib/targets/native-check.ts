/** One thing that a checker said, where it said it. */
export interface CheckerMessage {
  severity: 'error' | 'warning'
  /** The artifact's path; null for the whole of them. */
  file: string | null
  /** 1-based; null where the checker named no line and none could be found. */
  line: number | null
  message: string
  /** The program does not know a word. Where it is older than what the files are for, that is no fault of the plan. */
  isUnknownWord: boolean
}

/** Where a check happens: a private folder, which stands for the edge. */
export interface CheckStage {
  /** Holds the artifacts; absolute. */
  directory: string
  /** For sockets, logs and pid files. */
  runtimeDirectory: string
  /** One file that is certificate, key and authority. Nobody trusts it. */
  pem: string
  /** What the program said when it was asked for its version. */
  build: string
}

/** How the program that a target writes for is asked whether it takes the files. Pure: `lib/server` runs it. */
export interface NativeCheck {
  /** As it is called in PATH. */
  program: string
  /** What a person calls this check, such as `haproxy -c`. */
  title: string
  /** Debian's packages that hold it. */
  packages: readonly string[]
  version: { arguments: readonly string[]; pattern: RegExp }
  arguments(main: string, engineVersion: string): string[]
  /** A generated line as this machine can check it: the same line, with files, addresses and names that exist here. One call makes it for one check. */
  localizer(stage: CheckStage): (line: string) => string
  /** Whether lines of the author's own can be run here: they must not read files, load code or write anything. */
  mayRun(lines: readonly string[]): boolean
  /** The program's whole output as messages. `artifacts` are those that were checked. */
  readOutput(output: string, artifacts: readonly CheckedFile[]): CheckerMessage[]
}

/** An artifact as far as a checker minds it. */
export interface CheckedFile {
  path: string
  text: string
}
