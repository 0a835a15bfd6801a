import { z } from 'zod'
import { KNOWN_BOARDS } from '@/lib/boards/registry'
import { screenSettingsSchema } from '@/lib/boards/screen-settings'
import { forbidden } from '@/lib/core/errors'
import { makeToken } from '@/lib/core/token'
import { appendAudit } from '@/lib/db/audit'
import { type Connection, transaction } from '@/lib/db/pool'
import { insertScreen } from '@/lib/db/screens'
import { actorOf } from './actor'
import { type Context, requireRole, teamScope } from './context'
import { parseInput } from './parse-input'

/** A team's name, or null for the whole company; as `team=T` or `{team}`. */
export const screenScope = z.union([
  z
    .string()
    .regex(/^(team=[^\p{Cc}\p{Cs}]{1,200})?$/u, 'write the scope as team=NAME')
    .transform((text) => ({ team: text === '' ? null : text.slice('team='.length) })),
  z.strictObject({ team: z.string().min(1).max(200).nullable() }),
])

/** `{board, scope?, label?, settings?}` */
export const createScreenInput = z.strictObject({
  board: z.enum(KNOWN_BOARDS, `boards there are: ${KNOWN_BOARDS.join(', ')}`),
  scope: screenScope.nullish(),
  label: z.string().trim().max(200).nullish(),
  settings: screenSettingsSchema.optional(),
})

/**
 * Pairs a wall screen. Answers `{id, path}`: `/wall/<board>#<token>`, whose secret stands in the fragment, so that
 * no server ever logs it. It is shown this once. Needs role admin or manager, and reach over the scope's team.
 */
export async function createScreen(
  ctx: Context,
  input: unknown,
): Promise<{ id: string; board: string; path: string }> {
  requireRole(ctx, 'admin', 'manager')
  const screen = parseInput(createScreenInput, input)
  const { token, id, hash } = makeToken('hs')
  await transaction((client) => addScreen(client, ctx, screen, { id, hash }))
  return { id, board: screen.board, path: `/wall/${screen.board}#${token}` }
}

/** Stores a new screen and says so in the audit trail. Throws 403 where its team is out of the asker's reach. */
export async function addScreen(
  client: Connection,
  ctx: Context,
  screen: z.output<typeof createScreenInput>,
  secret: { readonly id: string; readonly hash: string },
): Promise<void> {
  const { board, label, settings } = screen
  const scope = { team: screen.scope?.team ?? null }
  requireScreenScope(ctx, scope.team)
  await insertScreen(client, {
    id: secret.id,
    board,
    scope,
    secretHash: secret.hash,
    label: label ?? '',
    settings: settings ?? {},
    at: ctx.now,
  })
  await appendAudit(client, {
    at: ctx.now,
    actor: actorOf(ctx.principal),
    action: 'screen.paired',
    object: `screen:${secret.id}`,
    before: null,
    after: { board, scope, label: label ?? '', ...(settings === undefined ? {} : { settings }) },
  })
}

/** Whether the asker may deal with screens of this team (null = of the whole company). */
export function reachesScreen(ctx: Context, team: string | null): boolean {
  const teams = teamScope(ctx.principal)
  return teams === null || (team !== null && teams.includes(team))
}

/** Throws 403 where a screen of this team is out of the asker's reach. */
export function requireScreenScope(ctx: Context, team: string | null): void {
  if (!reachesScreen(ctx, team)) throw forbidden('Your teams do not reach this screen.')
}
