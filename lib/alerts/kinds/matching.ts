/** Which conversations a rule is about. Pure. */
import { z } from 'zod'
import type { ComplaintFact, TicketFact } from '@/lib/facts/shapes'
import type { AlarmScope } from '../types'
import { namesSchema } from './scopes'

/** The tier that is treated as VIP everywhere in the product. */
export const VIP = 'vip'

/** Conditions on a conversation; of each list one must fit, and all lists unless `any`. Empty = every conversation. */
export const matchSchema = z.strictObject({
  /** true = it is enough that one of the conditions fits */
  any: z.boolean().optional(),
  channels: namesSchema.optional(),
  teams: namesSchema.optional(),
  customerTiers: namesSchema.optional(),
  /** beginnings of the address of the page the customer came from */
  entryPages: namesSchema.optional(),
  products: namesSchema.optional(),
  issueTypes: namesSchema.optional(),
  priorities: namesSchema.optional(),
  tags: namesSchema.optional(),
  /** a complaint was filed on it, of one of these categories; an empty list = of any */
  complaints: z.array(z.string().min(1).max(400)).max(200).optional(),
})
export type Match = z.infer<typeof matchSchema>

export const isVip = (ticket: Pick<TicketFact, 'customerTier'>): boolean => ticket.customerTier === VIP

/** Whether a conversation fits. */
export function matches(
  match: Match,
  ticket: Pick<
    TicketFact,
    'channel' | 'teamLast' | 'customerTier' | 'entryPage' | 'product' | 'issueType' | 'priority' | 'tags'
  >,
  complaints: readonly Pick<ComplaintFact, 'category' | 'issueType'>[],
): boolean {
  const within = (values: readonly string[] | undefined, value: string | null): boolean | null =>
    values === undefined ? null : value !== null && values.includes(value)
  const fits = [
    within(match.channels, ticket.channel),
    within(match.teams, ticket.teamLast),
    within(match.customerTiers, ticket.customerTier),
    match.entryPages === undefined
      ? null
      : match.entryPages.some((page) => ticket.entryPage?.startsWith(page) === true),
    within(match.products, ticket.product),
    within(match.issueTypes, ticket.issueType),
    within(match.priorities, ticket.priority),
    match.tags === undefined ? null : match.tags.some((tag) => ticket.tags?.includes(tag) === true),
    match.complaints === undefined ? null : complaintsOf(match, complaints).length > 0,
  ].filter((fit) => fit !== null)
  if (fits.length === 0) return true
  return match.any === true ? fits.some(Boolean) : fits.every(Boolean)
}

/**
 * The complaints a condition means; without one, none. A complaint without a category is filed under the conversation's
 * issue type.
 */
export function complaintsOf<T extends Pick<ComplaintFact, 'category' | 'issueType'>>(
  { complaints: categories }: Pick<Match, 'complaints'>,
  complaints: readonly T[],
): readonly T[] {
  if (categories === undefined) return []
  if (categories.length === 0) return complaints
  return complaints.filter(({ category, issueType }) => categories.includes(category ?? issueType ?? ''))
}

/** What an alarm about a conversation is about. */
export function conversationScope(
  ticket: Pick<
    TicketFact,
    | 'source'
    | 'subject'
    | 'channel'
    | 'teamLast'
    | 'agentLast'
    | 'product'
    | 'issueType'
    | 'region'
    | 'customerTier'
    | 'campaign'
    | 'priority'
  >,
): AlarmScope {
  const {
    source,
    subject,
    channel,
    teamLast,
    agentLast,
    product,
    issueType,
    region,
    customerTier,
    campaign,
    priority,
  } = ticket
  return {
    channel,
    team: teamLast,
    agent: agentLast,
    product,
    issueType,
    region,
    customerTier,
    campaign,
    priority,
    source,
    subject,
  }
}
