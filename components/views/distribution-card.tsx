import Link from 'next/link'
import { Histogram } from '@/components/charts'
import { Card } from '@/components/ui/card'
import { figureData, sampleData } from '@/components/ui/figure-data'
import type { Distribution, DistributionBin } from '@/lib/metrics/distribution'
import { shapeOf } from './distribution'
import type { PageKit } from './page-kit'
import { SectionError } from './section-error'
import type { Narrowing } from './view-state'

const sumOf = (bins: readonly DistributionBin[]): number => bins.reduce((sum, bin) => sum + bin.count, 0)

/** How the values behind a duration spread, over all of them; every bar opens its rows. */
export function DistributionCard({
  page,
  title,
  asked,
  target,
  hrefOf,
  className,
}: {
  readonly page: PageKit
  readonly title: string
  readonly asked:
    | { readonly ok: true; readonly value: Distribution }
    | { readonly ok: false; readonly code: string }
  readonly target: number | null
  /** the rows of a bar */
  readonly hrefOf: (narrow: Narrowing) => string
  readonly className?: string
}) {
  const { t, f } = page
  if (!asked.ok) return <SectionError t={t} title={title} code={asked.code} href="" />
  const { n, bins, median, p90, within, source } = asked.value
  // The bar that begins at the target knows its exact bound: what lies on the target keeps it.
  const beyond = bins.findIndex((bin) => target !== null && Math.abs(bin.from - target) < 1e-6)
  const over = beyond < 0 ? [] : bins.slice(beyond)
  const [first] = over
  const shape = shapeOf(asked.value, target, f, hrefOf)
  return (
    <Card
      title={title}
      {...(className === undefined ? {} : { className })}
      hint={<span>{source === 'sketch' ? `${f.n(n)} · ${t('channels.estimated')}` : f.n(n)}</span>}
    >
      {shape === null ? (
        <p className="border-t border-line px-4 py-6 text-body text-ink-3">{t('tile.noData')}</p>
      ) : (
        <>
          <Histogram
            {...shape}
            metric={asked.value.metric}
            target={target}
            targetLabel={target === null ? '' : t('board.target_label', { target: f.duration(target) })}
            label={title}
          />
          <p className="flex flex-wrap gap-x-5 gap-y-1 px-4 pb-3 text-caption text-ink-2 max-md:px-5">
            <span>
              {t('channels.median')}{' '}
              <Link
                href={hrefOf({})}
                prefetch={false}
                className="num font-[600] text-ink"
                {...figureData(asked.value.metric, median, n)}
              >
                {f.duration(median)}
              </Link>
            </span>
            <span>
              {t('channels.p90')}{' '}
              <Link
                href={hrefOf({})}
                prefetch={false}
                className="num font-[600] text-ink"
                {...sampleData(asked.value.metric, n)}
              >
                {f.duration(p90)}
              </Link>
            </span>
            {within === null ? null : (
              <span>
                {t('channels.over', { limit: f.duration(target) })}{' '}
                <Link
                  href={hrefOf({ min: String(first?.min ?? target) })}
                  prefetch={false}
                  className="num font-[600] text-ink"
                  {...(first !== undefined && source === 'facts'
                    ? sampleData(asked.value.metric, sumOf(over))
                    : {})}
                >
                  {f.share(1 - within)}
                </Link>
              </span>
            )}
          </p>
        </>
      )}
    </Card>
  )
}
