import { Histogram } from '@/components/charts'
import { Card } from '@/components/ui/card'
import type { Distribution } from '@/lib/metrics/distribution'
import { shapeOf } from './distribution'
import type { PageKit } from './page-kit'
import { SectionError } from './section-error'
import type { Narrowing } from './view-state'

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
  const { n, median, p90, within, source } = asked.value
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
              {t('channels.median')} <b className="font-[600] text-ink">{f.duration(median)}</b>
            </span>
            <span>
              {t('channels.p90')} <b className="font-[600] text-ink">{f.duration(p90)}</b>
            </span>
            {within === null ? null : (
              <span>
                {t('channels.over', { limit: f.duration(target) })}{' '}
                <b className="font-[600] text-ink">{f.share(1 - within)}</b>
              </span>
            )}
          </p>
        </>
      )}
    </Card>
  )
}
