/** How a wall screen is set up, and what it is told from afar. */
import { z } from 'zod'
import { KNOWN_BOARDS } from './registry'

const clock = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'write a time as 22:00')

/** What an administrator sets. `scenes` take turns below strip A; empty = the screen's own board alone. */
export const screenSettingsSchema = z.strictObject({
  scenes: z.array(z.enum(KNOWN_BOARDS)).max(12).default([]),
  /** seconds a scene stays; null = no rotation */
  rotateSeconds: z.int().min(5).max(3_600).nullable().default(null),
  /** the screen's diagonal */
  inches: z.number().min(10).max(300).nullable().default(null),
  /** distance of the farthest seat */
  metres: z.number().min(0.3).max(50).nullable().default(null),
  /** null = follows from inches and metres */
  density: z.enum(['far', 'middle', 'near']).nullable().default(null),
  /** null = the television's own */
  locale: z.enum(['zh', 'en']).nullable().default(null),
  sound: z.boolean().default(false),
  speech: z.boolean().default(false),
  /** wall-clock times of the tenant's zone between which it makes no sound; may pass midnight */
  quiet: z.strictObject({ from: clock, to: clock }).nullable().default(null),
})
export type ScreenSettings = z.infer<typeof screenSettingsSchema>

export const DEFAULT_SETTINGS: ScreenSettings = screenSettingsSchema.parse({})

/** What a screen was told last. `scene` null = back to its rotation; `until` is RFC 3339. */
export interface ScreenCommand {
  readonly id: string
  readonly scene: string | null
  readonly notice: { readonly text: string; readonly until: string } | null
}

/** Stored settings as they hold now: what a later version took away falls back to its default. */
export function settingsOf(stored: unknown): ScreenSettings {
  if (stored === null || typeof stored !== 'object') return DEFAULT_SETTINGS
  const given = stored as Record<string, unknown>
  const known = Object.entries(screenSettingsSchema.shape).flatMap(([key, schema]) => {
    const value =
      key === 'scenes' && Array.isArray(given[key])
        ? given[key].filter((scene: unknown) => KNOWN_BOARDS.some((board) => board === scene))
        : given[key]
    const parsed = schema.safeParse(value)
    return parsed.success ? [[key, parsed.data]] : []
  })
  return { ...DEFAULT_SETTINGS, ...(Object.fromEntries(known) as Partial<ScreenSettings>) }
}

const commandSchema = z.object({
  id: z.string(),
  scene: z.string().nullable(),
  notice: z.object({ text: z.string(), until: z.string() }).nullable(),
})

/** A stored command as it holds at `now`: a notice ends by itself; null where nothing is left of it. */
export function commandOf(stored: unknown, now: number): ScreenCommand | null {
  const parsed = commandSchema.safeParse(stored)
  if (!parsed.success) return null
  const { id, notice } = parsed.data
  const scene = KNOWN_BOARDS.find((board) => board === parsed.data.scene) ?? null
  const standing = notice !== null && Date.parse(notice.until) > now ? notice : null
  return scene === null && standing === null ? null : { id, scene, notice: standing }
}
