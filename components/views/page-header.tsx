import { ChevronRight } from 'lucide-react'
import Link from 'next/link'
import type { ReactNode } from 'react'
import { SearchField } from '@/components/palette/search-field'
import { SavedViewsMenu } from '@/components/saved-views/saved-views-menu'

/** Title row of a page: where one is, its state, and the controls at the right end. */
export function PageHeader({
  title,
  phoneTitle,
  trail,
  badge,
  children,
}: {
  readonly title: string
  /** what a phone says in its place */
  readonly phoneTitle?: string
  /** the page above */
  readonly trail?: { readonly href: string; readonly text: string }
  readonly badge?: ReactNode
  readonly children?: ReactNode
}) {
  return (
    <header className="flex min-h-[52px] flex-wrap items-center gap-x-3 gap-y-2 border-b border-line py-2.5 max-md:border-0 max-md:px-5 max-md:pb-0">
      {trail ? (
        <>
          <Link href={trail.href} className="text-card text-ink-2 hover:text-ink">
            {trail.text}
          </Link>
          <ChevronRight size={14} aria-hidden className="-mx-1 text-ink-3" />
        </>
      ) : null}
      <h1 className="min-w-0 text-page font-[620] break-words text-ink max-md:text-[22px] max-md:leading-8">
        {phoneTitle === undefined ? (
          title
        ) : (
          <>
            <span className="max-md:hidden">{title}</span>
            <span data-word={phoneTitle} className="after:content-[attr(data-word)] md:hidden" />
          </>
        )}
      </h1>
      {badge}
      <SavedViewsMenu compact />
      <div className="ml-auto flex flex-wrap items-center gap-2.5 max-md:contents">
        {children}
        <SavedViewsMenu />
        <SearchField />
      </div>
    </header>
  )
}

/** Content column with the page margins; `drawer` stands beside it from 1280 px up. */
export function PageBody({
  children,
  drawer,
}: {
  readonly children: ReactNode
  readonly drawer?: ReactNode
}) {
  return (
    <div className="flex min-w-0 flex-1">
      <main
        id="content"
        className="mx-auto w-full max-w-[1680px] min-w-0 flex-1 px-6 pb-6 max-md:px-0 max-md:pb-2"
      >
        {children}
      </main>
      {drawer}
    </div>
  )
}
