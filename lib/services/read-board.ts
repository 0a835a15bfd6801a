import { AlarmBook, type AlarmSource } from '@/lib/boards/alarm-book'
import {
  type Board,
  type BoardParts,
  type BoardQuery,
  type LiveReadings,
  NO_READINGS,
  type ReadingId,
} from '@/lib/boards/board'
import { ALWAYS, type Hours, hoursOf, together } from '@/lib/boards/hours'
import { findBoard } from '@/lib/boards/registry'
import { unwatched, withStored } from '@/lib/boards/stored-alarms'
import type { AlarmsResult, AutomationResult, Frame, TileValue } from '@/lib/boards/types'
import { forbidden, notFound } from '@/lib/core/errors'
import { log } from '@/lib/core/log'
import { comparePeriod } from '@/lib/core/period'
import { dayNumberAt, startOfDay } from '@/lib/core/zone'
import { readBoardAlarms } from '@/lib/db/board-alarms'
import {
  readChannelSources,
  readPeople,
  readQueueHistory,
  readRecent,
  readSourceReadings,
  readWaiting,
  readWords,
} from '@/lib/db/live'
import { readAnswers, readComplaints } from '@/lib/db/live-voices'
import { readFoldConfig, readSettings } from '@/lib/db/settings'
import type { FoldConfig } from '@/lib/facts/config'
import type { QueryResult } from '@/lib/metrics/types'
import { boardAnnotations } from './board-annotations'
import { BoardAnswers, type Moment } from './board-answers'
import { type Context, teamScope } from './context'
import { readAutomation } from './read-automation'
import { readMetrics } from './read-metrics'
import { readTenant } from './read-tenant'
import { runQuery } from './run-query'

type Teams = readonly string[] | null
type Results = Record<string, QueryResult | undefined>

/** What the boards of one team scope have in common: their answers, and what is remembered of their alarms. */
interface Scope {
  readonly teams: Teams
  readonly answers: BoardAnswers
  readonly alarms: AlarmSource
}

interface Reading {
  readonly everyMs: number
  readonly read: (moment: Moment & { readonly zone: string }, teams: Teams) => Promise<Partial<LiveReadings>>
}

const dayOf = ({ now, zone }: { now: number; zone: string }) => {
  const from = startOfDay(now, zone)
  return { from, now, before: comparePeriod({ from, to: now }, 'same_weekday', zone) }
}

/** Readings of every board. */
const SHARED_READINGS: Readonly<Record<string, Reading>> = {
  waiting: { everyMs: 0, read: ({ now }, teams) => readWaiting(now, teams) },
  recent: { everyMs: 0, read: ({ now }, teams) => readRecent(now, teams) },
  sources: { everyMs: 0, read: ({ now }) => readSourceReadings(now) },
  people: { everyMs: 1_000, read: async (_, teams) => ({ people: await readPeople(teams) }) },
  channelSources: {
    everyMs: 60_000,
    read: async ({ now }) => ({ channelSources: await readChannelSources(now) }),
  },
}

const READINGS: Readonly<Record<ReadingId, Reading>> = {
  words: { everyMs: 10_000, read: async ({ now }, teams) => ({ words: await readWords(now, teams) }) },
  answers: {
    everyMs: 3_000,
    read: async (moment, teams) => ({ answers: await readAnswers(dayOf(moment), teams) }),
  },
  complaints: {
    everyMs: 5_000,
    read: async (moment, teams) => ({ complaints: await readComplaints(dayOf(moment), teams) }),
  },
  annotations: {
    everyMs: 30_000,
    read: async ({ now, zone }, teams) => ({ annotations: await boardAnnotations(now, zone, teams) }),
  },
}

/** Rounds of questions that hang on each other: what burns, why, and what it is without that. */
const FOLLOW_ROUNDS = 3
const HOURS_MS = 10_000
const HISTORY_MS = 15_000
const ALARMS_MS = 1_000

/**
 * Reads one board for one team scope again and again: slow-moving questions are asked anew only when their time
 * is up, and boards of the same scope share their answers. A question that fails leaves its tiles without data; only
 * a lost database throws (`unavailable`).
 */
export class BoardReader {
  private latest: { readonly at: number; readonly tiles: Promise<Tiles> } | null = null

  constructor(
    private readonly board: Board,
    private readonly scope: Scope,
  ) {}

  /** All tiles as they are at `now`. */
  read(now: number): Promise<Tiles> {
    const tiles = this.readNow(now)
    this.latest = { at: now, tiles }
    return tiles
  }

  /** All tiles as they were no more than `ms` ago: those read last, where they are young enough. */
  async readRecent(now: number, ms: number): Promise<{ readonly at: number; readonly tiles: Tiles }> {
    const { latest } = this
    if (latest !== null && now - latest.at <= ms) {
      const tiles = await latest.tiles.catch(() => null)
      if (tiles !== null) return { at: latest.at, tiles }
    }
    return { at: now, tiles: await this.read(now) }
  }

  private async readNow(now: number): Promise<Tiles> {
    const { board, scope } = this
    const { zone } = await readTenant(now)
    const metric = await readMetrics(now)
    const moment = { now, zone, day: dayNumberAt(now, zone) }
    const ctx: Context = {
      principal: { kind: 'system', name: 'board', teams: scope.teams },
      now,
      locale: 'en',
    }
    const own = board.readings.map((id) => [id, READINGS[id]] as const)
    const [calendars, live, results] = await Promise.all([
      scope.answers.get('hours', HOURS_MS, moment, readCalendars),
      Promise.all(
        [...Object.entries(SHARED_READINGS), ...own].map(([id, reading]) => this.take(id, reading, moment)),
      ),
      this.askAll(ctx, board.queries, moment),
    ])
    let parts: BoardParts = {
      now,
      zone,
      results,
      live: Object.assign({}, NO_READINGS, ...live) as LiveReadings,
      metric,
      hours: (asked) => hoursOf(calendars.config, asked, now),
      company: companyHours(calendars, scope.teams, now),
    }
    for (let round = 0; round < FOLLOW_ROUNDS && board.follow !== undefined; round++) {
      const next = board.follow(parts).filter(({ id }) => !(id in parts.results))
      if (next.length === 0) break
      parts = { ...parts, results: { ...parts.results, ...(await this.askAll(ctx, next, moment)) } }
    }
    const { tiles, alarms } = board.assemble(parts)
    const dayStart = startOfDay(now, zone)
    const stored = await scope.answers.get('reading alarms', ALARMS_MS, moment, () =>
      readBoardAlarms(now, dayStart, scope.teams),
    )
    const book = scope.alarms.take(unwatched(alarms, stored), now, dayStart)
    const result = await this.withHistory(withStored(book, stored, alarms, now), moment)
    const worst = result.rows.some(({ state }) => state === 'bad')
      ? 'bad'
      : result.rows.length > 0
        ? 'watch'
        : 'ok'
    // Without any sign of life there is nothing to judge by, so nothing is fine either.
    const blind = tiles.frt?.ageSeconds === null
    const alarmTile: TileValue = {
      value: blind ? null : result.rows.length,
      n: null,
      state: blind ? 'none' : worst,
      ageSeconds: tiles.frt?.ageSeconds ?? null,
      result,
    }
    return { ...tiles, alarms: alarmTile, automation: await automationTile(now) }
  }

  /** The worst alarm takes the whole screen: where it is a queue, how it came to it is shown there. */
  private async withHistory(result: AlarmsResult, moment: Moment): Promise<AlarmsResult> {
    const [first, ...others] = result.rows
    const channel = first?.scope.channel
    if (first?.worst !== true || first.metric !== 'queue_now' || channel === undefined) return result
    const { answers, teams } = this.scope
    const history = await answers.get(`reading queueHistory ${channel ?? ''}`, HISTORY_MS, moment, () =>
      readQueueHistory(moment.now, teams, channel),
    )
    return { ...result, rows: [{ ...first, history }, ...others] }
  }

  /** A live reading; throws what it throws. */
  private async take(
    id: string,
    reading: Reading,
    moment: Moment & { zone: string },
  ): Promise<Partial<LiveReadings>> {
    const { answers, teams } = this.scope
    return await answers.get(`reading ${id}`, reading.everyMs, moment, () => reading.read(moment, teams))
  }

  private async askAll(
    ctx: Context,
    queries: readonly BoardQuery[],
    moment: Moment & { zone: string },
  ): Promise<Results> {
    const answered = await Promise.all(
      queries.map(async ({ id, everyMs, input }) => {
        try {
          const ask = () => runQuery(ctx, input(moment.now, moment.zone))
          return [id, await this.scope.answers.get(`query ${id}`, everyMs, moment, ask)] as const
        } catch (error) {
          if (isUnavailable(error)) throw error
          log('boards').error({ err: error, board: this.board.id, query: id }, 'a tile has no answer')
          return [id, undefined] as const
        }
      }),
    )
    return Object.fromEntries(answered)
  }
}

async function automationTile(now: number): Promise<TileValue> {
  const { off, since, reason } = await readAutomation(now)
  const result: AutomationResult = {
    off,
    since: since === null ? null : new Date(since).toISOString(),
    reason,
  }
  return { value: null, n: null, state: off ? 'watch' : 'ok', ageSeconds: null, result }
}

interface Calendars {
  readonly config: FoldConfig
  readonly channels: readonly string[]
  readonly teams: readonly string[]
}

async function readCalendars(): Promise<Calendars> {
  const [config, { assignments }] = await Promise.all([readFoldConfig(), readSettings()])
  const named = (scope: string) => assignments.filter((row) => row.scope === scope).map(({ key }) => key)
  return { config, channels: named('channel'), teams: named('team') }
}

/** Whether anybody of these teams serves: the company's own hours, and those that channels and teams have of their own. */
function companyHours({ config, channels, teams }: Calendars, scope: Teams, now: number): Hours {
  const asked = [
    ...(scope === null ? [{}] : scope.map((team) => ({ team }))),
    ...channels.map((channel) => ({ channel })),
    ...teams.filter((team) => scope === null || scope.includes(team)).map((team) => ({ team })),
  ]
  const whole = hoursOf(config, {}, now)
  // Channels without hours of their own keep the company's; without those the company never closes.
  return whole.state === 'always' ? ALWAYS : together(asked.map((one) => hoursOf(config, one, now)))
}

function isUnavailable(error: unknown): boolean {
  return error instanceof Error && 'status' in error && error.status === 503
}

type Tiles = Readonly<Record<string, TileValue>>

/** Who may see which board, and narrowed to which teams (null = all). */
export interface BoardAccess {
  readonly board: Board
  readonly teams: readonly string[] | null
}

/**
 * What the asker may see of a board. A screen: its own board and its scenes, no other (403). Everybody who reads: any
 * board, within their teams. Throws 404 for an unknown board.
 */
export function openBoard(ctx: Context, boardId: string): BoardAccess {
  const { principal } = ctx
  if (
    principal.kind === 'screen' &&
    principal.board !== boardId &&
    !(principal.scenes ?? []).includes(boardId)
  ) {
    throw forbidden('A wall screen may read the frames of its own boards and nothing else.')
  }
  if (principal.kind === 'key' && !principal.scopes.includes('read')) {
    throw forbidden('This API key lacks the scope "read".')
  }
  const board = findBoard(boardId)
  if (board === null) throw notFound()
  return { board, teams: teamScope(principal) }
}

const READERS_MAX = 200
const KEY = Symbol.for('helmline.board-readers')

interface Shared {
  readonly readers: Map<string, BoardReader>
  readonly scopes: Map<string, Scope>
}

/** One for the process: Next bundles pages and routes apart. */
function shared(): Shared {
  const holder = globalThis as { [KEY]?: Shared }
  holder[KEY] ??= { readers: new Map(), scopes: new Map() }
  return holder[KEY]
}

/** The reader of a board and scope; shared, so that pages and streams do not ask twice. */
export function boardReader({ board, teams }: BoardAccess): BoardReader {
  const { readers, scopes } = shared()
  const scopeKey = JSON.stringify(teams === null ? null : [...teams].sort())
  const key = `${board.id} ${scopeKey}`
  let reader = readers.get(key)
  if (reader === undefined) {
    if (readers.size >= READERS_MAX) {
      readers.clear()
      scopes.clear()
    }
    let scope = scopes.get(scopeKey)
    if (scope === undefined) {
      scope = { teams, answers: new BoardAnswers(), alarms: new AlarmBook() }
      scopes.set(scopeKey, scope)
    }
    reader = new BoardReader(board, scope)
    readers.set(key, reader)
  }
  return reader
}

/** Milliseconds a first paint may be behind: the stream brings what is newer at once. */
const PAINT_MS = 2_000

/** A whole frame of a board as the asker may see it, at most 2 s old: for the first paint of a page, and for reports. */
export async function readBoard(ctx: Context, boardId: string): Promise<Frame> {
  const access = openBoard(ctx, boardId)
  const { at, tiles } = await boardReader(access).readRecent(ctx.now, PAINT_MS)
  return { board: access.board.id, at: new Date(at).toISOString(), full: true, tiles }
}
