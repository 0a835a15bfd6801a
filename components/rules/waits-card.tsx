'use client'

import { useTranslations } from 'use-intl'
import { useFormats } from '@/components/shell/locale-provider'
import { Card } from '@/components/ui/card'
import { cx } from '@/components/ui/classes'
import type { PastWaits } from '@/lib/alerts/backtest-answer'

const WEEKS = 4
const HEIGHT = 72

/** How often a limit of waits would have run out in 28 days, day by day, and others beside it. */
export function WaitsCard({
  waits,
  busy,
  disabled,
  onLimit,
}: {
  readonly waits: PastWaits
  readonly busy: boolean
  readonly disabled: boolean
  readonly onLimit: (seconds: number) => void
}) {
  const t = useTranslations('rules.waits')
  const a = useTranslations('rules.alternatives')
  const f = useFormats()
  const { policy, part, limit, suggested, limits } = waits
  const fires = waits.days.reduce((sum, { longer }) => sum + longer, 0)
  const title =
    policy === null
      ? part === 'vip'
        ? `${t('title')} · VIP`
        : t('title')
      : `${policy.name} · ${t(part === 'solution' ? 'solution' : 'firstResponse')}`
  if (waits.notKept) {
    return (
      <Card title={title} className="mt-3" bodyClassName="px-4 pb-4">
        <p className="text-body text-ink-2">{t('notKept')}</p>
      </Card>
    )
  }
  return (
    <Card
      title={title}
      hint={t('hint', { count: f.count(waits.waits) })}
      aside={
        <>
          <span className="flex items-center gap-1.5" data-fires={fires}>
            <i aria-hidden className="size-[7px] bg-bad" />
            {t('fires', { count: fires })}
          </span>
          {waits.longest === null ? null : (
            <span>{t('longest', { span: f.durationWords(waits.longest) })}</span>
          )}
        </>
      }
      className="mt-3"
      bodyClassName={cx('overflow-x-auto', busy && 'opacity-60')}
    >
      <Days waits={waits} />
      <table className="grid-table">
        <thead>
          <tr>
            <th scope="col">{t('limit')}</th>
            <th scope="col" className="right">
              {a('firings')}
            </th>
            <th scope="col" className="right">
              {t('share')}
            </th>
            <th scope="col" className="right">
              {a('week')}
            </th>
          </tr>
        </thead>
        <tbody>
          {limits.map(({ seconds, longer }) => {
            const on = seconds === limit
            return (
              <tr
                key={seconds}
                aria-current={on ? 'true' : undefined}
                className={on ? 'bg-accent shadow-[inset_2px_0_0_var(--ink)]' : undefined}
              >
                <td>
                  <button
                    type="button"
                    disabled={disabled || on}
                    aria-label={a('use', { limit: f.duration(seconds) })}
                    onClick={() => onLimit(seconds)}
                    className="inline-flex items-center gap-2 text-ink disabled:cursor-default max-md:min-h-11"
                  >
                    <span className="font-[600] tabular-nums">{f.duration(seconds)}</span>
                    {seconds === suggested ? (
                      <span className="text-caption text-ink-3">{a('suggested')}</span>
                    ) : null}
                  </button>
                </td>
                <td className="right text-ink">{f.count(longer)}</td>
                <td className="right">{waits.waits === 0 ? '—' : f.share(longer / waits.waits)}</td>
                <td className="right">{(longer / WEEKS).toFixed(1)}</td>
              </tr>
            )
          })}
        </tbody>
      </table>
      <p className="px-4 py-2 text-caption text-ink-3">
        {suggested === null ? t('noSuggestion') : t('suggestion', { limit: f.durationWords(suggested) })}
        {waits.endedOnly ? ` ${t('endedOnly')}` : ''}
      </p>
    </Card>
  )
}

/** One bar a day: how many waits that began on it outlasted the limit. */
function Days({ waits: { days, limit } }: { readonly waits: PastWaits }) {
  const t = useTranslations('rules.waits')
  const f = useFormats()
  const most = Math.max(1, ...days.map(({ longer }) => longer))
  const total = days.reduce((sum, { longer }) => sum + longer, 0)
  return (
    <div
      role="img"
      aria-label={t('days', { limit: f.durationWords(limit), count: total, most: f.count(most) })}
      className="mx-4 mb-3 flex items-end gap-[3px] border-b border-line-2"
      style={{ height: HEIGHT }}
    >
      {days.map(({ at, waits, longer }) => (
        <span
          key={at}
          title={t('day', { day: f.day(at), longer: f.count(longer), waits: f.count(waits) })}
          className="flex h-full flex-1 items-end"
        >
          <span
            className="block w-full bg-bad"
            style={{ height: longer === 0 ? 0 : Math.max(2, Math.round((longer / most) * HEIGHT)) }}
          />
        </span>
      ))}
    </div>
  )
}
