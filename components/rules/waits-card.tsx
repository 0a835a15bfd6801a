'use client'

import { useTranslations } from 'use-intl'
import { useFormats } from '@/components/shell/locale-provider'
import { Card } from '@/components/ui/card'
import type { PastWaits } from '@/lib/alerts/backtest-answer'

const WEEKS = 4

/** How often a limit of conversations would have run out in 28 days, and others beside it. */
export function WaitsCard({
  waits,
  limit,
  disabled,
  onLimit,
}: {
  readonly waits: PastWaits
  /** seconds */
  readonly limit: number
  readonly disabled: boolean
  readonly onLimit: (seconds: number) => void
}) {
  const t = useTranslations('rules.waits')
  const a = useTranslations('rules.alternatives')
  const f = useFormats()
  const own = waits.limits.find(({ seconds }) => seconds === limit)
  return (
    <Card
      title={t('title')}
      hint={t('hint', { count: f.count(waits.waits) })}
      aside={own === undefined ? null : t('fires', { count: f.count(own.longer) })}
      className="mt-3"
      bodyClassName="overflow-x-auto"
    >
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
          {waits.limits.map(({ seconds, longer }) => {
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
                    className="font-[600] text-ink tabular-nums disabled:cursor-default max-md:min-h-11"
                  >
                    {f.duration(seconds)}
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
      {waits.partly ? <p className="px-4 py-2 text-caption text-ink-3">{t('partly')}</p> : null}
    </Card>
  )
}
