import Link from 'next/link'
import { sampleData } from '@/components/ui/figure-data'
import type { PageKit } from '@/components/views/page-kit'
import type { NpsParts } from './scores'

/** What NPS is made of: promoters, passives and detractors side by side, and the sum that gives the figure. */
export function NpsBar({
  page,
  parts,
  href,
}: {
  readonly page: PageKit
  readonly parts: NpsParts
  /** rows with these scores */
  readonly href: (scores: string) => string
}) {
  const { t, f } = page
  const share = (n: number) => n / parts.n
  const rows = [
    { key: 'promoters', n: parts.promoters, scores: '9,10', look: 'bg-faint' },
    { key: 'passives', n: parts.passives, scores: '7,8', look: 'bg-line-2' },
    { key: 'detractors', n: parts.detractors, scores: '0,1,2,3,4,5,6', look: 'bg-ink-2' },
  ] as const
  const points = (n: number) => f.value('points', Math.round(share(n) * 100))
  return (
    <div className="border-t border-line px-4 py-3 max-md:px-5" data-drawing>
      <div aria-hidden className="flex h-4 gap-px">
        {rows.map((row) =>
          row.n === 0 ? null : (
            <span key={row.key} className={row.look} style={{ width: `${share(row.n) * 100}%` }} />
          ),
        )}
      </div>
      <dl className="mt-3 grid grid-cols-3 gap-3">
        {rows.map((row) => (
          <div key={row.key}>
            <dt className="flex items-center gap-1.5 text-caption text-ink-2">
              <span aria-hidden className={`size-2.5 shrink-0 ${row.look}`} />
              {t(`satisfaction.${row.key}`)}
            </dt>
            <dd className="text-card font-[600] text-ink">
              {f.share(share(row.n))}{' '}
              <Link
                href={href(row.scores)}
                prefetch={false}
                className="num text-caption font-[400] text-ink-3"
                {...sampleData('nps', row.n)}
              >
                {f.n(row.n)}
              </Link>
            </dd>
          </div>
        ))}
      </dl>
      <p className="mt-2 text-caption text-ink-2">
        {t('satisfaction.npsArithmetic', {
          promoters: points(parts.promoters),
          detractors: points(parts.detractors),
          nps: f.value(
            'points',
            Math.round(share(parts.promoters) * 100) - Math.round(share(parts.detractors) * 100),
          ),
        })}
      </p>
    </div>
  )
}
