import type { Terminal } from './command'
import { run } from './run'

/** Colours only for people: on a terminal, unless https://no-color.org or a dumb terminal says otherwise. */
function wantsColor(stream: NodeJS.WriteStream): boolean {
  return Boolean(stream.isTTY) && !process.env.NO_COLOR && process.env.TERM !== 'dumb'
}

const terminal: Terminal = {
  out: (text) => void process.stdout.write(text),
  note: (text) => void process.stderr.write(`${text}\n`),
  colorOut: wantsColor(process.stdout),
  colorNote: wantsColor(process.stderr),
  stdin: () => process.stdin,
}

// Whoever reads us may stop early (`signalbox rules | head -1`): that is no failure of ours.
for (const stream of [process.stdout, process.stderr])
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error
    process.exit(process.exitCode ?? 0)
  })

// The code is set, not forced: what was written to a slow pipe still goes out.
process.exitCode = await run(process.argv.slice(2), terminal)
