'use server'
import 'server-only'
import { z } from 'zod'
import { helloAnswer } from '../preview/hello-facts'
import { helloInputBytesMax, inspectHello } from '../preview/hello-input'
import { action } from './action-client'

/** Reads bytes as the command line does; nothing of them is kept. */
export const inspectHelloAction = action({
  name: 'inspectHello',
  input: z.strictObject({
    bytes: z.instanceof(Uint8Array).refine(({ length }) => length <= helloInputBytesMax, {
      error: `at most ${helloInputBytesMax / 1048576} MiB are read; cut the capture to the connection in question`,
    }),
  }),
  run: async ({ bytes }) => helloAnswer(inspectHello(bytes)),
})
