import Link from 'next/link'
import { agentHref, agentName } from '@/components/people/agent-names'
import { cx } from '@/components/ui/classes'
import { StateGlyph } from '@/components/ui/state-badge'
import { ClockBar, ClockLegend } from './clock-bar'
import { clockOf } from './ticket-clock'
import { numberIn, type TicketDetail, type TicketKit, textOf } from './ticket-detail'

/** The clock bar with its limits, and the three facts under it. */
export function TicketClock({ kit, detail }: { readonly kit: TicketKit; readonly detail: TicketDetail }) {
  const { t, f, now, names } = kit
  const clock = clockOf(detail.segments, detail.limits, {
    kind: (kind) =>
      ({
        waiting: t('ticket.segmentWait'),
        handling: t('ticket.segmentHandle'),
        waiting_for_customer: t('ticket.segmentCustomer'),
        transfer: t('ticket.segmentTransfer'),
      })[kind],
    duration: f.duration,
    time: f.timeSeconds,
    agent: (agent) => agentName(names, agent),
    limit: (kind, seconds) => {
      const limit = f.duration(seconds)
      if (kind === 'round') return t('ticket.limitRound', { limit })
      return kind === 'resolution'
        ? t('ticket.limitResolution', { limit })
        : t('ticket.limitFirst', { limit })
    },
  })
  const first = detail.episodes[0]
  const firstLimit = detail.limits.find((limit) => limit.kind === 'first_response')
  const started = textOf(first?.startedAt)
  const due = textOf(first?.dueAt)
  const limitSeconds = started && due ? (Date.parse(due) - Date.parse(started)) / 1000 : null
  const waiting = textOf(detail.ticket.waitingSince)
  const waited = numberIn(first?.waitSeconds) ?? (waiting ? (now - Date.parse(waiting)) / 1000 : null)
  const late =
    firstLimit?.met === false || (limitSeconds !== null && waited !== null && waited > limitSeconds)
  const agent = textOf(detail.ticket.agentLast) ?? textOf(detail.ticket.agentSettled)
  const page = agent === null ? undefined : agentHref(names, agent)
  const start = detail.segments[0]?.from ?? textOf(detail.ticket.firstAt)
  const open = detail.segments.at(-1)?.to === null
  const facts: readonly { readonly name: string; readonly value: React.ReactNode }[] = [
    {
      name: t('ticket.firstResponse'),
      value: (
        <span className={cx('flex items-center gap-2', late && 'text-bad')}>
          {waited === null ? null : <StateGlyph state={late ? 'bad' : 'ok'} />}
          {f.duration(waited)}
          {limitSeconds === null ? null : (
            <span className={late ? '' : 'text-ink-3'}>/ {f.duration(limitSeconds)}</span>
          )}
        </span>
      ),
    },
    { name: t('ticket.resolution'), value: f.duration(numberIn(detail.ticket.resolutionSeconds)) },
    {
      name: t('ticket.owner'),
      value:
        agent === null ? (
          t('tickets.unassigned')
        ) : page === undefined ? (
          agentName(names, agent)
        ) : (
          <Link href={page} className="num">
            {agentName(names, agent)}
          </Link>
        ),
    },
  ]
  return (
    <>
      <p className="flex flex-wrap justify-between gap-2 text-body text-ink-2">
        <span>{start ? t('ticket.since', { time: `${f.day(start)} ${f.timeSeconds(start)}` }) : ''}</span>
        <span>
          {open ? t('ticket.elapsed') : t('ticket.took')}{' '}
          <b className="font-[620] text-ink">{f.duration(clock.seconds)}</b>
        </span>
      </p>
      {clock.parts.length === 0 ? (
        <p className="py-6 text-body text-ink-3">{t('ticket.noClock')}</p>
      ) : (
        <>
          <ClockBar parts={clock.parts} ticks={clock.ticks} label={t('ticket.facts')} />
          <div className="mt-2">
            <ClockLegend sums={clock.sums} />
          </div>
        </>
      )}
      <dl className="mt-4 grid grid-cols-3 gap-4 border-t border-line pt-3 max-md:gap-2">
        {facts.map((fact) => (
          <div key={fact.name}>
            <dt className="text-caption text-ink-3">{fact.name}</dt>
            <dd className="text-card font-[600] text-ink">{fact.value}</dd>
          </div>
        ))}
      </dl>
    </>
  )
}
