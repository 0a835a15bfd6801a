import { notFound } from '@/lib/core/errors'
import { formatInZone } from '@/lib/core/grain'
import { maskText } from '@/lib/core/masking'
import { DAY, startOfDay } from '@/lib/core/zone'
import { type CustomerFigures, readCustomer } from '@/lib/db/customer-view'
import { type Context, requireScope, teamScope } from './context'
import { readTenant } from './read-tenant'
import { shownName } from './rows-input'

/** Days the figures of a customer look back. */
export const CUSTOMER_DAYS = 365

export interface ShownCustomerTicket {
  readonly subject: string
  readonly channel: string | null
  readonly team: string | null
  readonly agent: string | null
  readonly product: string | null
  readonly issueType: string | null
  readonly title: string | null
  readonly state: string
  readonly openedAt: string
  /** when it was resolved or closed; null while it is open */
  readonly endedAt: string | null
  readonly lastAt: string
  readonly waitingSince: string | null
  readonly resolutionDueAt: string | null
  readonly reopened: boolean
  readonly firstResponseSeconds: number | null
  readonly answers: readonly {
    readonly at: string
    readonly kind: string
    readonly scale: string
    readonly score: number
    /** on 1–5 for satisfaction, else as `score` */
    readonly normal: number
    readonly comment: string | null
  }[]
  readonly complaints: readonly {
    readonly at: string
    readonly level: string
    readonly category: string | null
    readonly text: string | null
  }[]
  readonly suggestions: readonly {
    readonly at: string
    readonly decidedAt: string | null
    readonly adopted: boolean | null
    readonly text: string | null
  }[]
}

export interface CustomerDetail {
  readonly source: string
  readonly customer: string
  readonly shownId: string
  /** masked, as are telephone and address */
  readonly who: string | null
  readonly phone: string | null
  readonly email: string | null
  readonly tier: string | null
  readonly region: string | null
  readonly tags: readonly string[]
  readonly value: number | null
  readonly lastActiveAt: string | null
  readonly orders: {
    readonly count: number
    /** of those that name an amount; null = none does */
    readonly sum: number | null
    readonly lastAt: string | null
    /** the latest first, at most 500 */
    readonly rows: readonly {
      readonly at: string
      readonly amount: number | null
      readonly product: string | null
      readonly orderId: string | null
    }[]
  }
  /** figures of the last 365 days: sums and counts */
  readonly figures: CustomerFigures
  readonly figuresFrom: string
  readonly figuresTo: string
  /** the latest first, at most 500 */
  readonly tickets: readonly ShownCustomerTicket[]
  readonly moreTickets: boolean
  /** customers of other sources with the same telephone number or address: perhaps the same person */
  readonly twins: readonly {
    readonly source: string
    readonly customer: string
    readonly who: string | null
    readonly by: 'phone' | 'email'
    readonly tickets: number
  }[]
}

const byTicket = <Row extends { readonly ticketId: string }>(rows: readonly Row[]): Map<string, Row[]> => {
  const found = new Map<string, Row[]>()
  for (const row of rows) found.set(row.ticketId, [...(found.get(row.ticketId) ?? []), row])
  return found
}
const hidden = (text: string | null): string | null => (text === null ? null : maskText(text))

/**
 * One customer of one source: who, all visible tickets with what was said on them, orders, figures. Throws 404, with
 * the same words, where there is none and where no ticket was ever with one of the asker's teams.
 */
export async function getCustomer(ctx: Context, source: string, customer: string): Promise<CustomerDetail> {
  requireScope(ctx, 'read')
  const { zone } = await readTenant(ctx.now)
  if (/\0|\p{Surrogate}/u.test(source + customer)) throw notFound()
  const to = ctx.now + 1
  const from = startOfDay(ctx.now - CUSTOMER_DAYS * DAY, zone)
  const found = await readCustomer(source, customer, teamScope(ctx.principal), { from, to })
  if (found === null) throw notFound()
  const at = (instant: number) => formatInZone(instant, zone)
  const time = (instant: number | null) => (instant === null ? null : at(instant))
  const answers = byTicket(found.answers)
  const complaints = byTicket(found.complaints)
  const suggestions = byTicket(found.suggestions)
  const { profile } = found
  return {
    source,
    customer,
    shownId: maskText(customer),
    who: shownName(profile?.name ?? null, customer),
    phone: hidden(profile?.phone ?? null),
    email: hidden(profile?.email ?? null),
    tier: profile?.tier ?? null,
    region: profile?.region ?? null,
    tags: profile?.tags ?? [],
    value: profile?.lifetimeValueCents === null || !profile ? null : profile.lifetimeValueCents / 100,
    lastActiveAt: time(profile?.lastActiveAt ?? null),
    orders: {
      count: found.orderCount,
      sum: found.orderSum,
      lastAt: time(found.orders[0]?.at ?? null),
      rows: found.orders.map((order) => ({ ...order, at: at(order.at) })),
    },
    figures: found.figures,
    figuresFrom: at(from),
    figuresTo: at(to),
    tickets: found.tickets.map((ticket) => ({
      subject: ticket.subject,
      channel: ticket.channel,
      team: ticket.team,
      agent: ticket.agent,
      product: ticket.product,
      issueType: ticket.issueType,
      title: hidden(ticket.title),
      state: ticket.state,
      openedAt: at(ticket.openedAt),
      endedAt: ticket.state === 'open' ? null : time(ticket.resolvedAt ?? ticket.closedAt ?? ticket.lastAt),
      lastAt: at(ticket.lastAt),
      waitingSince: time(ticket.waitingSince),
      resolutionDueAt: ticket.state === 'open' ? time(ticket.resolutionDueAt) : null,
      reopened: ticket.reopened,
      firstResponseSeconds: ticket.waitMs === null ? null : ticket.waitMs / 1000,
      answers: (answers.get(ticket.ticketId) ?? []).map((answer) => ({
        at: at(answer.at),
        kind: answer.kind,
        scale: answer.scale,
        score: answer.scoreMilli / 1000,
        normal: answer.normalMilli / 1000,
        comment: hidden(answer.comment),
      })),
      complaints: (complaints.get(ticket.ticketId) ?? []).map((complaint) => ({
        at: at(complaint.at),
        level: complaint.level,
        category: complaint.category,
        text: hidden(complaint.text),
      })),
      suggestions: (suggestions.get(ticket.ticketId) ?? []).map((suggestion) => ({
        at: at(suggestion.at),
        decidedAt: time(suggestion.decidedAt),
        adopted: suggestion.adopted,
        text: hidden(suggestion.text),
      })),
    })),
    moreTickets: found.moreTickets,
    twins: found.twins.map(({ name, ...twin }) => ({ ...twin, who: shownName(name, twin.customer) })),
  }
}
