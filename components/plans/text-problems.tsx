import type { TextReading } from '../plan-editor/document/text-reading'
import { Notice } from '../ui/notice'

/** What is wrong with a text that somebody brings, place by place. */
export function TextProblems({ reading: { isRefused, problems, problemCount } }: { reading: TextReading }) {
  if (problemCount === 0) return null
  const more = problemCount - problems.length
  return (
    <Notice
      live
      look={isRefused ? 'error' : 'warning'}
      title={
        isRefused
          ? 'This cannot become a plan'
          : `${problemCount} ${problemCount === 1 ? 'problem' : 'problems'} in this text`
      }
    >
      <ul className="space-y-1">
        {problems.map((found) => (
          <li key={`${found.line} ${found.path} ${found.message}`}>
            {found.line !== null && <span className="font-mono text-xs">line {found.line}: </span>}
            {found.message} {found.fix?.text}
          </li>
        ))}
        {more > 0 && <li>and {more} more</li>}
      </ul>
    </Notice>
  )
}
