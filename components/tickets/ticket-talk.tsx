import { agentName } from '@/components/people/agent-names'
import { cx } from '@/components/ui/classes'
import type { TicketDetail, TicketKit } from './ticket-detail'
import { asidesOf } from './ticket-events'

const ROW = 'grid grid-cols-[64px_minmax(0,1fr)] gap-x-3'

/** The talk by time: messages, and between them what happened, in the third ink; machines and notes likewise. */
export function TicketTalk({ kit, detail }: { readonly kit: TicketKit; readonly detail: TicketDetail }) {
  const { t, f, names } = kit
  const rows = [
    ...detail.messages.map((message) => ({ at: message.at, message, aside: null })),
    ...asidesOf(detail, kit).map((aside) => ({ at: aside.at, message: null, aside })),
  ].sort((a, b) => Date.parse(a.at) - Date.parse(b.at))
  const time = (at: string) => (
    <time dateTime={at} title={f.dateTime(at)} className="text-body text-ink-3">
      {f.timeSeconds(at)}
    </time>
  )
  return (
    <>
      <ol className="flex flex-col gap-4">
        {rows.map(({ at, message, aside }) => {
          if (message === null)
            return (
              <li key={`aside ${aside.id}`} className={ROW}>
                {time(at)}
                <p
                  className={cx(
                    'text-body [overflow-wrap:anywhere]',
                    aside.broken ? 'text-bad' : 'text-ink-3',
                  )}
                >
                  {aside.words}
                </p>
              </li>
            )
          const quiet = message.from === 'system' || message.from === 'bot' || message.auto || !message.public
          const who =
            message.from === 'customer'
              ? t('ticket.customer')
              : message.from === 'bot'
                ? t('ticket.bot')
                : message.from === 'system'
                  ? t('ticket.system')
                  : message.agent === null
                    ? t('ticket.agent')
                    : agentName(names, message.agent)
          const mark = [
            message.public ? null : t('ticket.private'),
            message.auto ? t('ticket.auto') : null,
          ].filter((part) => part !== null)
          return (
            <li key={message.id} className={ROW} data-from={message.from}>
              {time(at)}
              <div className="min-w-0">
                <p className="text-caption text-ink-3">
                  <span className={quiet ? '' : 'font-[540] text-ink-2'}>{who}</span>
                  {mark.length > 0 ? ` · ${mark.join(' · ')}` : ''}
                </p>
                <p
                  className={cx(
                    'text-card leading-[22px] [overflow-wrap:anywhere] whitespace-pre-line',
                    quiet ? 'text-ink-3' : 'text-ink',
                  )}
                >
                  {message.text ?? t('ticket.hidden')}
                </p>
              </div>
            </li>
          )
        })}
      </ol>
      {detail.messages.length === 0 ? (
        <p className="pt-3 text-body text-ink-3">{t('ticket.noMessages')}</p>
      ) : null}
      {detail.moreEvents ? <p className="pt-3 text-caption text-ink-3">{t('ticket.moreEvents')}</p> : null}
    </>
  )
}
