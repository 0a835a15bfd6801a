/** One ticket as `GET /tickets/{source}/{subject}` answers it: instants in RFC 3339, durations in seconds. */
import type { Names } from '@/components/people/agent-names'
import type { Formats } from '@/lib/i18n/format'
import type { Locale } from '@/lib/i18n/locale'
import type { Translate } from '@/lib/i18n/translate'
import type { Limit, Stretch } from './ticket-clock'

type Fields = Readonly<Record<string, unknown>>

export interface TicketDetail {
  readonly source: string
  readonly subject: string
  readonly ticket: Fields
  readonly segments: readonly Stretch[]
  readonly limits: readonly Limit[]
  readonly messages: readonly {
    readonly id: string
    readonly at: string
    readonly from: string | null
    readonly agent: string | null
    readonly text: string | null
    readonly public: boolean
    readonly auto: boolean
  }[]
  readonly events: readonly {
    readonly id: string
    readonly type: string
    readonly at: string
    readonly data: unknown
  }[]
  readonly moreEvents: boolean
  readonly episodes: readonly Fields[]
  readonly answers: readonly Fields[]
  /** the asker may claim and note it */
  readonly mayAct: boolean
  /** the customer, masked */
  readonly who: string | null
  readonly waits: boolean
  readonly claim: { readonly name: string; readonly at: string; readonly mine: boolean } | null
  readonly notes: readonly { readonly text: string; readonly by: string; readonly at: string }[]
}

/** What the parts of a ticket are written with, on the server as in the browser. */
export interface TicketKit {
  readonly t: Translate
  readonly f: Formats
  readonly locale: Locale
  /** epoch ms */
  readonly now: number
  /** how the reader sees agents */
  readonly names: Names
}

/** A text that is there and not empty, else null. */
export const textOf = (value: unknown): string | null =>
  typeof value === 'string' && value !== '' ? value : null

/** A number that is there, else null. */
export const numberIn = (value: unknown): number | null => (typeof value === 'number' ? value : null)

/** The ticket's state in a word. */
export function stateWord(ticket: Fields, t: Translate): string {
  switch (textOf(ticket.state)) {
    case 'open':
      return textOf(ticket.waitingSince) ? t('tickets.stateWaiting') : t('tickets.stateOpen')
    case 'resolved':
      return t('tickets.stateResolved')
    case 'closed':
      return t('tickets.stateClosed')
    default:
      return t('tickets.stateAbandoned')
  }
}
