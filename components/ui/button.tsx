import { cva, type VariantProps } from 'class-variance-authority'
import type { ComponentProps } from 'react'
import { classNames } from './class-names'

export const buttonStyle = cva(
  'inline-flex shrink-0 items-center justify-center gap-1.5 whitespace-nowrap rounded-sm border font-medium transition-colors disabled:cursor-not-allowed disabled:opacity-50 aria-disabled:cursor-not-allowed aria-disabled:opacity-50 [&_svg]:size-4 [&_svg]:shrink-0',
  {
    variants: {
      look: {
        plain: 'border-edge/60 bg-surface text-ink enabled:hover:bg-pressed',
        primary: 'border-ink bg-ink text-invert enabled:hover:bg-ink/85',
        quiet: 'border-transparent bg-transparent text-ink enabled:hover:bg-pressed',
        danger: 'border-error bg-surface text-error enabled:hover:bg-error-soft',
      },
      size: {
        small: 'h-7 px-2 text-xs',
        normal: 'h-8 px-3 text-sm',
        icon: 'size-7 p-0',
      },
    },
    defaultVariants: { look: 'plain', size: 'normal' },
  },
)

type Props = ComponentProps<'button'> & VariantProps<typeof buttonStyle>

export function Button({ look, size, className, type = 'button', ...props }: Props) {
  return <button type={type} className={classNames(buttonStyle({ look, size }), className)} {...props} />
}

/** A button that shows only a sign always has a name, which is also its tooltip. */
export function IconButton({ label, ...props }: Omit<Props, 'size' | 'aria-label' | 'title'> & { label: string }) {
  return <Button look="quiet" size="icon" aria-label={label} title={label} {...props} />
}
