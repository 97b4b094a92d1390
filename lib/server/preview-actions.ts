'use server'
import 'server-only'
import { z } from 'zod'
import { action } from './action-client'
import { previewRooms } from './preview-room'

const planId = z.string().min(1).max(100)

export const startPreviewAction = action({
  name: 'startPreview',
  input: z.strictObject({ id: planId }),
  run: ({ id }) => previewRooms().start(id),
})

export const applyPreviewAction = action({
  name: 'applyPreview',
  input: z.strictObject({ id: planId }),
  run: ({ id }) => previewRooms().apply(id),
})

export const stopPreviewAction = action({
  name: 'stopPreview',
  input: z.strictObject({ id: planId }),
  run: ({ id }) => previewRooms().stop(id),
})

/** Makes one connection to the preview; where to and what for is the plan's, not the browser's. */
export const askPreviewAction = action({
  name: 'askPreview',
  input: z.strictObject({ id: planId, route: z.string().min(1).max(200) }),
  run: ({ id, route }) => previewRooms().ask(id, route),
})

/** Reads the ClientHello that a connection of the running preview began with. */
export const inspectSeenHelloAction = action({
  name: 'inspectSeenHello',
  input: z.strictObject({ id: planId, connection: z.number().int().positive() }),
  run: ({ id, connection }) => previewRooms().hello(id, connection),
})
