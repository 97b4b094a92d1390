import { cleanup } from '@testing-library/react'
import { afterEach, beforeAll } from 'vitest'
import { editingKit } from '../../components/plan-editor/editing-kit'

// Forms are tested as they are once the page has loaded; what happens before has tests of its own.
beforeAll(async () => void (await editingKit.load()))
afterEach(cleanup)
