import Link from 'next/link'
import { ask } from '@/app/ask'
import { pageContext } from '@/app/page-context'
import { button } from '@/components/ui/button'
import { textOf } from '@/components/views/answers'
import { PageBody, PageHeader } from '@/components/views/page-header'
import { dimensionValueName } from '@/lib/i18n/names'
import type { Dimension } from '@/lib/metrics/types'

const SHOWN = 24

/** An address that names nobody: says so, and shows who there is. */
export async function UnknownValue({
  dimension,
  path,
  listTitle,
  title,
  hint,
  named = true,
}: {
  readonly dimension: Dimension
  readonly path: string
  readonly listTitle: string
  readonly title: string
  readonly hint: string
  /** whether the values that there are may be listed */
  readonly named?: boolean
}) {
  const page = await pageContext()
  const { t, locale } = page
  const asked = named
    ? await ask(page, {
        metrics: ['tickets_opened'],
        dimensions: [dimension],
        period: { preset: 'last_28_days' },
        orderBy: [{ id: 'tickets_opened', direction: 'desc' }],
        limit: SHOWN,
      })
    : null
  const values = asked?.ok
    ? asked.value.rows.flatMap((row) => {
        const value = textOf(row, dimension)
        return value === null ? [] : [value]
      })
    : []
  return (
    <PageBody>
      <PageHeader title={title} trail={{ href: path, text: listTitle }} />
      <div className="card mt-3 flex flex-col items-start gap-4 p-6 max-md:rounded-none max-md:border-x-0 max-md:px-5">
        <p className="max-w-[64ch] text-body text-ink-2">{hint}</p>
        {values.length > 0 ? (
          <ul className="flex flex-wrap gap-2">
            {values.map((value) => (
              <li key={value}>
                <Link href={`${path}/${encodeURIComponent(value)}`} prefetch={false} className={button()}>
                  {dimensionValueName(locale, dimension, value)}
                </Link>
              </li>
            ))}
          </ul>
        ) : null}
        <Link href={path} className={button({ look: 'primary' })}>
          {t('people.backTo', { what: listTitle })}
        </Link>
      </div>
    </PageBody>
  )
}
