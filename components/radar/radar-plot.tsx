'use client'

import { useTranslations } from 'use-intl'
import { useFormats } from '@/components/shell/locale-provider'
import { type RadarPage, type RadarRow, radarState, secondsLeft } from '@/lib/boards/radar'
import { channelName } from '@/lib/i18n/names'

/** Seconds over and left that the picture spans; what lies beyond stands at its edge. */
const OVER = 120
const LEFT = 180
const LANES = 5
const LANE_PX = 34
const AXIS_PX = 26

const place = (left: number): number => ((Math.min(LEFT, Math.max(-OVER, left)) + OVER) / (OVER + LEFT)) * 100

interface Lane {
  readonly name: string
  readonly waiting: number
  readonly rows: readonly RadarRow[]
}

const COLOR = { bad: 'var(--bad)', watch: 'var(--watch-shape)', ok: 'var(--ink-3)' } as const

function Mark({ row, now }: { readonly row: RadarRow; readonly now: number }) {
  const left = secondsLeft(row, now)
  const state = radarState(left, row.limitSeconds)
  return (
    <svg
      viewBox="0 0 20 20"
      width="20"
      height="20"
      aria-hidden
      className="absolute top-1/2 -translate-x-1/2 -translate-y-1/2"
      style={{ left: `${place(left)}%`, color: COLOR[state] }}
    >
      {row.vip ? (
        <rect
          x="1"
          y="1"
          width="18"
          height="18"
          rx="2.5"
          fill="var(--gold-bg)"
          stroke="var(--gold-line)"
          strokeWidth="1.4"
        />
      ) : null}
      {state === 'bad' ? <rect x="5" y="5" width="10" height="10" fill="currentColor" /> : null}
      {state === 'watch' ? <path d="M10 4.4 15.6 15H4.4Z" fill="currentColor" /> : null}
      {state === 'ok' ? <circle cx="10" cy="10" r="4" fill="currentColor" /> : null}
    </svg>
  )
}

/** Who waits on which channel, and how far from the limit: a lane a channel, the limit as a line through all. */
export function RadarPlot({
  page,
  rows,
  now,
  stale,
}: {
  readonly page: RadarPage
  readonly rows: readonly RadarRow[]
  readonly now: number
  readonly stale: boolean
}) {
  const t = useTranslations('radar')
  const f = useFormats()
  const counts = page.channels.filter(({ channel }) => rows.some((row) => row.channel === channel))
  // Rows come by the time left: the channel of the first one burns most.
  const urgency = new Map<string | null, number>()
  rows.forEach(({ channel }, i) => {
    if (!urgency.has(channel)) urgency.set(channel, i)
  })
  const order = [...counts].sort((a, b) => (urgency.get(a.channel) ?? 0) - (urgency.get(b.channel) ?? 0))
  const own = order.length <= LANES + 1 ? order : order.slice(0, LANES)
  const rest = order.slice(own.length)
  const lanes: Lane[] = own.map(({ channel }) => {
    const inLane = rows.filter((row) => row.channel === channel)
    return { name: channelName(f.locale, channel), waiting: inLane.length, rows: inLane }
  })
  if (rest.length > 0) {
    const inLane = rows.filter((row) => rest.some(({ channel }) => channel === row.channel))
    lanes.push({ name: t('restChannels', { count: rest.length }), waiting: inLane.length, rows: inLane })
  }
  const ticks = [-120, -60, 0, 60, 120, 180]
  return (
    <section
      className={`card mb-3 px-4 pt-3 pb-2 max-md:hidden ${stale ? 'opacity-60' : ''}`}
      role="img"
      aria-label={t('plot')}
      data-radar-plot
    >
      <div className="grid grid-cols-[84px_minmax(0,1fr)_84px]">
        <div>
          {lanes.map((lane) => (
            <div
              key={lane.name}
              className="flex items-center truncate text-body text-ink"
              style={{ height: LANE_PX }}
            >
              {lane.name}
            </div>
          ))}
        </div>
        <div className="relative" style={{ height: lanes.length * LANE_PX + AXIS_PX }}>
          <div
            className="absolute top-0 left-0 bg-sunken"
            style={{ width: `${place(0)}%`, height: lanes.length * LANE_PX }}
          />
          {ticks.map((tick) => (
            <div key={tick}>
              <div
                className={`absolute top-0 ${tick === 0 ? 'w-0.5 bg-ink' : 'w-px bg-line'}`}
                style={{ left: `${place(tick)}%`, height: lanes.length * LANE_PX }}
              />
              <div
                className={`absolute text-caption whitespace-nowrap ${tick === 0 ? 'font-[600] text-ink' : 'text-ink-3'}`}
                style={{
                  left: `${place(tick)}%`,
                  top: lanes.length * LANE_PX + 5,
                  transform: tick === -120 ? 'none' : tick === 180 ? 'translateX(-100%)' : 'translateX(-50%)',
                }}
              >
                {tick === 0
                  ? t('due')
                  : tick < 0
                    ? t('over', { time: f.clock(-tick) })
                    : t('left', { time: `${f.clock(tick)}${tick === LEFT ? '+' : ''}` })}
              </div>
            </div>
          ))}
          {lanes.map((lane, i) => (
            <div
              key={lane.name}
              className="absolute inset-x-0 border-b border-line"
              style={{ top: i * LANE_PX, height: LANE_PX }}
            >
              {lane.rows.map((row) => (
                <Mark key={`${row.source} ${row.subject}`} row={row} now={now} />
              ))}
            </div>
          ))}
        </div>
        <div>
          {lanes.map((lane) => (
            <div
              key={lane.name}
              className="flex items-center justify-end text-caption text-ink-3"
              style={{ height: LANE_PX }}
            >
              {t('queue', { count: lane.waiting })}
            </div>
          ))}
        </div>
      </div>
    </section>
  )
}
