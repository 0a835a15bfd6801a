import Link from 'next/link'
import { button } from '@/components/ui/button'

/** Back to the first page and on to the next, below a list that is paged by key. */
export function Pager({
  first,
  next,
}: {
  readonly first: { readonly href: string; readonly text: string } | null
  readonly next: { readonly href: string; readonly text: string } | null
}) {
  if (first === null && next === null) return null
  return (
    <div className="flex items-center gap-2 border-t border-line px-4 py-2.5">
      {first === null ? null : (
        <Link href={first.href} prefetch={false} className={button({ size: 'small' })}>
          {first.text}
        </Link>
      )}
      {next === null ? null : (
        <Link href={next.href} prefetch={false} className={button({ size: 'small' })} rel="next">
          {next.text}
        </Link>
      )}
    </div>
  )
}
