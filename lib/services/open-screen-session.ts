import { z } from 'zod'
import { commandOf, type ScreenCommand, type ScreenSettings, settingsOf } from '@/lib/boards/screen-settings'
import { buildId } from '@/lib/core/build'
import { unauthorized } from '@/lib/core/errors'
import { noteHeartbeat } from '@/lib/db/screens'
import type { CompanyNames } from '@/lib/i18n/names'
import { authenticateScreen } from './authenticate'
import type { ScreenScope } from './context'
import { parseInput } from './parse-input'
import { readTenant } from './read-tenant'
import { namesForScreen } from './shown-names'

const short = z
  .string()
  .min(1)
  .max(100)
  .regex(/^[^\p{Cc}\p{Cs}]*$/u, 'no control characters')

/** `{token, build?, viewport?, scene?, density?}`: the token, and what the screen says of itself. */
export const screenSessionInput = z.strictObject({
  token: z.string().min(1).max(200),
  build: short.optional(),
  viewport: z
    .strictObject({
      width: z.int().min(1).max(100_000),
      height: z.int().min(1).max(100_000),
      dpr: z.number().positive().max(20),
    })
    .optional(),
  scene: short.optional(),
  density: short.optional(),
})

/** What a wall knows of itself and the company. `build`: of this process; one that differs calls for a reload. */
export interface ScreenSession {
  readonly board: string
  readonly scope: ScreenScope
  readonly company: string
  readonly zone: string
  readonly demo: boolean
  /** what the company calls things, as far as this screen shows them */
  readonly names: CompanyNames
  readonly build: string
  readonly settings: ScreenSettings
  readonly command: ScreenCommand | null
}

/**
 * Checks a wall's token, notes its heartbeat and answers what it is to show. Throws 401 where the screen is not
 * paired or has ended; that counts at once.
 */
export async function openScreenSession(input: unknown, now: number): Promise<ScreenSession> {
  const { token, ...beat } = parseInput(screenSessionInput, input)
  const principal = await authenticateScreen(token, now)
  const row = principal?.kind === 'screen' ? await noteHeartbeat(principal.id, beat, now) : null
  if (row === null) throw unauthorized('This screen is not paired, or its pairing was ended.')
  const { company, zone, demo } = await readTenant(now)
  const team = row.scope.team ?? null
  const settings = settingsOf(row.settings)
  const command = commandOf(row.command, now)
  return {
    board: row.board,
    scope: { team },
    company,
    zone,
    demo,
    names: await namesForScreen({ team, board: row.board, settings, command }),
    build: buildId(),
    settings,
    command,
  }
}
