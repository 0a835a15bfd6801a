import { z } from 'zod'
import { type RadarPage, type RadarRow, radarState } from '@/lib/boards/radar'
import { roomOf } from '@/lib/boards/team-rows'
import { invalid } from '@/lib/core/errors'
import {
  type RadarEntry,
  type RadarPlace,
  readPeople,
  readRadarEntries,
  readWaitingCounts,
} from '@/lib/db/live'
import { actorOf } from './actor'
import { type Context, requireScope, teamScope } from './context'
import { parseInput } from './parse-input'

const MOST = 500
const HELPERS = 12
const list = z
  .union([z.string(), z.array(z.string())])
  .transform((value) =>
    (Array.isArray(value) ? value : value.split(',')).map((text) => text.trim()).slice(0, 100),
  )

/** `channel`, `team`: one, several with commas; `-` = none. `vip` = VIPs only. */
export const radarInput = z.strictObject({
  channel: list.optional(),
  team: list.optional(),
  vip: z
    .union([z.boolean(), z.enum(['1', 'true', '0', 'false']).transform((v) => v === '1' || v === 'true')])
    .optional(),
  limit: z.coerce.number().int().min(1).max(MOST).optional().describe('rows, default 200'),
  cursor: z.string().max(200).optional().describe('from `nextCursor` of the page before'),
})

const NONE = '-'
const named = (values: readonly string[] | undefined): string[] | null =>
  values === undefined || values.length === 0 ? null : values.map((value) => (value === NONE ? '' : value))

/** The teams asked for within those the asker reaches; null = all. */
function teamsOf(scope: readonly string[] | null, asked: readonly string[] | null): readonly string[] | null {
  if (asked === null) return scope
  return scope === null ? asked : asked.filter((team) => scope.includes(team))
}

const encode = ({ late, due, plain, ticketId }: RadarPlace): string =>
  Buffer.from(JSON.stringify([late, due, plain, ticketId])).toString('base64url')

function decode(cursor: string): RadarPlace {
  const shape = z.tuple([z.int().min(0).max(1), z.int().min(0).max(4e12), z.int().min(0).max(1), z.uuid()])
  try {
    const [late, due, plain, ticketId] = shape.parse(
      JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')),
    )
    return { late, due, plain, ticketId }
  } catch {
    throw invalid('The cursor is none of ours; leave it out to begin anew.', [
      { path: 'cursor', message: 'unknown' },
    ])
  }
}

/**
 * Every conversation that waits for a human, by the time left to its limit, of equals the VIP first; those over by
 * more than a day come last. Within the asker's teams, filtered by channel, team and VIP. Throws 400 naming wrong
 * parameters, 403 without the scope `read`, 503 while the database is away.
 */
export async function readRadar(ctx: Context, input: unknown): Promise<RadarPage> {
  requireScope(ctx, 'read')
  const { channel, team, vip = false, limit = 200, cursor } = parseInput(radarInput, input)
  const scope = teamScope(ctx.principal)
  const teams = teamsOf(scope, named(team))
  const after = cursor === undefined ? null : decode(cursor)
  const [found, counts, people] = await Promise.all([
    readRadarEntries(ctx.now, teams, { channels: named(channel), vip, after, limit: limit + 1 }),
    readWaitingCounts(ctx.now, scope),
    readPeople(scope),
  ])
  const loads = new Map(people.map(({ agent, open, capacity }) => [agent, { open, capacity }]))
  const shown = found.slice(0, limit)
  const last = shown.at(-1)
  return {
    at: new Date(ctx.now).toISOString(),
    rows: shown.map((entry) => rowOf(ctx, entry, loads)),
    nextCursor: found.length > limit && last !== undefined ? encode(last.place) : null,
    channels: counts.map(({ channel: of, waiting, overdue, soon, vipOverdue }) => ({
      channel: of,
      waiting,
      overdue,
      soon,
      vipOverdue,
    })),
    waiting: counts.reduce((sum, row) => sum + row.waiting, 0),
    overdue: counts.reduce((sum, row) => sum + row.overdue, 0),
    soon: counts.reduce((sum, row) => sum + row.soon, 0),
    free: people
      .map((person) => ({ agent: person.agent, team: person.team, room: roomOf(person) }))
      .filter(({ room }) => room > 0)
      .sort((a, b) => b.room - a.room || (a.agent < b.agent ? -1 : 1))
      .slice(0, HELPERS),
  }
}

type Loads = ReadonlyMap<string, { readonly open: number; readonly capacity: number | null }>

function rowOf(ctx: Context, entry: RadarEntry, loads: Loads): RadarRow {
  const { claim, note } = entry
  const limit = entry.limitMs ?? entry.dueAt - entry.since
  const left = entry.dueAt - ctx.now
  return {
    source: entry.source,
    subject: entry.subject,
    who: entry.who,
    vip: entry.vip,
    channel: entry.channel,
    team: entry.team,
    agent: entry.agent,
    issueType: entry.issueType,
    waitingFor: entry.waitingFor,
    since: new Date(entry.since).toISOString(),
    dueAt: new Date(entry.dueAt).toISOString(),
    limitSeconds: Math.round(limit / 1000),
    secondsLeft: Math.round(left / 1000),
    state: radarState(left / 1000, limit / 1000),
    agentLoad: (entry.agent === null ? undefined : loads.get(entry.agent)) ?? null,
    claim:
      claim === null
        ? null
        : {
            name: claim.name,
            at: new Date(claim.at).toISOString(),
            mine: claim.by === actorOf(ctx.principal),
          },
    note: note === null ? null : { text: note.text, by: note.by, at: new Date(note.at).toISOString() },
  }
}
