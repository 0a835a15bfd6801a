import { z } from 'zod'
import { SEVERITIES } from '@/lib/alerts/types'
import { resolvePreset } from '@/lib/core/period'
import { DAY } from '@/lib/core/zone'
import { INCIDENT_STATES } from '@/lib/db/incident-shape'
import {
  countIncidents,
  type IncidentCounts,
  type IncidentFacets,
  type IncidentFilter,
  incidentFacets,
  listIncidentRows,
} from '@/lib/db/incidents'
import { PRESETS } from '@/lib/metrics/types'
import { instantInput } from './annotation-input'
import { type Context, requireScope } from './context'
import { actingUser, incidentReach, type ShownIncident, shownIncident } from './incident-access'
import { parseInput } from './parse-input'
import { readTenant } from './read-tenant'
import { cursorOf, writeCursor } from './rows-input'

const MOST = 500
/** How far back resolved ones are listed where no period is asked for. */
const RESOLVED_DAYS = 7

const names = z
  .string()
  .max(4_000)
  .transform((text) => [...new Set(text.split(',').filter((name) => name !== ''))])
  .pipe(z.array(z.string().max(400)).max(100))

/** The parameters of `GET /incidents`; several values with commas between. */
export const listIncidentsInput = z.strictObject({
  state: z
    .string()
    .transform((text) => text.split(','))
    .pipe(z.array(z.enum([...INCIDENT_STATES, 'standing', 'unacknowledged'])))
    .optional()
    .describe(
      'open, recovered, resolved, `standing` (the first two) or `unacknowledged` (open, nobody on it)',
    ),
  severity: z.enum(SEVERITIES).optional(),
  channel: names.optional(),
  team: names.optional(),
  rule: names.pipe(z.array(z.uuid())).optional().describe('ids of rules'),
  assignee: z
    .union([z.uuid(), z.enum(['me', 'none'])])
    .optional()
    .describe('a person’s id, `me` or `none`'),
  cause: z.string().max(40).optional().describe('a cause’s id; `-` = none written yet'),
  preset: z.enum(PRESETS).optional(),
  from: instantInput.optional().describe('incidents that stood at some time within [from, to)'),
  to: instantInput.optional(),
  limit: z.coerce.number().int().min(1).max(MOST).default(100),
  cursor: cursorOf(z.tuple([z.int().min(0).max(100), z.number(), z.int().min(0)])).optional(),
})

export interface IncidentList {
  readonly rows: readonly ShownIncident[]
  readonly nextCursor: string | null
  /** under the same conditions but that of the state */
  readonly counts: IncidentCounts
}

/**
 * Incidents within the asker's reach, what burns first: open, recovered, resolved; then severity, nobody on it, VIP;
 * then the newest. Without a period: all that stand, and those resolved in the last seven days. Throws 400 for wrong
 * parameters, 403 without the scope `read`.
 */
export async function listIncidents(ctx: Context, input: unknown): Promise<IncidentList> {
  requireScope(ctx, 'read')
  const reach = await incidentReach(ctx)
  const asked = parseInput(listIncidentsInput, input)
  const { zone } = await readTenant(ctx.now)
  const period =
    asked.preset !== undefined
      ? resolvePreset(asked.preset, ctx.now, zone)
      : { from: asked.from ?? ctx.now - RESOLVED_DAYS * DAY, to: asked.to ?? null }
  const states = asked.state?.flatMap((state) =>
    state === 'standing'
      ? (['open', 'recovered'] as const)
      : state === 'unacknowledged'
        ? (['open'] as const)
        : [state],
  )
  const filter: IncidentFilter = {
    states: states === undefined ? null : [...new Set(states)],
    severity: asked.severity ?? null,
    channels: asked.channel ?? null,
    teams: asked.team ?? null,
    rules: asked.rule ?? null,
    // Nobody is `me` to a key.
    assignee: asked.assignee === 'me' ? (actingUser(ctx) ?? 'nobody') : (asked.assignee ?? null),
    cause: asked.cause ?? null,
    unacknowledged: asked.state?.length === 1 && asked.state[0] === 'unacknowledged',
    ...period,
  }
  const [found, counts] = await Promise.all([
    listIncidentRows(reach, filter, asked.cursor ?? null, asked.limit),
    countIncidents(reach, filter),
  ])
  const rows = found.slice(0, asked.limit)
  const last = found.length > asked.limit ? rows.at(-1) : undefined
  return {
    rows: rows.map((row) => shownIncident(row, zone, ctx.now)),
    nextCursor: last === undefined ? null : writeCursor([last.urgency, last.openedAt, last.number]),
    counts,
  }
}

/** What there is to narrow the list by, within the asker's reach. Throws 403 without the scope `read`. */
export async function readIncidentFacets(ctx: Context): Promise<IncidentFacets> {
  requireScope(ctx, 'read')
  return await incidentFacets(await incidentReach(ctx))
}
