import { cleanup } from '@testing-library/react'
import { afterAll, afterEach, beforeAll } from 'vitest'
import { editingKit } from '../../components/plan-editor/editing-kit'

// Forms are tested as they are once the page has loaded; what happens before has tests of its own.
beforeAll(async () => void (await editingKit.load()))
afterEach(cleanup)

const { setTimeout: later } = globalThis
// A dialog gives the focus back a moment after it is gone, and by then the document of this file may be gone too.
afterAll(() => new Promise<void>((resolve) => void later(resolve, 0)))
