import { Card } from '@/components/ui/card'
import { cx } from '@/components/ui/classes'
import type { PageKit } from '@/components/views/page-kit'
import { DAY, HOUR, localParts, startOfDay } from '@/lib/core/zone'
import { fillOf, type PersonNow } from './load'
import { statusName } from './team-now'

/** One stretch of one status, epoch ms; `endedAt` null = still. */
export interface Stretch {
  readonly status: string
  readonly startedAt: number
  readonly endedAt: number | null
}

export interface TimelinePart {
  readonly status: string
  readonly from: number
  readonly to: number
}

/** Stretches cut to a period and up to `now`, neighbours of one status joined; offline ends of the day left out. Pure. */
export function timelineOf(
  spans: readonly Stretch[],
  period: { readonly from: number; readonly to: number },
  now: number,
): readonly TimelinePart[] {
  const parts: TimelinePart[] = []
  for (const span of [...spans].sort((a, b) => a.startedAt - b.startedAt)) {
    const from = Math.max(span.startedAt, period.from)
    const to = Math.min(span.endedAt ?? now, period.to, now)
    if (to <= from) continue
    const last = parts.at(-1)
    if (last && last.status === span.status && from - last.to < 1000) {
      parts[parts.length - 1] = { ...last, to }
    } else parts.push({ status: span.status, from, to })
  }
  const first = parts.findIndex((part) => part.status !== 'offline')
  const last = parts.findLastIndex((part) => part.status !== 'offline')
  return first < 0 ? [] : parts.slice(first, last + 1)
}

const LOOKS: Readonly<Record<string, string>> = {
  available: 'bg-series-2',
  busy: 'bg-ink',
  wrapup: 'bg-series-3',
  break: 'hatch',
  away: 'hatch',
  offline: 'bg-transparent',
}
const look = (status: string): string => LOOKS[status] ?? 'bg-series-4'

/** Today's status as a band, its sums, and the load of now. */
export function DayTimeline({
  page,
  spans,
  now,
}: {
  readonly page: PageKit
  readonly spans: readonly Stretch[]
  /** as the person is now; null where no source reports it */
  readonly now: PersonNow | null
}) {
  const { t, f, zone, ctx } = page
  const from = startOfDay(ctx.now, zone)
  const parts = timelineOf(spans, { from, to: from + DAY }, ctx.now)
  const begin = parts[0]?.from ?? from + 8 * HOUR
  const start = begin - ((begin - from) % HOUR)
  const end = Math.min(from + DAY, Math.max(ctx.now, start + 8 * HOUR) + HOUR - 1)
  const stop = end - ((end - from) % HOUR)
  const place = (at: number) => `${Math.round(((at - start) / (stop - start)) * 10_000) / 100}%`
  const hours = Array.from({ length: Math.round((stop - start) / HOUR) + 1 }, (_, i) => start + i * HOUR)
  const every = Math.max(1, Math.ceil(hours.length / 9))
  const sums = new Map<string, number>()
  for (const part of parts) {
    if (part.status !== 'offline')
      sums.set(part.status, (sums.get(part.status) ?? 0) + (part.to - part.from) / 1000)
  }
  const fill = now === null ? null : fillOf(now)
  return (
    <Card
      title={t('people.today')}
      hint={<span>{t('people.todayHint')}</span>}
      className="max-md:rounded-none max-md:border-x-0"
      data-tile="day"
      aside={
        now === null ? null : (
          <span className="flex flex-wrap items-center gap-x-3">
            <span>
              <b className="font-[600] text-ink">{statusName(now.status, t)}</b>{' '}
              <span className="text-ink-3">{t('people.since', { time: f.time(now.since) })}</span>
            </span>
            <span>
              {t('people.load_now')}{' '}
              <b className={cx('font-[600]', fill !== null && fill > 1 ? 'text-bad' : 'text-ink')}>
                {now.capacity === null
                  ? t('people.openCases', { count: now.open })
                  : `${now.open} / ${now.capacity}`}
              </b>
            </span>
          </span>
        )
      }
    >
      {parts.length === 0 ? (
        <p className="border-t border-line px-4 py-5 text-body text-ink-3 max-md:px-5">
          {t('people.noSpans')}
        </p>
      ) : (
        <div className="px-4 pb-3 max-md:px-5">
          <div className="relative h-5 bg-sunken" role="img" aria-label={summary(page, sums)}>
            {parts.map((part) => (
              <span
                key={part.from}
                data-status={part.status}
                title={`${statusName(part.status, t)} · ${f.time(part.from)}–${f.time(part.to)} · ${f.duration((part.to - part.from) / 1000)}`}
                className={cx('absolute inset-y-0', look(part.status))}
                style={{ left: place(part.from), width: `calc(${place(part.to)} - ${place(part.from)})` }}
              />
            ))}
          </div>
          <div className="relative h-5 text-caption text-ink-3" aria-hidden>
            {hours.map((at, i) =>
              i % every === 0 ? (
                <span
                  key={at}
                  className={cx(
                    'absolute',
                    i === 0 ? '' : i === hours.length - 1 ? '-translate-x-full' : '-translate-x-1/2',
                  )}
                  style={{ left: place(at) }}
                >
                  {localParts(at, zone).hour}
                </span>
              ) : null,
            )}
          </div>
          <ul className="mt-1 flex flex-wrap gap-x-5 gap-y-1 text-caption text-ink-2">
            {[...sums].map(([status, seconds]) => (
              <li key={status} className="flex items-center gap-1.5">
                <span aria-hidden className={cx('h-2.5 w-4', look(status))} />
                {statusName(status, t)} <span className="font-[560] text-ink">{f.duration(seconds)}</span>
              </li>
            ))}
          </ul>
        </div>
      )}
    </Card>
  )
}

function summary({ t, f }: PageKit, sums: ReadonlyMap<string, number>): string {
  return f.list([...sums].map(([status, seconds]) => `${statusName(status, t)} ${f.durationWords(seconds)}`))
}
