import { ChevronLeft } from 'lucide-react'
import Link from 'next/link'
import type { ReactNode } from 'react'

/** One section of the settings: its name, what it is for in a line, its main action; on phones the way back. */
export function SettingsSection({
  title,
  hint,
  back,
  aside,
  children,
}: {
  readonly title: string
  readonly hint?: ReactNode
  /** the word of the way back to the list of sections */
  readonly back: string
  readonly aside?: ReactNode
  readonly children: ReactNode
}) {
  return (
    <section className="min-w-0">
      <Link
        href="/settings"
        prefetch={false}
        className="-ml-1 flex h-11 items-center gap-1 px-5 text-body text-ink-2 md:hidden"
      >
        <ChevronLeft size={16} aria-hidden />
        {back}
      </Link>
      <header className="flex flex-wrap items-start gap-x-4 gap-y-2 pb-4 max-md:px-5">
        <div className="min-w-0 flex-1">
          <h2 className="text-page font-[620] text-ink">{title}</h2>
          {hint ? <p className="mt-0.5 max-w-[76ch] text-body text-ink-2">{hint}</p> : null}
        </div>
        {aside}
      </header>
      {children}
    </section>
  )
}

/** In place of a section whose reader's role does not reach it. */
export function Refused({ text }: { readonly text: string }) {
  return (
    <div className="card px-4 py-6" data-refused>
      <p className="text-body text-ink">{text}</p>
    </div>
  )
}
