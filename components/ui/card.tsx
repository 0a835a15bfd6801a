import type { ReactNode } from 'react'
import { cx } from './classes'

/** A surface with a title row. `aside` stands at the right end of the title row. */
export function Card({
  title,
  hint,
  aside,
  children,
  className,
  bodyClassName,
  ...data
}: {
  readonly title: ReactNode
  readonly hint?: ReactNode
  readonly aside?: ReactNode
  readonly children: ReactNode
  readonly className?: string
  readonly bodyClassName?: string
  readonly 'data-tile'?: string
  readonly 'data-state'?: string
}) {
  return (
    <section className={cx('card min-w-0', className)} {...data}>
      <header className="flex min-h-10 flex-wrap items-center gap-x-3 gap-y-1 px-4 pt-3 pb-2 max-md:px-5">
        <h2 className="text-card font-[600] text-ink">{title}</h2>
        {hint ? (
          <div className="flex flex-wrap items-center gap-x-3 text-caption text-ink-3">{hint}</div>
        ) : null}
        {aside ? (
          <div className="ml-auto flex items-center gap-3 text-caption text-ink-2">{aside}</div>
        ) : null}
      </header>
      <div className={bodyClassName}>{children}</div>
    </section>
  )
}
