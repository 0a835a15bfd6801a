import Link from 'next/link'
import { cx } from '@/components/ui/classes'

/** A choice of one of a few, as links: the choice is in the address. */
export function Segment({
  label,
  items,
}: {
  readonly label: string
  readonly items: readonly { readonly href: string; readonly text: string; readonly current: boolean }[]
}) {
  return (
    <nav
      aria-label={label}
      className="flex w-fit max-w-full items-stretch divide-x divide-line-2 flex-wrap overflow-hidden rounded-control max-md:flex-nowrap max-md:overflow-x-auto border border-line-2 bg-surface max-md:rounded-phone"
    >
      {items.map((item) => (
        <Link
          key={item.href}
          href={item.href}
          prefetch={false}
          scroll={false}
          aria-current={item.current ? 'true' : undefined}
          className={cx(
            'flex h-[26px] shrink-0 items-center px-2.5 text-caption whitespace-nowrap -outline-offset-2 md:-mb-px md:grow md:justify-center md:border-b md:border-line-2 max-md:h-11 max-md:px-3.5 max-md:text-body',
            item.current ? 'bg-accent font-[600] text-ink' : 'text-ink-2 hover:bg-accent hover:text-ink',
          )}
        >
          {item.text}
        </Link>
      ))}
    </nav>
  )
}
