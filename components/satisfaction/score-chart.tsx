import Link from 'next/link'
import { cx } from '@/components/ui/classes'
import { sampleData } from '@/components/ui/figure-data'
import type { PageKit } from '@/components/views/page-kit'
import type { ScoreBar } from './scores'

/** Scores of one kind as bars, the best on top; those below the kind's good ones are dark. */
export function ScoreChart({
  page,
  metric,
  bars,
  good,
  href,
}: {
  readonly page: PageKit
  /** the metric whose cases the scores are */
  readonly metric: string
  readonly bars: readonly ScoreBar[]
  readonly good: (score: number) => boolean
  readonly href: (score: number) => string
}) {
  const { t, f } = page
  const widest = Math.max(...bars.map((bar) => bar.share), 0.01)
  return (
    <ul className="flex flex-col gap-px py-1" data-drawing>
      {bars.map((bar) => (
        <li
          key={bar.score}
          className="grid h-7 grid-cols-[44px_minmax(0,1fr)_52px_64px] items-center gap-2 px-4 max-md:h-9 max-md:px-5"
        >
          <span className="text-right text-ink-2">{t('satisfaction.points', { score: bar.score })}</span>
          <span aria-hidden className="h-3">
            <span
              className={cx('block h-full rounded-[2px]', good(bar.score) ? 'bg-faint' : 'bg-ink-2')}
              style={{ width: `${Math.round((bar.share / widest) * 1000) / 10}%` }}
            />
          </span>
          <span className="text-right text-ink">{f.share(bar.share)}</span>
          {bar.n === 0 ? (
            <span className="text-right text-caption text-ink-3">{f.n(0)}</span>
          ) : (
            <Link
              href={href(bar.score)}
              prefetch={false}
              className="num text-right text-caption text-ink-3"
              {...sampleData(metric, bar.n)}
            >
              {f.n(bar.n)}
            </Link>
          )}
        </li>
      ))}
    </ul>
  )
}
