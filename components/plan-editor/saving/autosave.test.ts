import { describe, expect, test } from 'vitest'
import {
  type Autosave,
  type AutosaveEvent,
  autosaveReducer,
  isDirty,
  resumeAutosave,
  saveDelayMilliseconds,
  saveView,
  startAutosave,
} from './autosave'

const base = { version: 3, text: 'saved text' }
const play = (start: Autosave, ...events: AutosaveEvent[]) => events.reduce(autosaveReducer, start)
const edited = (text: string): AutosaveEvent => ({ type: 'edited', text })
const sending: AutosaveEvent = { type: 'sending' }
const saved = (version: number): AutosaveEvent => ({ type: 'answered', answer: { kind: 'saved', version } })
const conflict = (text: string): AutosaveEvent => ({ type: 'answered', answer: { kind: 'conflict', version: 9, text } })
const lost: AutosaveEvent = { type: 'answered', answer: { kind: 'unreachable', reason: 'no answer' } }

describe('autosave', () => {
  test('an edit is saved on the version it was made on', () => {
    const sent = play(startAutosave(base), edited('mine'), sending)
    expect(saveView(sent)).toBe('saving')
    const done = autosaveReducer(sent, saved(4))
    expect(done.base).toEqual({ version: 4, text: 'mine' })
    expect(saveView(done)).toBe('saved')
    expect(saveDelayMilliseconds(done)).toBeNull()
  })

  test('what was typed while a save was under way is still unsaved', () => {
    const done = play(startAutosave(base), edited('mine'), sending, edited('mine and more'), saved(4))
    expect(done.base.text).toBe('mine')
    expect(isDirty(done)).toBe(true)
    expect(saveDelayMilliseconds(done)).toBe(600)
  })

  test('typing back to the saved text needs no save', () => {
    expect(saveView(play(startAutosave(base), edited('x'), edited(base.text)))).toBe('saved')
  })

  test('an unreachable server is asked again, ever more slowly', () => {
    const first = play(startAutosave(base), edited('mine'), sending, lost)
    const second = play(first, sending, lost)
    expect(saveView(first)).toBe('retrying')
    expect(saveDelayMilliseconds(first)).toBe(1000)
    expect(saveDelayMilliseconds(second)).toBe(2000)
    expect(saveDelayMilliseconds(play(second, ...Array<AutosaveEvent[]>(10).fill([sending, lost]).flat()))).toBe(30_000)
  })

  test('a newer text of somebody else stops saving until a person decides', () => {
    const state = play(startAutosave(base), edited('mine'), sending, conflict('theirs'), edited('mine, further'))
    expect(saveView(state)).toBe('conflict')
    expect(saveDelayMilliseconds(state)).toBeNull()
    const mine = autosaveReducer(state, { type: 'resolved', keep: 'mine' })
    expect(mine).toMatchObject({ text: 'mine, further', base: { version: 9, text: 'theirs' }, phase: 'idle' })
    expect(saveDelayMilliseconds(mine)).toBe(600)
    expect(autosaveReducer(state, { type: 'resolved', keep: 'theirs' })).toMatchObject({
      text: 'theirs',
      base: { version: 9 },
      phase: 'idle',
    })
  })

  test('our own save whose answer was lost is no conflict', () => {
    const state = play(startAutosave(base), edited('mine'), sending, lost, edited('mine and more'), conflict('mine'))
    expect(state).toMatchObject({ base: { version: 9, text: 'mine' }, text: 'mine and more', phase: 'idle' })
  })

  test('a refused text says why and gets another chance when it changes', () => {
    const state = play(startAutosave(base), edited('bad'), { type: 'withheld', reason: 'a private key' })
    expect(saveView(state)).toBe('refused')
    expect(saveDelayMilliseconds(state)).toBeNull()
    expect(saveDelayMilliseconds(autosaveReducer(state, edited('good')))).toBe(600)
  })

  test('a draft that outlived its page continues, or conflicts when the server moved on', () => {
    expect(saveView(resumeAutosave(base, { baseVersion: 3, text: 'draft' }))).toBe('unsaved')
    expect(saveView(resumeAutosave(base, { baseVersion: 2, text: 'draft' }))).toBe('conflict')
    expect(saveView(resumeAutosave(base, { baseVersion: 2, text: base.text }))).toBe('saved')
  })
})
