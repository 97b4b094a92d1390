// A set-up step that cannot go on: what happened, and what a person can do about it. Nothing here needs a dependency.

export class SetupError extends Error {
  /** @param {string} message @param {string[]} advice one line per thing that the reader can do */
  constructor(message, advice = []) {
    super(message)
    this.name = 'SetupError'
    this.advice = advice
  }
}

/** Prints a set-up failure plainly; anything else is our bug and keeps its stack. */
export function printSetupError(error) {
  if (!(error instanceof SetupError)) {
    console.error(error)
    return
  }
  console.error(`\n✗ ${error.message}`)
  for (const line of error.advice) console.error(`  → ${line}`)
}
