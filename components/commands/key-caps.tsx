'use client'
import { Fragment } from 'react'
import { classNames } from '../ui/class-names'
import { type KeyCombination, keyCaps } from './key-combination'
import { useIsMac } from './keyboard-facts'

const spoken: Record<string, string> = {
  '↑': 'up arrow',
  '↓': 'down arrow',
  '←': 'left arrow',
  '→': 'right arrow',
  '?': 'question mark',
  '/': 'slash',
}

/** Keys as they are printed on the keyboard; arrows and signs are said in words. */
export function KeyCaps({ keys, className }: { keys: readonly KeyCombination[]; className?: string }) {
  const isMac = useIsMac()
  return (
    <span className={classNames('inline-flex flex-wrap items-center gap-x-1.5 gap-y-0.5', className)}>
      {keys.map((combination, index) => (
        <Fragment key={combination}>
          {index > 0 && <span className="text-2xs text-muted">or</span>}
          <span className="inline-flex gap-0.5 whitespace-nowrap">
            {keyCaps(combination, isMac).map((cap) => (
              <kbd
                key={cap}
                className="inline-flex h-5 min-w-5 items-center justify-center rounded-sm border border-line border-b-2 bg-raised px-1 font-mono text-2xs text-ink"
              >
                {spoken[cap] ? (
                  <>
                    <span aria-hidden>{cap}</span>
                    <span className="sr-only">{spoken[cap]}</span>
                  </>
                ) : (
                  cap
                )}
              </kbd>
            ))}
          </span>
        </Fragment>
      ))}
    </span>
  )
}
