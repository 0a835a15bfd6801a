import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import { KNOWN_BOARDS } from '@/lib/boards/registry'
import { commandOf, type ScreenCommand, settingsOf } from '@/lib/boards/screen-settings'
import { invalid, notFound } from '@/lib/core/errors'
import { appendAudit } from '@/lib/db/audit'
import { transaction } from '@/lib/db/pool'
import { lockScreen, writeCommand } from '@/lib/db/screens'
import { actorOf } from './actor'
import { type Context, requireRole } from './context'
import { reachesScreen } from './create-screen'
import { parseInput } from './parse-input'

const NOTICE_MOST_MS = 7 * 86_400_000

/** `scene` null = back to the rotation; `notice` null = take it down; what is left out stays as it is. */
export const commandScreenInput = z.strictObject({
  scene: z.enum(KNOWN_BOARDS).nullable().optional(),
  notice: z
    .strictObject({
      text: z
        .string()
        .trim()
        .min(1)
        .max(200)
        .regex(/^[^\p{Cc}\p{Cs}]*$/u, 'no control characters'),
      until: z.iso.datetime({ offset: true }),
    })
    .nullable()
    .optional(),
})

/**
 * Tells a live screen which scene to stay on, or what to announce until when; it follows with its next heartbeat.
 * Throws 404 where there is none within the asker's teams, 400 for a scene it does not rotate through or a notice
 * that ends in the past or in more than a week. Needs role admin or manager.
 */
export async function commandScreen(
  ctx: Context,
  id: string,
  input: unknown,
): Promise<{ readonly command: ScreenCommand | null }> {
  requireRole(ctx, 'admin', 'manager')
  const told = parseInput(commandScreenInput, input)
  if (told.notice) {
    const until = Date.parse(told.notice.until)
    if (until <= ctx.now || until > ctx.now + NOTICE_MOST_MS) {
      throw invalid('A notice ends within the next 7 days.', [
        { path: 'notice.until', message: 'not within the next 7 days' },
      ])
    }
  }
  return await transaction(async (client) => {
    const row = await lockScreen(client, id)
    if (row === null || !reachesScreen(ctx, row.scope.team ?? null)) throw notFound()
    if (told.scene && told.scene !== row.board && !settingsOf(row.settings).scenes.includes(told.scene)) {
      throw invalid('The screen does not show this scene; add it to its scenes first.', [
        { path: 'scene', message: 'not among its scenes' },
      ])
    }
    const before = commandOf(row.command, ctx.now)
    const command = {
      id: randomUUID(),
      scene: told.scene === undefined ? (before?.scene ?? null) : told.scene,
      notice: told.notice === undefined ? (before?.notice ?? null) : told.notice,
    }
    await writeCommand(client, id, command)
    await appendAudit(client, {
      at: ctx.now,
      actor: actorOf(ctx.principal),
      action: 'screen.told',
      object: `screen:${id}`,
      before: before === null ? null : { scene: before.scene, notice: before.notice },
      after: { scene: command.scene, notice: command.notice },
    })
    return { command: commandOf(command, ctx.now) }
  })
}
