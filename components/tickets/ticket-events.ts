import { agentName } from '@/components/people/agent-names'
import { TICKET_EVENT_TYPES } from '@/lib/facts/event'
import { teamName } from '@/lib/i18n/names'
import { numberIn, type TicketDetail, type TicketKit, textOf } from './ticket-detail'

const KNOWN = [
  ...TICKET_EVENT_TYPES,
  'survey.sent',
  'survey.answered',
  'complaint.filed',
  'suggestion.submitted',
  'suggestion.decided',
] as const

/** An event in words; a type that nobody knows yet by its own name. */
export function eventWords(
  event: TicketDetail['events'][number],
  { t, names }: Pick<TicketKit, 't' | 'names'>,
): string {
  const known = KNOWN.find((type) => type === event.type)
  if (!known) return event.type
  const named = (value: unknown) => {
    const agent = textOf(value)
    return agent === null ? '—' : agentName(names, agent)
  }
  const data = (typeof event.data === 'object' && event.data !== null ? event.data : {}) as Readonly<
    Record<string, unknown>
  >
  if (known === 'ticket.transferred') {
    const agent = textOf(data.toAgent)
    const team = textOf(data.toTeam)
    const to = agent !== null ? agentName(names, agent) : team === null ? null : teamName(team)
    if (to) return t('ticket.transfer', { from: named(data.fromAgent), to })
  }
  return t(`event.${known.replace('.', '_') as 'ticket_opened'}`, {
    agent: named(data.agent),
    score: numberIn(data.score) ?? '—',
  })
}

/** Something that is said between the messages: an event, or a limit that broke. */
export interface Aside {
  readonly id: string
  readonly at: string
  readonly words: string
  readonly broken: boolean
}

/** What happened beside the messages, in order of time: events in words, limits that broke, colleagues' notes. */
export function asidesOf(detail: TicketDetail, kit: TicketKit): Aside[] {
  const events = detail.events
    .filter((event) => event.type !== 'message.sent')
    .map((event) => ({ id: event.id, at: event.at, words: eventWords(event, kit), broken: false }))
  const limits = detail.limits.flatMap(({ kind, at, met }) => {
    if (met !== false) return []
    const words =
      kind === 'first_response'
        ? kit.t('ticket.brokeFirst')
        : kind === 'round'
          ? kit.t('ticket.brokeRound')
          : kind === 'resolution'
            ? kit.t('ticket.brokeResolution')
            : null
    return words === null ? [] : [{ id: `${kind} ${at}`, at, words, broken: true }]
  })
  const notes = detail.notes.map((note) => ({
    id: `note ${note.at} ${note.text}`,
    at: note.at,
    words: kit.t('ticket.noteBy', { by: note.by, text: note.text }),
    broken: false,
  }))
  return [...events, ...limits, ...notes].sort((a, b) => Date.parse(a.at) - Date.parse(b.at))
}
