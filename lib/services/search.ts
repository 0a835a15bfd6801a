import { z } from 'zod'
import { invalid } from '@/lib/core/errors'
import { maskText } from '@/lib/core/masking'
import { bestMatches } from '@/lib/core/match'
import { findCustomersByStart, findTickets } from '@/lib/db/search'
import { agentLabel, channelName, isHiddenChannel, teamName } from '@/lib/i18n/names'
import { METRICS } from '@/lib/metrics/catalogue'
import { isStorable } from '@/lib/metrics/parse-query'
import type { Locale } from '@/lib/metrics/types'
import { type Context, requireScope, teamScope } from './context'
import { shownName } from './rows-input'
import { runQuery } from './run-query'

/** The parameter of `GET /search`. */
export const SearchSchema = z.object({
  q: z
    .string()
    .describe('1–80 characters: a name or its part; for tickets and customers the beginning of the id'),
})

/** What was found, a few of each kind, best first; names and ids of customers masked. */
export interface SearchAnswer {
  readonly metrics: readonly { readonly id: string; readonly label: Readonly<Record<Locale, string>> }[]
  readonly channels: readonly string[]
  readonly teams: readonly string[]
  readonly agents: readonly string[]
  readonly customers: readonly {
    readonly source: string
    readonly customer: string
    readonly shownId: string
    readonly who: string | null
    readonly vip: boolean
  }[]
  readonly tickets: readonly {
    readonly source: string
    readonly subject: string
    readonly title: string | null
    readonly channel: string | null
    readonly who: string | null
    readonly vip: boolean
  }[]
}

const EACH = 6
/** From how many characters on ids are looked for: shorter beginnings fit half of everything. */
const ID_FROM = 3
const DIRECTORY_MS = 60_000
const SCOPES_MAX = 100

interface Directory {
  readonly channels: readonly string[]
  readonly teams: readonly string[]
  readonly agents: readonly string[]
}

const directories = new Map<string, { readonly at: number; readonly names: Promise<Directory> }>()

/** Channels, teams and agents with tickets in the last four weeks; asked at most once a minute for a scope. */
function directoryOf(ctx: Context): Promise<Directory> {
  const key = JSON.stringify(teamScope(ctx.principal))
  const known = directories.get(key)
  if (known !== undefined && Math.abs(ctx.now - known.at) < DIRECTORY_MS) return known.names
  if (directories.size >= SCOPES_MAX) directories.clear()
  const names = readDirectory(ctx)
  directories.set(key, { at: ctx.now, names })
  names.catch(() => directories.delete(key))
  return names
}

async function readDirectory(ctx: Context): Promise<Directory> {
  const [channels, teams, agents] = await Promise.all(
    (['channel', 'team', 'agent'] as const).map(async (dimension) => {
      const { rows } = await runQuery(ctx, {
        metrics: ['tickets_opened'],
        dimensions: [dimension],
        period: { preset: 'last_28_days' },
        orderBy: [{ id: 'tickets_opened', direction: 'desc' }],
        limit: 1_000,
      })
      return rows.flatMap((row) => {
        const name = row[dimension]
        return typeof name === 'string' && !(dimension === 'channel' && isHiddenChannel(name)) ? [name] : []
      })
    }),
  )
  return { channels: channels ?? [], teams: teams ?? [], agents: agents ?? [] }
}

/** Agents see no other agent's page, so they find none. */
function seesAgents({ principal }: Context): boolean {
  return principal.kind !== 'user' || principal.role !== 'agent'
}

/**
 * Finds metrics, channels, teams, agents, customers and tickets within the asker's teams: at most six of each.
 * Throws 400 where `q` is empty or longer than 80 characters, 403 without the scope `read`, 503 while the database is
 * away.
 */
export async function search(ctx: Context, input: { readonly q: string | null }): Promise<SearchAnswer> {
  requireScope(ctx, 'read')
  const q = (input.q ?? '').trim()
  if (q === '' || q.length > 80 || !isStorable(q)) {
    throw invalid('The search needs 1 to 80 characters.', [{ path: 'q', message: '1 to 80 characters' }])
  }
  const teams = teamScope(ctx.principal)
  const byId = q.length >= ID_FROM
  const [directory, tickets, customers] = await Promise.all([
    directoryOf(ctx),
    byId ? findTickets(q, teams, EACH) : [],
    byId ? findCustomersByStart(q, teams, EACH) : [],
  ])
  return {
    metrics: bestMatches(
      q,
      METRICS,
      ({ id, text }) => [id, text.zh.label, text.en.label, ...text.zh.synonyms, ...text.en.synonyms],
      EACH,
    ).map(({ id, text }) => ({ id, label: { zh: text.zh.label, en: text.en.label } })),
    channels: bestMatches(
      q,
      directory.channels,
      (id) => [id, channelName('zh', id), channelName('en', id)],
      EACH,
    ),
    teams: bestMatches(q, directory.teams, (name) => [name, teamName(name)], EACH),
    agents: seesAgents(ctx) ? bestMatches(q, directory.agents, (name) => [name, agentLabel(name)], EACH) : [],
    customers: customers.map((row) => ({
      source: row.source,
      customer: row.customer,
      shownId: maskText(row.customer),
      who: shownName(row.name, row.customer),
      vip: row.vip,
    })),
    tickets: tickets.map((row) => ({
      source: row.source,
      subject: row.subject,
      title: row.title === null ? null : maskText(row.title),
      channel: row.channel,
      who: row.name === null ? null : shownName(row.name, null),
      vip: row.vip,
    })),
  }
}
