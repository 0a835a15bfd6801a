import Link from 'next/link'
import { AcknowledgeButton } from '@/components/incidents/acknowledge-button'
import { countsConversations, stateOfIncident, targetText, type Worded } from '@/components/incidents/words'
import { Card } from '@/components/ui/card'
import { cx } from '@/components/ui/classes'
import { StateGlyph, VipBadge } from '@/components/ui/state-badge'
import type { PageKit } from '@/components/views/page-kit'

export interface PhoneIncident extends Worded {
  readonly number: number
  readonly title: { readonly zh: string; readonly en: string }
  readonly vip: boolean
  readonly acknowledgedAt: string | null
  readonly assignee: { readonly name: string } | null
}

/** What burns, on top of the supervisor's page: the most urgent open incidents, each with 确认 under the thumb. */
export function PhoneIncidents({
  page,
  rows,
  open,
  hands,
}: {
  readonly page: PageKit
  readonly rows: readonly PhoneIncident[]
  /** how many are open in all */
  readonly open: number
  readonly hands: boolean
}) {
  const { t, f, locale } = page
  if (rows.length === 0) return null
  return (
    <div className="md:hidden" data-phone-incidents={open}>
      <Card
        title={t('incidents.open')}
        aside={
          <Link href="/incidents" prefetch={false} className="link">
            {open > rows.length ? t('incidents.openMore', { count: open - rows.length }) : t('incidents.all')}
          </Link>
        }
        className="rounded-none border-x-0"
      >
        <ul>
          {rows.map((row) => {
            const state = stateOfIncident(row)
            const value = countsConversations(row) ? f.count(row.value) : f.value(row.unit, row.value)
            return (
              <li key={row.number} className="flex items-center gap-3 border-t border-line pr-5">
                <Link
                  href={`/incidents/${row.number}`}
                  prefetch={false}
                  className="flex min-h-[64px] min-w-0 flex-1 items-center gap-3 py-2 pl-5"
                >
                  <StateGlyph state={state} label={t(`incidents.severity.${row.severity}`)} />
                  <span className="min-w-0 flex-1">
                    <span className="flex items-center gap-2 text-phone font-[560] text-ink">
                      <span className="truncate">{row.title[locale]}</span>
                      {row.vip ? <VipBadge /> : null}
                    </span>
                    <span className="block truncate text-caption text-ink-3">
                      {[
                        countsConversations(row) ? t('incidents.conversations') : targetText(row, f),
                        f.age((page.ctx.now - Date.parse(row.openedAt)) / 1000),
                        row.acknowledgedAt === null
                          ? t('incidents.state.unacknowledged')
                          : (row.assignee?.name ?? t('incidents.nobody')),
                      ]
                        .filter((part) => part !== null)
                        .join(' · ')}
                    </span>
                  </span>
                  <span
                    className={cx('shrink-0 text-row font-[600]', state === 'bad' ? 'text-bad' : 'text-ink')}
                  >
                    {value}
                  </span>
                </Link>
                {hands && row.acknowledgedAt === null ? (
                  <AcknowledgeButton number={row.number} title={row.title[locale]} />
                ) : null}
              </li>
            )
          })}
        </ul>
      </Card>
    </div>
  )
}
