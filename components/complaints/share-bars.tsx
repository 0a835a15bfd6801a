import Link from 'next/link'
import { sampleData } from '@/components/ui/figure-data'
import type { PageKit } from '@/components/views/page-kit'

export interface ShareBar {
  readonly key: string
  readonly name: string
  readonly n: number
  readonly href: string
}

/** Groups by how many they are, the most first: bar, share and count; a count opens its rows. */
export function ShareBars({
  page,
  metric,
  bars,
  most = 12,
}: {
  readonly page: PageKit
  /** the metric whose cases they are, where it is one */
  readonly metric?: string
  readonly bars: readonly ShareBar[]
  readonly most?: number
}) {
  const { t, f } = page
  const all = bars.reduce((sum, bar) => sum + bar.n, 0)
  const widest = Math.max(...bars.map((bar) => bar.n), 1)
  const line = (bar: ShareBar) => (
    <li
      key={bar.key}
      className="grid h-8 grid-cols-[96px_minmax(0,1fr)_44px_48px] items-center gap-2 px-4 max-md:h-10 max-md:px-5"
    >
      <span className="truncate text-ink-2" title={bar.name}>
        {bar.name}
      </span>
      <span aria-hidden className="h-3">
        <span
          className="block h-full rounded-[2px] bg-ink-2"
          style={{ width: `${Math.round((bar.n / widest) * 1000) / 10}%` }}
        />
      </span>
      <span className="text-right text-caption text-ink-3">{f.share(bar.n / all)}</span>
      <Link
        href={bar.href}
        prefetch={false}
        className="num text-right font-[560] text-ink"
        {...(metric === undefined ? {} : sampleData(metric, bar.n))}
      >
        {f.count(bar.n)}
      </Link>
    </li>
  )
  return (
    <div className="py-1" data-drawing>
      <ul className="flex flex-col">{bars.slice(0, most).map(line)}</ul>
      {bars.length > most ? (
        <details>
          <summary className="cursor-pointer px-4 py-1 text-caption text-ink-2 max-md:px-5 max-md:py-3">
            {t('filter.more', { count: bars.length - most })}
          </summary>
          <ul className="flex flex-col">{bars.slice(most).map(line)}</ul>
        </details>
      ) : null}
    </div>
  )
}
