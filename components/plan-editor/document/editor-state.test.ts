import { describe, expect, test } from 'vitest'
import { type EditorAction, editorReducer, startEditing } from './editor-state'

const play = (...actions: EditorAction[]) => actions.reduce(editorReducer, startEditing('a'))
const edit = (text: string, key: string | null, at: number): EditorAction => ({ type: 'edit', text, key, at })

describe('editorReducer', () => {
  test('undo and redo walk through the same texts', () => {
    const state = play(edit('b', null, 0), edit('c', null, 0), { type: 'undo' })
    expect(state.text).toBe('b')
    expect(editorReducer(state, { type: 'redo' }).text).toBe('c')
  })

  test('typing in one place is one step', () => {
    const state = play(edit('ab', '/name', 0), edit('abc', '/name', 500), { type: 'undo' })
    expect(state.text).toBe('a')
  })

  test('a pause, or another place, starts a new step', () => {
    expect(play(edit('ab', '/name', 0), edit('abc', '/name', 5000), { type: 'undo' }).text).toBe('ab')
    expect(play(edit('ab', '/name', 0), edit('abc', '/port', 1), { type: 'undo' }).text).toBe('ab')
  })

  test('an edit after undo forgets what was undone, and an edit that changes nothing forgets nothing', () => {
    const undone = play(edit('b', null, 0), { type: 'undo' })
    expect(editorReducer(undone, edit('a', null, 0)).future).toEqual(['b'])
    expect(editorReducer(undone, edit('x', null, 0)).future).toEqual([])
  })

  test('undo at the start and redo at the end change nothing', () => {
    const start = startEditing('a')
    expect(editorReducer(start, { type: 'undo' })).toBe(start)
    expect(editorReducer(start, { type: 'redo' })).toBe(start)
  })

  test('the history of huge texts stays bounded', () => {
    const huge = 'x'.repeat(15_000_000)
    const state = play(...Array.from({ length: 6 }, (_, index) => edit(huge + index, null, index)))
    expect(state.past.length).toBeLessThan(4)
    expect(state.past.at(-1)).toBe(`${huge}4`)
  })

  test('a newer version is one step that undo takes back, and is remembered', () => {
    const adopt: EditorAction = { type: 'adopt', expect: 'b', text: 'b+', version: 7 }
    const state = play(edit('b', '/name', 0), adopt)
    expect(state).toMatchObject({ text: 'b+', adopted: { version: 7, text: 'b+' } })
    expect(editorReducer(state, { type: 'undo' })).toMatchObject({ text: 'b', adopted: { version: 7 } })
    expect(editorReducer(state, edit('b+c', '/name', 100)).past).toEqual(['a', 'b', 'b+'])
  })

  test('a version merged with an older text is not taken in', () => {
    const typed = play(edit('b', '/name', 0), edit('bc', '/name', 10))
    expect(editorReducer(typed, { type: 'adopt', expect: 'b', text: 'b+', version: 7 })).toBe(typed)
  })

  test('keeping the own text is no step, but takes the version in', () => {
    const state = play(edit('b', null, 0), { type: 'adopt', expect: 'b', text: 'b', version: 7 })
    expect(state).toMatchObject({ past: ['a'], adopted: { version: 7 } })
  })
})
