import type { Ref } from 'react'

interface Props {
  id: string
  ref?: Ref<HTMLInputElement>
  /** File name endings, with their dots. */
  accept?: string
  onFile: (file: File) => void
}

/** Chooses one file. The same one can be chosen again: a browser tells only of another, and people mend a file and come back with it. */
export function FileInput({ id, ref, accept, onFile }: Props) {
  return (
    <input
      id={id}
      ref={ref}
      type="file"
      accept={accept}
      className="w-full text-muted text-sm file:mr-3 file:h-8 file:cursor-pointer file:rounded-sm file:border file:border-edge/60 file:bg-surface file:px-3 file:font-medium file:text-ink hover:file:bg-pressed"
      onClick={({ currentTarget }) => {
        currentTarget.value = ''
      }}
      onChange={({ target }) => {
        const file = target.files?.[0]
        if (file) onFile(file)
      }}
    />
  )
}
