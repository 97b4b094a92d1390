/** What a file held, or why it cannot be taken and what to do about it. */
export type ChosenFile = { bytes: Uint8Array<ArrayBuffer> } | { problem: string; wayOut: string }

/**
 * Reads a file that a person chose. One that is too large is refused before it is read.
 * @param wayOut what to do with a larger one
 */
export async function readChosenFile(
  file: File,
  { bytesMax, wayOut }: { bytesMax: number; wayOut: string },
): Promise<ChosenFile> {
  if (file.size > bytesMax)
    return {
      problem: `${file.name} has ${Math.ceil(file.size / 1048576)} MiB; at most ${bytesMax / 1048576} MiB are read.`,
      wayOut,
    }
  try {
    return { bytes: new Uint8Array(await file.arrayBuffer()) }
  } catch {
    // The browser holds a name and a time, not the bytes: https://w3c.github.io/FileAPI/#dfn-error-codes
    return {
      problem: `${file.name} cannot be read: it is gone, was changed since it was chosen, or may not be opened.`,
      wayOut: 'Choose it again.',
    }
  }
}
