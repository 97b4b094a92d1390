import { modeSentences } from '@/lib/domain-model/mode-words'
import type { Mode } from '@/lib/domain-model/route'
import { classNames } from '../ui/class-names'

export const modeWords: Record<Mode, { title: string; says: string }> = {
  terminate: { title: 'Terminate', says: modeSentences.terminate },
  passthrough: { title: 'Passthrough', says: modeSentences.passthrough },
  reencrypt: { title: 'Re-encrypt', says: modeSentences.reencrypt },
}

/**
 * A track as a sign: a solid line is encrypted, a dashed one clear, a bar is where TLS ends or starts. The shape says it without the
 * colour, and the colour never stands alone.
 */
export function ModeSign({ mode, className = 'h-4 w-7' }: { mode: Mode; className?: string }) {
  return (
    <svg viewBox="0 0 28 16" aria-hidden className={classNames('shrink-0', className)} fill="none" strokeWidth="2.4">
      {mode === 'terminate' && (
        <g className="stroke-terminate">
          <path d="M1 8h11" />
          <path d="M13 2.5v11" strokeWidth="3" />
          <path d="M17 8h10" strokeDasharray="2.6 2.4" />
        </g>
      )}
      {mode === 'passthrough' && (
        <g className="stroke-passthrough">
          <path d="M1 8h24" />
          <path d="m20 3 5.5 5-5.5 5" />
          <path d="M9 2.5h6M9 13.5h6" strokeWidth="1.6" />
        </g>
      )}
      {mode === 'reencrypt' && (
        <>
          <path className="stroke-terminate" d="M1 8h8M10.5 2.5v11" />
          <path className="stroke-passthrough" d="M16.5 2.5v11M18 8h8M22.5 4.5 26 8l-3.5 3.5" />
        </>
      )}
    </svg>
  )
}

export function ModeLabel({ mode, className }: { mode: Mode; className?: string }) {
  return (
    <span
      className={classNames(
        'inline-flex items-center gap-1.5 font-medium',
        mode === 'passthrough' ? 'text-passthrough' : 'text-terminate',
        className,
      )}
    >
      <ModeSign mode={mode} />
      {modeWords[mode].title}
    </span>
  )
}
