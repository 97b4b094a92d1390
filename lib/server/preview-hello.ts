import 'server-only'
import type { SeenHello } from '../diagnostics/hello-report'
import { PreviewError, previewController } from '../preview/controller'
import { helloAnswer } from '../preview/hello-facts'
import { inspectHello } from '../preview/hello-input'
import { AppError } from './app-error'

/** What the inspector says of the ClientHello that a connection of a running preview began with. */
export async function seenHello(preview: string, connection: number): Promise<SeenHello> {
  const bytes = await previewController()
    .hello(preview, connection)
    .catch((error: unknown) => {
      if (!(error instanceof PreviewError)) throw error
      throw new AppError({
        code: 'unexpected',
        publicMessage: `The preview cannot tell: ${error.message}.`,
        wayOut: 'Try again in a moment.',
        owner: 'server',
      })
    })
  if (!bytes)
    throw new AppError({
      code: 'not-found',
      publicMessage: 'The bytes of this ClientHello are gone.',
      wayOut:
        'A preview keeps only the newest, one MiB of them, and loses them when its worker has to start again. Let the client connect once more and inspect that connection.',
      owner: 'client',
    })
  return { hex: bytes.toString('hex'), answer: helloAnswer(inspectHello(bytes)) }
}
