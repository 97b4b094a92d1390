import type { ComponentProps } from 'react'
import { classNames } from './class-names'

const base =
  'inline-flex shrink-0 items-center justify-center gap-1.5 whitespace-nowrap rounded-sm border font-medium transition-colors disabled:cursor-not-allowed disabled:opacity-50 aria-disabled:cursor-not-allowed aria-disabled:opacity-50 [&_svg]:size-4 [&_svg]:shrink-0'

const looks = {
  plain: 'border-edge/60 bg-surface text-ink enabled:hover:bg-pressed',
  primary: 'border-ink bg-ink text-invert enabled:hover:bg-ink/85',
  quiet: 'border-transparent text-ink enabled:hover:bg-pressed aria-pressed:bg-pressed',
  danger: 'border-error bg-surface text-error enabled:hover:bg-error-soft',
}

const sizes = {
  small: 'h-7 px-2 text-xs',
  normal: 'h-8 px-3 text-sm',
  icon: 'size-7 p-0',
  smallIcon: 'size-6 p-0',
}

interface Style {
  look?: keyof typeof looks
  size?: keyof typeof sizes
}

/** Also for a link that looks like a button. */
export function buttonStyle({ look = 'plain', size = 'normal' }: Style): string {
  return classNames(base, looks[look], sizes[size])
}

type Props = ComponentProps<'button'> & Style

export function Button({ look = 'plain', size = 'normal', className, type = 'button', ...props }: Props) {
  return <button type={type} className={classNames(buttonStyle({ look, size }), className)} {...props} />
}

interface IconProps extends Omit<ComponentProps<'button'>, 'aria-label' | 'title'> {
  label: string
  isSmall?: boolean
}

/** A button that shows only a sign always has a name, which is also its tooltip. */
export function IconButton({ label, isSmall, ...props }: IconProps) {
  return <Button look="quiet" size={isSmall ? 'smallIcon' : 'icon'} aria-label={label} title={label} {...props} />
}
