import { loadOnce } from '../ui/load-once'

/** What writes an edit into the text and judges what is typed. A third of the studio's script: it comes once the page works. */
export const editingKit = loadOnce(() => import('./editing-tools').then(({ editingTools }) => editingTools))

export const kitIsMissing =
  'the part of the studio that edits could not be loaded; your text is safe: reload the page once the server answers'
