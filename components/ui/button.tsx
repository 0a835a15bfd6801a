import { cva, type VariantProps } from 'class-variance-authority'
import type { ComponentProps } from 'react'

/** Looks of a button or of a link that acts: 30 px high (small 26), one primary a view. */
export const button = cva(
  'inline-flex items-center justify-center gap-1.5 rounded-control text-body font-[540] whitespace-nowrap select-none disabled:opacity-50 disabled:cursor-default max-md:min-h-[44px] max-md:rounded-phone max-md:px-4',
  {
    variants: {
      look: {
        primary: 'bg-ink text-bg hover:opacity-90',
        secondary: 'border border-line-2 bg-surface text-ink hover:bg-accent',
        quiet: 'text-ink-2 hover:bg-accent hover:text-ink',
      },
      size: {
        normal: 'h-[30px] px-3',
        small: 'h-[26px] px-2',
        icon: 'h-[30px] w-[30px] max-md:w-[44px] max-md:px-0',
      },
    },
    defaultVariants: { look: 'secondary', size: 'normal' },
  },
)

/** A button of the product. */
export function Button({
  look,
  size,
  className,
  type = 'button',
  ...rest
}: ComponentProps<'button'> & VariantProps<typeof button>) {
  return <button type={type} className={button({ look, size, className })} {...rest} />
}
