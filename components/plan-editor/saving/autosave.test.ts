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

  test('a newer text of somebody else stops saving until both are merged', () => {
    const state = play(startAutosave(base), edited('mine'), sending, conflict('theirs'), edited('mine, further'))
    expect(saveView(state)).toBe('merging')
    expect(saveDelayMilliseconds(state)).toBeNull()
    const merged = autosaveReducer(state, { type: 'adopted', version: 9, text: 'mine and theirs' })
    expect(merged).toMatchObject({ text: 'mine and theirs', base: { version: 9, text: 'theirs' }, phase: 'idle' })
    expect(saveDelayMilliseconds(merged)).toBe(600)
    const followed = autosaveReducer(state, { type: 'adopted', version: 9, text: 'theirs' })
    expect(saveView(followed)).toBe('saved')
  })

  test('what cannot be merged waits for a person, and a further version takes the place of the other side', () => {
    const state = play(startAutosave(base), edited('mine'), sending, conflict('theirs'), {
      type: 'collided',
      version: 9,
    })
    expect(saveView(state)).toBe('conflict')
    expect(saveDelayMilliseconds(autosaveReducer(state, edited('mine, further')))).toBeNull()
    const again = autosaveReducer(state, { type: 'news', copy: { version: 10, text: 'theirs, further' } })
    expect(again).toMatchObject({ phase: 'conflict', theirs: { version: 10 }, base })
    expect(autosaveReducer(again, { type: 'adopted', version: 9, text: 'late' })).toBe(again)
  })

  test('news of a newer version are merged, whether anything was typed or not', () => {
    const news = (version: number, text: string): AutosaveEvent => ({ type: 'news', copy: { version, text } })
    expect(play(startAutosave(base), news(4, 'theirs'))).toMatchObject({ phase: 'merging', theirs: { version: 4 } })
    expect(play(startAutosave(base), edited('mine'), news(4, 'theirs'))).toMatchObject({
      phase: 'merging',
      text: 'mine',
    })
    expect(play(startAutosave(base), news(3, 'old'))).toEqual(startAutosave(base))
    expect(play(startAutosave(base), edited('mine'), news(4, 'mine'))).toMatchObject({
      base: { version: 4, text: 'mine' },
    })
    const isSaving = play(startAutosave(base), edited('mine'), sending)
    expect(autosaveReducer(isSaving, news(4, 'theirs'))).toBe(isSaving)
  })

  test('our own save whose answer was lost is no conflict', () => {
    const state = play(
      startAutosave(base),
      edited('mine'),
      sending,
      lost,
      edited('mine and more'),
      sending,
      conflict('mine'),
    )
    expect(state).toMatchObject({ base: { version: 9, text: 'mine' }, text: 'mine and more', phase: 'idle' })
  })

  test('a deleted plan is saved no more, and its text stays', () => {
    const state = play(
      startAutosave(base),
      edited('mine'),
      { type: 'answered', answer: { kind: 'gone' } },
      edited('more'),
    )
    expect(saveView(state)).toBe('gone')
    expect(state.text).toBe('more')
    expect(saveDelayMilliseconds(state)).toBeNull()
  })

  test('a refused text says why and gets another chance when it changes', () => {
    const state = play(startAutosave(base), edited('bad'), { type: 'withheld', reason: 'a private key' })
    expect(saveView(state)).toBe('refused')
    expect(saveDelayMilliseconds(state)).toBeNull()
    expect(saveDelayMilliseconds(autosaveReducer(state, edited('good')))).toBe(600)
  })

  test('a draft that outlived its page continues, or is merged when the server moved on', () => {
    const draft = { baseVersion: 3, baseText: base.text, text: 'draft' }
    expect(saveView(resumeAutosave(base, draft))).toBe('unsaved')
    expect(resumeAutosave(base, { ...draft, baseVersion: 2, baseText: 'older' })).toMatchObject({
      phase: 'merging',
      base: { version: 2, text: 'older' },
      theirs: base,
      text: 'draft',
    })
    expect(saveView(resumeAutosave(base, { ...draft, baseVersion: 2, text: base.text }))).toBe('saved')
  })
})
