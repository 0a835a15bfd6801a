import { z } from 'zod'
import { specialDays } from '@/lib/core/calendar-days'
import { listAnnotationRows, listIncidentSpans, listOutages } from '@/lib/db/annotations'
import { readSettings } from '@/lib/db/settings'
import type { Locale } from '@/lib/i18n/locale'
import { type Translate, translator } from '@/lib/i18n/translate'
import { ANNOTATION_KINDS, type AnnotationKind, instantInput } from './annotation-input'
import { type Context, requireScope, teamScope } from './context'
import { parseInput } from './parse-input'

const MOST = 200
const LONGEST_MS = 5 * 366 * 86_400_000

const names = z
  .union([
    z
      .string()
      .max(200)
      .transform((name) => [name]),
    z.array(z.string().max(200)).max(100),
  ])
  .nullish()

/** `{from, to, channel?, team?}`: a half-open period; a name or several of them. */
export const listAnnotationsInput = z
  .strictObject({ from: instantInput, to: instantInput, channel: names, team: names })
  .refine(({ from, to }) => to > from && to - from <= LONGEST_MS, {
    path: ['to'],
    message: 'not after from, or more than five years later',
  })

/** Something that explains a stretch of time; instants are epoch milliseconds. */
export interface Annotation {
  readonly id: string
  readonly at: number
  /** null = an instant, or not over yet */
  readonly until: number | null
  readonly kind: AnnotationKind
  readonly text: string
  /** null = all */
  readonly channel: string | null
  readonly team: string | null
  readonly origin: 'hand' | 'calendar' | 'source' | 'incident'
}

/**
 * What touches a period, by time: notes by hand, holidays and make-up days of the calendars in use, silences of sources,
 * and alarms about numbers; the newest 200 of each. Of channels and teams those asked for and what concerns everybody; never another
 * team's than the asker's. Needs scope read.
 */
export async function listAnnotations(ctx: Context, input: unknown): Promise<readonly Annotation[]> {
  requireScope(ctx, 'read')
  const { from, to, channel, team } = parseInput(listAnnotationsInput, input)
  const reach = teamScope(ctx.principal)
  const channels = channel ?? null
  const teams = reach === null ? (team ?? null) : (team ?? reach).filter((name) => reach.includes(name))
  const concerns = (wanted: readonly string[] | null, value: string | null) =>
    wanted === null || value === null || wanted.includes(value)
  const [rows, outages, days, incidents] = await Promise.all([
    listAnnotationRows({ from, to, channels, teams, limit: MOST }),
    listOutages(from, to, MOST),
    calendarDays(from, to, ctx.locale),
    listIncidentSpans({ from, to, channels, teams: reach, limit: MOST }),
  ])
  const byHand = rows.map(({ createdBy: _, kind, ...row }): Annotation => {
    return { ...row, kind: ANNOTATION_KINDS.find((it) => it === kind) ?? 'change', origin: 'hand' }
  })
  const silences = silencesOf(outages, translator(ctx.locale))
  const alarms = incidents.map(
    ({ id, number, at, until, title, channel }): Annotation => ({
      id: `incident ${id}`,
      at,
      until,
      kind: 'incident',
      text: `A-${number} ${title[ctx.locale]}`,
      channel,
      team: null,
      origin: 'incident',
    }),
  )
  return [
    ...byHand,
    ...silences,
    ...alarms,
    ...days.filter((day) => concerns(channels, day.channel) && concerns(teams, day.team)),
  ].sort((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1))
}

/** Silences that began together are of one cause, and stand as one. */
const TOGETHER = 5 * 60_000

function silencesOf(outages: Awaited<ReturnType<typeof listOutages>>, t: Translate): Annotation[] {
  const groups: (typeof outages)[] = []
  for (const outage of [...outages].sort((a, b) => a.since - b.since)) {
    const last = groups.at(-1)
    const begun = last?.[0]?.since
    if (last === undefined || begun === undefined || outage.since - begun > TOGETHER) groups.push([outage])
    else groups[groups.length - 1] = [...last, outage]
  }
  return groups.flatMap((group): Annotation[] => {
    const [first] = group
    if (first === undefined) return []
    const ends = group.map(({ until }) => until)
    return [
      {
        id: `source ${first.source} ${first.since}`,
        at: first.since,
        until: ends.includes(null) ? null : Math.max(...ends.map((until) => until ?? 0)),
        kind: 'outage',
        text:
          group.length === 1
            ? t('annotations.silent', { source: first.source })
            : t('annotations.silentMany', { count: group.length }),
        channel: null,
        team: null,
        origin: 'source',
      },
    ]
  })
}

/** Holidays and make-up days of every calendar that holds somewhere; one that several share stands once. */
async function calendarDays(from: number, to: number, locale: Locale): Promise<Annotation[]> {
  const { calendars, assignments } = await readSettings()
  const t = translator(locale)
  const found = new Map<string, Annotation>()
  // The tenant's calendar comes first: what it says holds for all.
  const ordered = [...assignments].sort((a, b) => Number(b.scope === 'tenant') - Number(a.scope === 'tenant'))
  for (const { scope, key, calendarId } of ordered) {
    const stored = calendars.find((row) => row.id === calendarId)
    if (stored === undefined) continue
    for (const day of specialDays(stored.calendar, from, to)) {
      const same = `${day.from} ${day.to} ${day.name ?? ''}`
      const channel = scope === 'channel' ? key : null
      const team = scope === 'team' ? key : null
      if (found.has(`${same}  `)) continue
      found.set(`${same} ${channel ?? ''} ${team ?? ''}`, {
        id: `calendar ${calendarId} ${day.from} ${channel ?? ''} ${team ?? ''}`.trim(),
        at: day.from,
        until: day.to,
        kind: 'holiday',
        text: day.name ?? t(`annotations.day.${day.kind}`),
        channel,
        team,
        origin: 'calendar',
      })
    }
  }
  return [...found.values()].slice(-MOST)
}
