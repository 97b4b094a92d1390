// Measures and never judges: a slow machine fails nothing. What must hold is tested elsewhere, by counting operations and bytes.
import { spawn } from 'node:child_process'

const benches = {
  phases: 'how the work of the library grows with the plan (--quick: smaller plans, fewer rounds)',
  studio:
    'from a key to findings and files in a real browser, scrolling, first load (--quick; --only keys,scroll,load)',
  preview: 'the preview worker beside haproxy, nginx and sniproxy ([rounds] [measure…])',
}

const [word, ...options] = process.argv.slice(2)
const isOne = word !== undefined && Object.hasOwn(benches, word)

if (word === '--help' || word === '-h' || (word !== undefined && !isOne && !word.startsWith('-'))) {
  console.log(`Usage: npm run bench [-- --quick]     all of them, one after the other
       npm run bench -- <name> [options]

${Object.entries(benches)
  .map(([name, says]) => `  ${name.padEnd(8)} ${says}`)
  .join('\n')}`)
  process.exitCode = word.startsWith('-') ? 0 : 1
} else {
  // A process for each: one must not be measured beside the memory of another.
  const names = isOne ? [word] : Object.keys(benches)
  for (const name of names) {
    if (!isOne) console.log(`\n## ${name}\n`)
    const own = isOne ? options : name === 'preview' ? [] : process.argv.slice(2)
    if ((await run(`bench/${name}.ts`, own)) !== 0) process.exitCode = 1
  }
}

function run(file: string, args: readonly string[]): Promise<number> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, ['--import', 'tsx', file, ...args], { stdio: 'inherit' })
    child.on('close', (code) => resolve(code ?? 1))
  })
}
