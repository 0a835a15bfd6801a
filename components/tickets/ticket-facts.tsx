import { dimensionValueName, teamName } from '@/lib/i18n/names'
import { DIMENSIONS } from '@/lib/metrics/types'
import { numberIn, type TicketDetail, type TicketKit, textOf } from './ticket-detail'

/** What is known of a ticket: its dimensions, handling time and ratings. */
export function TicketFacts({ kit, detail }: { readonly kit: TicketKit; readonly detail: TicketDetail }) {
  const { t, f, locale } = kit
  const { ticket } = detail
  const rows: (readonly [string, string])[] = []
  for (const dimension of DIMENSIONS) {
    if (dimension === 'team' || dimension === 'agent') continue
    const value = textOf(ticket[dimension])
    if (value !== null) rows.push([t(`dimension.${dimension}`), dimensionValueName(locale, dimension, value)])
  }
  const team = textOf(ticket.teamLast)
  if (team) rows.push([t('dimension.team'), teamName(team)])
  const aht = numberIn(ticket.ahtSeconds)
  if (aht !== null) rows.push([t('agents.aht'), f.duration(aht)])
  for (const answer of detail.answers) {
    const score = numberIn(answer.score)
    if (score === null) continue
    const comment = textOf(answer.comment)
    rows.push([
      t('ticket.rating'),
      comment ? `${score} · ${t('ticket.quote', { text: comment })}` : String(score),
    ])
  }
  return (
    <dl className="grid grid-cols-[88px_minmax(0,1fr)] gap-x-3 gap-y-1.5">
      {rows.map(([name, value]) => (
        <div key={`${name} ${value}`} className="contents">
          <dt className="text-ink-3">{name}</dt>
          <dd className="[overflow-wrap:anywhere] text-ink">{value}</dd>
        </div>
      ))}
    </dl>
  )
}
